"""Names of codes and listed items in the narrative, against the report's own tables (N05.R07, N06.R02)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from weakref import WeakKeyDictionary

from pydantic import Field

from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, Applied, Operand
from finalaccounts.reconcile.prose import running_text, squeeze
from finalaccounts.reconcile.registry import rule
from finalaccounts.reconcile.view import View
from finalaccounts.reference import Strict, load_csv
from finalaccounts.reference.checks import checks, pattern
from finalaccounts.reference.rules import Rule

GENERAL = ("general_expenditure", "expenditure", "revenue")
BASIC = "basic_expenditure"
_BRACKETS = str.maketrans("()", "\uff08\uff09")


class FunctionRow(Strict):
    """A row of functional.csv; rows known only from memory (``recall``) are never used to judge."""

    code: str
    name: str
    level: str
    parent: str
    valid_from: str
    valid_to: str
    source: str
    name_en: str
    note: str = Field(default="")

    @property
    def seen(self) -> bool:
        """True when the name was seen printed, not only recalled."""
        return not self.source.startswith("recall")


@cache
def functions() -> tuple[FunctionRow, ...]:
    """Return the rows of functional.csv."""
    return load_csv("functional.csv", FunctionRow)


def bare(name: str) -> str:
    """Return a name for comparison: no white space and quotes, no closing word of expenditure."""
    text = squeeze(name).translate(_BRACKETS)
    text = pattern("name_noise").sub("", text)
    return pattern("expenditure_suffix").sub("", text)


_CLASSES: WeakKeyDictionary[View, dict[str, str]] = WeakKeyDictionary()


def class_codes(view: View) -> dict[str, str]:
    """Return bare class name -> 3-digit code: the report's own labels first, then functional.csv."""
    known = _CLASSES.get(view)
    if known is None:
        known = {bare(r.name): r.code for r in functions() if len(r.code) == 3}
        for table in (*GENERAL, "summary", "appropriation_summary"):
            known |= {bare(_unnumbered(view.label(table, c))): c for c in view.lines(table, "###")}
        known.pop("", None)
        _CLASSES[view] = known
    return known


@cache
def section_names() -> frozenset[str]:
    """Return the bare names of the sections (5 digits) that no item (7 digits) bears as well."""
    named = {n: {bare(r.name) for r in functions() if len(r.code) == n} for n in (5, 7)}
    return frozenset(named[5] - named[7])


def _unnumbered(label: str) -> str:
    text = squeeze(label)
    for named in checks().ordinal:
        hit = named.pattern.match(text)
        if hit:
            return text[hit.end() :]
    return text


@dataclass(frozen=True, slots=True)
class Path:
    """Class, section and item as one sentence of the text names them, and where."""

    source: str
    start: int
    end: int
    names: tuple[str, str, str]


_PATHS: WeakKeyDictionary[View, list[Path]] = WeakKeyDictionary()


def paths(view: View) -> list[Path]:
    """Return the named paths class-section-item in the section on the general budget."""
    known = _PATHS.get(view)
    if known is not None:
        return known
    prose = running_text(view)
    section = view.narrative.section("general_expenditure")
    found: list[Path] = []
    for source in dict.fromkeys(s.source for s in section):
        spots = [prose.spot(s) for s in section if s.source == source]
        first, last = min(s.start for s in spots), max(s.end for s in spots)
        for hit in pattern("item_path").finditer(
            prose.flat.get(source, ""), max(0, first - 200), last
        ):
            names = (hit["class"], hit["section"], hit["item"])
            found.append(Path(source, hit.start(), hit.end(), names))
    return _PATHS.setdefault(view, found)


def _label(view: View, code: str) -> str:
    for table in GENERAL:
        label = squeeze(view.label(table, code))
        if label:
            return label
    return ""


@rule("N05.R07")
def names(view: View, rule: Rule) -> Iterator[Applied]:
    """Names in the text are those of the report's own table, or of the year's classification.

    The official name is taken from the table of the same report: what the department prints
    there for the same code. Recalled rows of functional.csv judge nothing.
    """
    prose = running_text(view)
    finals = [
        s for s in view.narrative.section("general_expenditure") if s.item in checks().final_items
    ]
    for number, path in enumerate(paths(view), 1):
        after = [
            s
            for s in finals
            if s.source == path.source and 0 <= prose.spot(s).start - path.end < 90
        ]
        place = f"general_expenditure.name.{after[0].code if after and after[0].code else number}"
        code = after[0].code if after else ""
        if not code and after:
            # The name is known to no table: the amount may tell the code, when only one item has it.
            have = [
                c
                for c in view.lines("general_expenditure", "#######")
                if (f := view.figure("general_expenditure", c, "total"))
                and f.amount == after[0].amount
            ]
            code = have[0] if len(have) == 1 else ""
        wanted = [_label(view, code[:n]) for n in (3, 5, 7)] if code else []
        words = prose.words(path.source, path.start, path.end)
        if len(code) != 7 or not all(wanted):
            yield compare.not_evaluable(rule, place, (words,))
            continue
        odd = [(said, name) for said, name in zip(path.names, wanted, strict=True) if bare(said) != bare(name)]  # fmt: skip
        if not odd:
            yield compare.told(rule, place, PASS, (words,))
            continue
        said = "\u3001".join(s for s, _ in odd)
        name = "\u3001".join(n for _, n in odd)
        figure = view.figure("general_expenditure", code, "total")
        operands = (words, *((figure,) if figure else ()))
        other = _of_another(view, path, code)
        if other:
            # The amount is that of the code: it stands under a name that is another code's.
            sure = figure is not None and figure.amount == view.stated(after[0]).amount
            yield compare.told(
                rule, place, FAIL, operands, printed=path.names[other // 2 - 1],
                expected=wanted[other // 2 - 1], message="other_class", type="name_amount",
                severity="error" if sure else "warning",
                words={"code": code, "subject": path.names[2], "level": checks().levels[other // 2 - 1]},
            )  # fmt: skip
            continue
        yield compare.told(rule, place, FAIL, operands, printed=said, expected=name, message="name", words={"code": code, "subject": path.names[2]})  # fmt: skip


def _of_another(view: View, path: Path, code: str) -> int:
    """Return 3 or 5 where class or section of a path are named as those of another code, else 0."""
    sections = {
        bare(view.label(table, c)): c for table in reversed(GENERAL) for c in view.lines(table, "#####")
    }  # fmt: skip
    for said, known, digits in zip(path.names, (class_codes(view), sections), (3, 5), strict=False):
        named = known.get(bare(said), "")
        if named and named != code[:digits]:
            return digits
    return 0


# ---------------------------------------------------------------- "mainly includes"


def _amounts(view: View) -> dict[str, tuple[str, Operand | None]]:
    return {
        bare(view.label(BASIC, code)): (code, view.figure(BASIC, code, "final"))
        for code in view.lines(BASIC, "#####")
    }


@rule("N06.R02")
def listed(view: View, rule: Rule) -> Iterator[Applied]:
    """What the text lists under personnel and operating costs has an amount, and nothing is left out."""
    prose = running_text(view)
    known = _amounts(view)
    for item, groups in (
        ("personnel_total", ("301", "303")),
        ("operating_total", ("302", "307", "310", "312", "399")),
    ):
        for s in view.statements("basic_expenditure", item)[:1]:
            place = s.statement_id
            spot = prose.spot(s)
            flat = prose.flat.get(spot.source, "")
            head = pattern("listing").search(flat, spot.end, spot.end + 30)
            if head is None:
                yield compare.not_applicable(rule, place)
                continue
            if view.state(BASIC) != "with_figures" or not known:
                yield compare.not_evaluable(rule, place, (view.stated(s),))
                continue
            stop = pattern("listing_end").search(flat, head.end(), head.end() + 900)
            text = flat[head.end() : stop.start() if stop else head.end() + 900]
            yield _listing(view, rule, place, s.label, prose.words(spot.source, head.start(), head.end() + len(text)), text, known, groups)  # fmt: skip


def _listing(view: View, rule: Rule, place: str, subject: str, words: Operand, text: str, known: dict[str, tuple[str, Operand | None]], groups: tuple[str, ...]) -> Applied:  # fmt: skip
    if any(view.ambiguous(BASIC, code) for code, _ in known.values()):
        return compare.not_evaluable(rule, place, (words,))
    open_end = bool(pattern("and_so_on").search(text))
    group = {n: f for n, (code, f) in known.items() if code[:3] in groups}
    said = _pieces(pattern("and_so_on").sub("", text), set(group))
    paid = {n for n, f in group.items() if f is not None and f.counts and f.amount}
    odd = [n for n in said if n not in paid and not any(n in k for k in paid)]
    left_out = [] if open_end else [n for n in group if n in paid and n not in said]
    if not odd and not left_out:
        return compare.told(rule, place, PASS, (words,))
    operands = [words, *_where(view, words, text, odd)]
    operands += [f for n in (*odd, *left_out) if (f := group.get(n)) is not None]
    missing = "\u3001".join(known_label(view, known[n][0]) for n in left_out)
    listed = "\u3001".join(odd)
    return compare.told(
        rule, place, FAIL, operands, printed=listed, expected=missing, message="listing" if listed and missing else "listed_only" if listed else "not_listed",
        words={"listed": listed, "missing": missing, "subject": subject},
    )  # fmt: skip


def _where(view: View, words: Operand, text: str, names: list[str]) -> list[Operand]:
    """Return the words of a list that are odd, each on the line where it stands."""
    prose = running_text(view)
    start = prose.flat[words.source].find(text, prose.offset(words.source, words.line))
    hits = [(start + text.find(n), n) for n in names if start >= 0 and n in text]
    return [prose.words(words.source, at, at + len(n)) for at, n in hits]


def _pieces(text: str, known: set[str]) -> list[str]:
    """Return the names of a list; a word like "and" parts two names only where both are known."""
    out: list[str] = []
    for piece in pattern("listing_split").split(text):
        halves = [bare(h) for h in pattern("listing_and").split(piece)]
        whole = bare(piece)
        out += halves if whole not in known and all(h in known for h in halves) else [whole]
    return [n for n in out if n]


def known_label(view: View, code: str) -> str:
    """Return the printed name of an economic code."""
    return squeeze(view.label(BASIC, code))
