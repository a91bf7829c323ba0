"""Rules on the text of the whole report: years, blanks, kind of document, numbering (D01)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from finalaccounts.model import Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, Applied, Operand
from finalaccounts.reconcile.prose import RunningText, running_text
from finalaccounts.reconcile.registry import rule
from finalaccounts.reconcile.tolerance import ZERO
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import Named, checks, pattern
from finalaccounts.reference.rules import Rule, words

COVER = 40  # lines with text in which a report tells what it is
LONGEST = 24  # characters of a heading that are told
UNDER = 9  # lines under a title that still belong to its head


def line_of(source: str, number: int, label: str) -> Operand:
    """Return a line of the report as what a check is about; it holds no number."""
    return Operand(f"{source}:{number}", None, ZERO, ZERO, "", source, number, label)


def _heading(text: str) -> str:
    """Return the heading that a line begins with: up to its first mark, or shortened with a mark."""
    head = re.split("[\uff1a:\u3002\uff0c\uff1b;]", text, maxsplit=1)[0].strip()
    return head if len(head) <= LONGEST else f"{head[: LONGEST - 1]}\u2026"


def told(
    rule: Rule, operand: Operand, outcome: str, printed: str, expected: str, **words: str
) -> Applied:
    """Return a check of words, at their line: what is printed and what is expected."""
    place = f"L{operand.line}" if ":" in operand.id else operand.id
    return compare.told(rule, place, outcome, (operand,), printed=printed, expected=expected, words=words)  # fmt: skip


def inside(view: View) -> list[tuple[str, int, int]]:
    """Return the lines of tables and forms: their cells are no headings and no prose."""
    tables = [(t.source, t.first_line, t.last_line) for t in view.report.tables if t.first_line and t.last_line > t.first_line]  # fmt: skip
    forms = [(e.source, e.first_line, e.last_line) for e in view.report.evaluations]
    return tables + forms


# ---------------------------------------------------------------- years


@rule("D01.R01")
def years(view: View, rule: Rule) -> Iterator[Applied]:
    """Titles name the fiscal year; comparisons of the narrative name the year before."""
    year = view.report.meta.fiscal_year
    prose = running_text(view)
    if year is None or not any(prose.flat.values()):
        yield compare.not_evaluable(rule, "report")
        return
    for document in view.report.documents:
        for number, text in enumerate(prose.lines[document.source], 1):
            hit = pattern("year_title").match(text.lstrip("\uff08(").rstrip("\uff09)")) if "20" in text else None  # fmt: skip
            if hit and (hit["year"] or _under_title(view, document.source, number)):
                said = int(hit["year"] or hit["year2"])
                operand = line_of(document.source, number, text[:40])
                yield told(rule, operand, PASS if said == year else FAIL, str(said), str(year))
        yield from _compared(view, rule, prose, document.source, year)
        yield from _year_ends(view, rule, prose, document.source, year)


def _under_title(view: View, source: str, line: int) -> bool:
    """True for the lines right under the title of a table or form (a bare year is its year)."""
    starts = [(t.source, t.first_line) for t in view.report.tables if t.last_line > t.first_line]
    starts += [(e.source, e.first_line) for e in view.report.evaluations]
    return any(s == source and 0 <= line - first <= UNDER for s, first in starts)


def _compared(
    view: View, rule: Rule, prose: RunningText, source: str, year: int
) -> Iterator[Applied]:
    """The narrative sections only: elsewhere many other years are rightly named."""
    flat = prose.flat[source]
    spots = [
        prose.spot(s)
        for key in checks().main_sections
        for s in view.narrative.section(key)
        if s.source == source
    ]
    if not spots:
        return
    start, end = min(s.start for s in spots), max(s.end for s in spots)
    spans = _main_spans(prose, source, start, checks().main_sections)
    for name, wanted in (("years_compared", year - 1), ("year_of_subject", year)):
        for hit in pattern(name).finditer(flat, max(0, start - 200), end):
            if not any(a <= hit.start() <= b for a, b in spans):
                continue
            said = int(hit["year"])
            operand = line_of(source, prose.line(source, hit.start("year")), hit.group())
            # A comparison inside the year is one with the budget; last year's amount may be told
            # beside this year's.
            fine = said in (wanted, year) or (
                name == "year_of_subject" and str(year) in _around(flat, hit.start())
            )
            yield told(rule, operand, PASS if fine else FAIL, str(said), str(wanted))


def _year_ends(
    view: View, rule: Rule, prose: RunningText, source: str, year: int
) -> Iterator[Applied]:
    """What is counted at the end of a year, or in it, is counted in the report's year.

    An earlier year is right where the same is also told of the report's year.
    """
    counted: list[tuple[Statement, Operand | None, int]] = []
    for s in view.report.statements:
        here = s.section in checks().year_end_sections and s.source == source and not s.direction
        if not here or view.units.factor(s.unit) is not None or s.unit in words().percent:
            continue
        head = prose.head(s)
        wanted = "year_counted" if s.section in checks().three_public_sections else "year_end"
        hit = next(reversed([*pattern(wanted).finditer(head)]), None)
        operand, said = None, int(s.year) if s.year.isdigit() else year
        if hit is not None:
            said = int(next(g for g in hit.groups() if g))
            at = prose.spot(s).start - len(head) + hit.start(hit.lastgroup or 0)
            operand = line_of(source, prose.line(source, at), hit.group().rstrip("\uff0c,"))
        counted.append((s, operand, said))
    now = {(s.section, s.item) for s, _, said in counted if said == year}
    seen = set()
    for s, operand, said in counted:
        if operand is None or operand.id in seen:
            continue
        seen.add(operand.id)
        fine = said == year or (said < year and (s.section, s.item) in now)
        yield told(rule, operand, PASS if fine else FAIL, str(said), str(year))


def _around(flat: str, at: int) -> str:
    """Return the sentence at an offset with the one before and the one after it."""
    ends = [m.end() for m in pattern("sentence_end").finditer(flat, max(0, at - 600), at)]
    after = [m.end() for m in pattern("sentence_end").finditer(flat, at, at + 600)]
    return flat[ends[-2] if len(ends) > 1 else max(0, at - 600) : after[1] if len(after) > 1 else at + 600]  # fmt: skip


def _main_spans(
    prose: RunningText, source: str, start: int, main: Sequence[str]
) -> list[tuple[int, int]]:
    """Return the stretches of running text that hold the ``main`` sections (with their headings)."""
    spans: list[tuple[int, int]] = []
    last = start
    for s in prose.statements:
        if s.source != source:
            continue
        spot = prose.spot(s)
        if s.section in main:
            spans.append((max(last, spot.start - 250), spot.end + 100))
        last = spot.end
    return spans


# ---------------------------------------------------------------- kind of document


@rule("D01.R04")
def document_word(view: View, rule: Rule) -> Iterator[Applied]:
    """Final accounts do not call themselves a budget on their cover."""
    if not any(running_text(view).flat.values()):
        yield compare.not_evaluable(rule, "report")
        return
    for document in view.report.documents[:1]:
        listed = running_text(view).lines[document.source]
        lines = [(number, text) for number, text in enumerate(listed, 1) if text][:COVER]
        odd = [(number, text) for number, text in lines if pattern("document_word").match(text)]
        for number, text in odd:
            told_so = told(
                rule, line_of(document.source, number, text), FAIL, text, checks().document_kind
            )
            yield replace(told_so, message="document_kind")
        if not odd:
            yield compare.told(rule, "report", PASS, ())


# ---------------------------------------------------------------- numbering


def number_of(text: str) -> int:
    """Return the value of a Chinese ordinal below 100, or of digits."""
    if text.isdigit():
        return int(text)
    digits = checks().numerals  # one to nine, then ten
    ten = digits[9]
    if ten in text:
        tens, _, ones = text.partition(ten)
        return (digits.find(tens) + 1 if tens else 1) * 10 + (digits.find(ones) + 1 if ones else 0)
    return digits.find(text) + 1


def han_of(value: int) -> str:
    """Return the Chinese ordinal of 1-99."""
    digits = checks().numerals
    tens, ones = divmod(value, 10)
    head = "" if not tens else digits[9] if tens == 1 else digits[tens - 1] + digits[9]
    return head + (digits[ones - 1] if ones else "")


def _ordinal(named: Named, text: str) -> int | None:
    hit = named.pattern.match(text)
    return number_of(next(g for g in hit.groups() if g)) if hit else None


@cache
def _numbered() -> re.Pattern[str]:
    """Return what matches a line of any level, and an empty one never."""
    levels = [re.sub(r"\(\?P<\w+>", "(?:", named.words) for named in checks().ordinal]
    return re.compile("|".join(levels))


@rule("D01.R05")
def numbering(view: View, rule: Rule) -> Iterator[Applied]:
    """Headings and list entries run on without a gap.

    A level starts anew under each heading above it. A number is only missing when it is not
    printed anywhere between its neighbours, also not in the middle of a line.
    """
    prose = running_text(view)
    if not any(prose.flat.values()):
        yield compare.not_evaluable(rule, "report")
        return
    closed_lines = inside(view)
    levels = checks().ordinal
    for document in view.report.documents:
        last: dict[str, tuple[int, int]] = {}
        runs = 0
        closed = {
            n for src, a, b in closed_lines if src == document.source for n in range(a + 1, b + 1)
        }
        for at, text in enumerate(prose.lines[document.source], 1):
            if at in closed or not _numbered().match(text):
                continue
            for depth, named in enumerate(levels):
                value = _ordinal(named, text)
                if value is None:
                    continue
                before = last.get(named.key)
                last[named.key] = (value, at)
                for lower in levels[depth + 1 :]:
                    last.pop(lower.key, None)
                if before is not None and before[0] < value:
                    runs += 1
                    if before[0] + 1 < value <= before[0] + 5:
                        yield from _gap(
                            rule, prose, document.source, named, before, (value, at), text
                        )
                break
        if runs:
            yield compare.told(rule, document.source, PASS, ())


def _loose(mark: str, number: str) -> str:
    """Return what finds a mark with another number, whatever point stands after it."""
    wanted = re.sub(rf"[0-9{checks().numerals}]+", number, mark)
    loose = "".join("[.\uff0e\u3001]" if c in ".\uff0e\u3001" else re.escape(c) for c in wanted)
    alone = rf"(?<![0-9.{checks().numerals}]){loose}"
    return rf"{alone}(?![0-9])|{alone}(?=20[0-9]{{2}})"


def _gap(rule: Rule, prose: RunningText, source: str, named: Named, before: tuple[int, int], after: tuple[int, int], text: str) -> Iterator[Applied]:  # fmt: skip
    start, end = prose.offset(source, before[1]), prose.offset(source, after[1])
    between = prose.flat[source][start + 1 : end]
    missing = before[0] + 1
    # The same mark with the missing number, anywhere between the two: then nothing is missing.
    mark = text[: named.pattern.match(text).end()]  # type: ignore[union-attr]
    han = any(digit in mark for digit in checks().numerals)
    if re.search(_loose(mark, han_of(missing) if han else str(missing)), between):
        return
    # A line of digits may be numbered in Chinese numerals by mistake: then nothing is missing.
    strange = None if han else re.compile(_loose(mark, han_of(missing)))
    for line in range(before[1] + 1, after[1]) if strange else ():
        if strange.match(prose.lines[source][line - 1]):  # type: ignore[union-attr]
            return
    first = Operand(f"{source}:{before[1]}", None, ZERO, ZERO, "", source, before[1], text[:30])
    second = line_of(source, after[1], text[:30])
    yield compare.told(rule, f"L{after[1]}", FAIL, (second, first), printed=str(after[0]), expected=str(missing), words={"subject": _heading(text), "before": str(before[0])}, message="numbering_gap")  # fmt: skip
