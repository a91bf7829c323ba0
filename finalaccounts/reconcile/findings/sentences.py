"""What a diagnosed finding says: where the number stands, what prints the other value, what agrees.

Every sentence is a template of strings/findings.toml. A finding without a diagnosis keeps the
sentences of its rules (``wording``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from finalaccounts.amounts import text
from finalaccounts.reconcile.applied import ROUNDING, Applied, Linear
from finalaccounts.reconcile.findings import diagnose as kinds
from finalaccounts.reconcile.findings.cells import block_of
from finalaccounts.reconcile.findings.diagnose import Diagnosis
from finalaccounts.reconcile.findings.evidence import TELLING, Suspect, is_total
from finalaccounts.reconcile.findings.explain import made_of
from finalaccounts.reconcile.findings.parts import part_that_explains
from finalaccounts.reconcile.findings.slips import FILLED, filled
from finalaccounts.reconcile.findings.system import System
from finalaccounts.reconcile.findings.wording import Said, body, place, say, terms_of, unit_name
from finalaccounts.reconcile.view import View
from finalaccounts.reference.findings import findings
from finalaccounts.reference.rules import Rule

MOST_LISTED = 12  # places that a sentence lists
ELSEWHERE = 2  # equal amounts from which it is worth telling how many there are


@dataclass(frozen=True, slots=True)
class Told:
    """All that a finding's sentences are made of."""

    view: View
    system: System
    rule: Rule
    mates: Sequence[Applied]
    rest: Sequence[Applied]
    diagnosis: Diagnosis

    @property
    def root(self) -> Applied:
        """The check that the finding is named after."""
        return self.mates[0]


def tell(told: Told, language: str) -> Said:
    """Return title, message and benign explanation of a finding in one language."""
    diagnosis = told.diagnosis
    if diagnosis.named:
        return _rates(told, language) if _by_base(diagnosis) else _named(told, language)
    if diagnosis.kind == kinds.VERSIONS:
        return _versions(told, language)
    plain = say(told.view, told.rule, told.mates, language)
    more = [*(made := made_of(told.view, told.root, language))]
    if diagnosis.kind == kinds.READINGS and not made:  # what it was made of says which one is wrong
        more = _readings(told, language)
    if told.root.outcome == ROUNDING and told.rest:
        more.append(_further_tails(told, language))
    elif told.rest and not diagnosis.readings:
        more += _others(told, language)
    benign = findings().benign["made_of"] if made else None
    innocent = plain.benign if benign is None else benign.zh if language == "zh" else benign.en
    return Said(plain.title, _join([plain.message, *more], language), innocent)


def _by_base(diagnosis: Diagnosis) -> bool:
    return bool(diagnosis.base) and len(diagnosis.named) > 1


# ---------------------------------------------------------------- a number that is named


def _named(told: Told, language: str) -> Said:
    words = _Words(language)
    suspects = told.diagnosis.named
    spots = [place(told.view, told.system.place(s.cells[0]), language) for s in suspects]
    cells = [
        words("suspect" if s.printed is not None else "suspect_blank", spot=spot, **_numbers(told, s, language))
        for s, spot in zip(suspects, spots, strict=True)
    ]  # fmt: skip
    sentences = [words("stop", list=words.semicolons(cells))]
    one = len({s.needed for s in suspects}) == 1
    seen: set[tuple[str, ...]] = set()
    for suspect in suspects:
        if suspect.prints_needed not in seen or not suspect.prints_needed:
            sentences += _elsewhere(told, suspect, words, alone=len(suspects) == 1)
        seen.add(suspect.prints_needed)
    if len(suspects) == 1 and not suspects[0].prints_needed and suspects[0].printed is not None:
        sentences = sentences[1:]  # the arithmetic begins with where the number stands
    base = _base(told, words)
    sentences += base
    values = [f"{_amount(s.needed)}{_unit(told, s, language)}" for s in suspects]
    single = "mended" if len(told.diagnosis.checks) > 1 else "mended_one"
    key = single if len(suspects) == 1 else "mended_all" if one else "mended_each"
    listed = values[0] if one else words.commas(values)
    checks = len(told.diagnosis.checks)
    alone = len(suspects) == 1 and len(suspects[0].prints_needed) == 1
    if checks == 1 and alone:
        sentences.append(words("held", **_numbers(told, suspects[0], language)))
    else:
        sentences.append(words(key, needed=listed, cells=str(len(suspects)), checks=str(checks)))
    if any(s.cells[0] in told.view.figures for s in suspects):
        sentences.append(words("total" if _total(told, suspects) else "total_kept"))
    looks = [] if base else _looks_like(suspects, words)
    sentences += [*looks, words("closing")]
    found = "title_named" if suspects[0].prints_needed else "title_alone"
    found = "title_blank" if suspects[0].printed is None else found
    title = words(found, spot=spots[0], count=str(len(suspects[0].prints_needed)), **_numbers(told, suspects[0], language))  # fmt: skip
    return Said(_capital(title), _join(sentences, language), words("benign"))


def _elsewhere(told: Told, suspect: Suspect, words: _Words, *, alone: bool) -> list[str]:
    """Tell what prints the needed value; where nothing does, the arithmetic that asks for it."""
    numbers = _numbers(told, suspect, words.language)
    count, other = len(suspect.prints_needed), len(suspect.prints_printed)
    if count == 1 and not other:
        spot = place(told.view, told.system.place(suspect.prints_needed[0]), words.language)
        return [words("elsewhere_one", spot=spot, **numbers)]
    if count:
        key = "elsewhere_both" if other else "elsewhere"
        return [words(key, count=str(count), other=str(other), **numbers)]
    own = [c for c in told.diagnosis.checks if suspect.cells[0] in _ids(c)]
    root = ([c for c in own if c in told.mates] or own)[:1]
    terms = terms_of(root[0], words.language) if root else ""
    if terms and suspect.printed is None and len(_ids(root[0])) > 2:
        return [words("stop", list=terms)]
    return body(told.view, root, words.language)


def _ids(check: Applied) -> list[str]:
    asked = check.asked
    return [t.id for t in asked.terms] if isinstance(asked, Linear) else [o.id for o in check.operands]  # fmt: skip


def _base(told: Told, words: _Words) -> list[str]:
    root = next((c for c in told.diagnosis.checks if c.words.get("base")), None)
    if root is None:
        return made_of(told.view, told.root, words.language)
    return [findings_base(root, words)]


def findings_base(check: Applied, words: _Words) -> str:
    """Return the sentence on the other base that a rate exactly follows."""
    found = findings().base[check.words["base"]]
    template = found.zh if words.language == "zh" else found.en
    return template.format_map(_Fill({"printed": check.printed, **check.words}))


def _looks_like(suspects: Sequence[Suspect], words: _Words) -> list[str]:
    printed = [s.printed for s in suspects if s.printed is not None]
    needed = suspects[0].needed
    if needed is not None and len({s.needed for s in suspects}) == 1 and filled(needed, printed):
        listed = words.commas([text(n) for n in (needed, *printed)])
        return [words(f"looks_{FILLED}", list=listed)]
    if len(suspects) == 1 and suspects[0].looks_like:
        return [words(f"looks_{suspects[0].looks_like}")]
    return []


def _total(told: Told, suspects: Sequence[Suspect]) -> bool:
    figures = told.view.figures
    return any(is_total(figures[n]) for s in suspects for n in s.cells if n in figures)


def _rates(told: Told, language: str) -> Said:
    """Tell of several rates that follow one other base: one cause, with a list."""
    words = _Words(language)
    base = told.diagnosis.base
    rates = [c for c in told.diagnosis.checks if c.words.get("base") == base]
    listed = [
        words("rate", subject=c.words.get("subject", ""), printed=c.printed, expected=c.expected, formula=c.words.get("base_formula", ""))
        for c in rates[:MOST_LISTED]
    ]  # fmt: skip
    count = str(len(rates))
    title = words(f"title_{base}", count=count)
    sentences = [words(f"rates_{base}", count=count, list=words.semicolons(listed))]
    own = findings().type[told.rule.type]
    return Said(title, _join(sentences, language), own.benign_zh if language == "zh" else own.benign_en)  # fmt: skip


# ---------------------------------------------------------------- nothing is named


def _readings(told: Told, language: str) -> list[str]:
    words = _Words(language)
    suspects = told.diagnosis.suspects
    if told.diagnosis.undecided:
        return [words("undecided")]
    out = []
    for suspect in suspects:
        count = _around(told, suspect)
        if count >= ELSEWHERE and suspect.printed not in [s.printed for s in suspects[: suspects.index(suspect)]]:  # fmt: skip
            out.append(words("stands", count=str(count), **_numbers(told, suspect, language)))
    explained = part_that_explains(told.system, told.view, suspects, words)
    out += explained
    listed = list(dict.fromkeys(f"{_amount(s.printed)}{_unit(told, s, language)}" for s in suspects if s.printed is not None))  # fmt: skip
    if len(told.diagnosis.readings) > 1 and len(listed) > 1:
        out.append(words("readings", list=words.commas(listed), count=str(len(listed))))
    elif suspects and suspects[0].vetoed and not explained:
        out.append(words("against"))
    return out


def _around(told: Told, suspect: Suspect) -> int:
    """Return in how many places outside its block an amount of money stands, whatever it means."""
    cell = told.system.cells[suspect.cells[0]]
    if not cell.money or suspect.printed is None:
        return 0
    if len(suspect.printed.normalize().as_tuple().digits) < TELLING:
        return 0  # round amounts meet by chance
    names = told.system.printed.get((True, cell.value), ())
    return sum(block_of(n) != cell.block for n in names)


def _versions(told: Told, language: str) -> Said:
    words = _Words(language)
    plain = say(told.view, told.rule, told.mates, language)
    more = body(told.view, [c for c in told.rest if c.rule == told.rule.id], language)
    lines = [plain.message, *(line for line in more if line not in plain.message)]
    gap = abs(told.root.difference or Decimal(0))
    unit = unit_name(told.root.operands[0].unit, language)
    lines.append(words("versions", difference=text(gap), unit=unit))
    return Said(plain.title, _join(lines, language), plain.benign)


def _further_tails(told: Told, language: str) -> str:
    words = _Words(language)
    places = list(dict.fromkeys(place(told.view, a.operands[0], language) for a in told.rest if a.operands))  # fmt: skip
    listed = words.commas(places[:MOST_LISTED])
    return words("further_tails", count=str(len(told.rest)), list=listed)


def _others(told: Told, language: str) -> list[str]:
    """Say the sentences of the further checks that one cause breaks."""
    return body(told.view, told.rest, language)


# ---------------------------------------------------------------- words


class _Fill(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


class _Words:
    """The templates of one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **given: str) -> str:
        found = findings().diagnosis[key]
        return (found.zh if self.language == "zh" else found.en).format_map(_Fill(given))

    def commas(self, listed: Sequence[str]) -> str:
        """Return a list in a sentence."""
        return ("\u3001" if self.language == "zh" else ", ").join(listed)

    def semicolons(self, listed: Sequence[str]) -> str:
        """Return clauses in a sentence."""
        return ("\uff1b" if self.language == "zh" else "; ").join(listed)


def _amount(number: Decimal | None) -> str:
    return text(number) if number is not None else ""


def _unit(told: Told, suspect: Suspect, language: str) -> str:
    unit = unit_name(told.system.cells[suspect.cells[0]].operand.unit, language)
    return unit if language == "zh" or not unit or unit == "%" else f" {unit}"


def _numbers(told: Told, suspect: Suspect, language: str) -> Mapping[str, str]:
    return {
        "printed": _amount(suspect.printed), "needed": _amount(suspect.needed),
        "unit": _unit(told, suspect, language),
    }  # fmt: skip


def _join(sentences: Sequence[str], language: str) -> str:
    kept = [s for s in dict.fromkeys(sentences) if s]
    return ("" if language == "zh" else " ").join(_capital(s) for s in kept)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
