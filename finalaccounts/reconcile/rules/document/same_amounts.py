"""One quantity in several places of a report: units, "none", body against annexes (D01)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from finalaccounts.amounts import decimals, half_unit, parse
from finalaccounts.model import Statement
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, Applied, Operand
from finalaccounts.reconcile.kinds.stated import money, printed_at
from finalaccounts.reconcile.prose import RunningText, running_text
from finalaccounts.reconcile.registry import rule
from finalaccounts.reconcile.rules.forms.copied import targets_of_people
from finalaccounts.reconcile.rules.forms.indicators import named_counts
from finalaccounts.reconcile.rules.narrative.three_public import key_of, level_at
from finalaccounts.reconcile.tolerance import ZERO, judge_same
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import Again, checks, pattern
from finalaccounts.reference.rules import Rule

NEAR = 12  # lines within which a form or a paragraph speaks of one amount
LONG = 5  # digits that do not meet by chance in one report

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


# ---------------------------------------------------------------- units


@rule("D01.R02")
def units(view: View, rule: Rule) -> Iterator[Applied]:
    """A sum in yuan whose digits stand elsewhere in ten thousand yuan has lost its unit word.

    Only sums with decimals and three digits or more are told; rates per head or day are not sums.
    """
    prose = running_text(view)
    if not any(prose.flat.values()):
        yield compare.not_evaluable(rule, "report")
        return
    by_spot = {(prose.spot(s).source, prose.spot(s).start): s for s in prose.statements}
    large = [s for s in prose.statements if _ten_thousand(view, s.unit) and s.amount]
    # A cell of a table with a unit behind its number was not read: it states nothing.
    unread = {(u.source, u.source_line) for u in view.report.unread}
    found = False
    for source, flat in prose.flat.items():
        for hit in pattern("yuan").finditer(flat):
            number = hit["number"]
            if len(number.replace(".", "").lstrip("0")) < 3:
                continue
            if pattern("yuan_rate").search(flat[max(0, hit.start() - 14) : hit.start()]) or pattern("yuan_rate").match(flat[hit.end() : hit.end() + 4]):  # fmt: skip
                continue
            statement = by_spot.get((source, hit.start("number")))
            line = prose.line(source, hit.start("number"))
            if statement is None and (source, line) in unread:
                continue
            quote = _clause(flat, hit.start(), hit.end())
            said = view.stated(statement) if statement else Operand(f"{source}:{line}", None, ZERO, ZERO, "", source, line, quote)  # fmt: skip
            twin, sure = _twin(view, prose, source, line, number, statement, large)
            if twin is None:
                continue
            found = True
            place = said.id if statement else f"L{line}"
            yield compare.told(
                rule, place, FAIL, (said, twin), severity="" if sure else "warning",
                printed=hit.group(), expected=f"{number}{checks().ten_thousand}", message="unit",
                words={"quote": quote},
            )  # fmt: skip
    if not found:
        yield compare.told(rule, "report", PASS, ())


def _clause(flat: str, start: int, end: int, reach: int = 24) -> str:
    """Return the words up to a number from the last mark of punctuation on."""
    head = re.split("[\uff0c\u3002\uff1b\uff1a,;:]", flat[max(0, start - reach) : start])[-1]
    return head + flat[start:end]


def _ten_thousand(view: View, unit: str) -> bool:
    return view.units.factor(unit) == 10000


def _twin(view: View, prose: RunningText, source: str, line: int, number: str, statement: Statement | None, large: list[Statement]) -> tuple[Operand | None, bool]:  # fmt: skip
    """Return the same digits in ten thousand yuan, and whether they speak of the same quantity."""
    flat = prose.flat[source]
    near = (prose.offset(source, max(1, line - NEAR)), prose.offset(source, line + NEAR + 1))
    wide = re.compile(pattern("same_magnitude").pattern.replace("NUMBER", re.escape(number)))
    section = statement.section if statement else ""
    if statement is not None:
        names = checks().related.get(f"{section}.{statement.item}", [])
        names = [*names, *(f for q in checks().quantity if (q.section, q.item) == (section, statement.item) for f in q.figures)]  # fmt: skip
        known = printed_at(view, names)
        if known is not None and known.counts and str(known.amount) == number:
            # A table in yuan that prints the same sum agrees with the sentence.
            return (known, True) if _ten_thousand(view, known.unit) else (None, False)
    for s in large:
        if str(s.amount) == number and statement is not None and (s.section == section or s.item == statement.item):  # fmt: skip
            return view.stated(s), True
    hit = wide.search(flat, *near)
    if hit:
        at = prose.line(source, hit.start())
        return Operand(f"{source}:{at}", None, ZERO, ZERO, "", source, at, hit.group()), True
    # The same digits far away: only a long number is no coincidence.
    sure = len(number.replace(".", "")) >= LONG
    for figure in view.report.figures:
        if str(figure.amount) == number and _ten_thousand(view, figure.unit):
            return view.operand(figure), sure
    for s in large:
        if str(s.amount) == number:
            return view.stated(s), sure
    return None, False


# ---------------------------------------------------------------- body against annexes


@rule("D01.R07")
def again(view: View, rule: Rule) -> Iterator[Applied]:
    """What the body states of the whole department, annexes and forms state alike."""
    prose = running_text(view)
    yield from _as_last_year(view, rule, prose)
    yield from named_counts(view, rule)
    yield from targets_of_people(view, rule)
    groups: dict[tuple[str, int], str] = {}
    for quantity in checks().again:
        body = _body(prose, quantity)
        if body is None:
            continue
        if quantity.indicator:
            yield from _indicators(view, rule, quantity, body)
        for s in (s for key in checks().annex_sections for s in view.narrative.section(key)):
            if s.item not in quantity.items:
                continue
            if _same_quantity(view, prose, quantity, body, s):
                left, right = view.common(view.stated(body), view.stated(s))
                # Parts of one total told in one sentence differ for one cause.
                sentence = (s.source, prose.spot(s).start - len(prose.head(s)))
                group = groups.setdefault(sentence, s.statement_id) if quantity.within else ""
                more = {"severity": "warning", "type": "scope"} if quantity.loose else {}
                yield compare.same(rule, s.statement_id, right, left, message="again", group=group, words=_both(body, right, left), **more)  # fmt: skip

            elif quantity.within:
                yield compare.not_evaluable(rule, s.statement_id, (view.stated(s),))


def _indicators(view: View, rule: Rule, quantity: Again, body: Statement) -> Iterator[Applied]:
    """An indicator of the department's own form may be named exactly as the body's quantity."""
    whole = {e.evaluation_id for e in view.report.evaluations if e.kind == "department"}
    for row in view.report.indicators:
        if row.evaluation_id not in whole or not re.search(quantity.indicator, row.level3):
            continue
        amount = parse(row.actual)
        unit = row.target_unit
        if amount is None or view.units.factor(unit) is None:
            continue
        half = half_unit(decimals(amount))
        form = Operand(f"{row.indicator_id}.actual", amount, half, half, unit, row.source, row.source_line, row.level3)  # fmt: skip
        left, right = view.common(view.stated(body), form)
        yield compare.same(rule, row.indicator_id, right, left, message="again", severity="warning", type="scope", words=_both(body, right, left))  # fmt: skip


def _as_last_year(view: View, rule: Rule, prose: RunningText) -> Iterator[Applied]:
    """The body calls a part as last year's where an annex tells by how much it changed."""
    told = {(key_of(s), s.item == "yoy_rate") for s in view.narrative.section("three_public")}
    for key in checks().annex_sections:
        for s in view.narrative.section(key):
            part = key_of(s) if s.item == "yoy_rate" else ""
            if not part or (part, False) not in told or (part, True) in told:
                continue
            level = level_at(prose, part)
            said = view.stated(s)
            if level is not None and s.amount:
                name = level.subject or level.label
                words = _both(level, said, said) | {
                    "body": checks().direction["flat"]["zh"],
                    "label": name,
                    "subject": name,
                }
                yield compare.told(rule, s.statement_id, FAIL, (said, view.stated(level)), severity="warning", type="scope", printed=f"{s.amount}%", expected=words["body"], message="again", words=words)  # fmt: skip


def _both(body: Statement, annex: Operand, own: Operand) -> dict[str, str]:
    label = body.label if body.subject in body.label else body.subject + body.label
    return {
        "label": label,
        "subject": label,
        "body": f"{own.amount}{own.unit}",
        "annex": f"{annex.amount}{annex.unit}",
    }


def _body(prose: RunningText, quantity: Again) -> Statement | None:
    for name in quantity.body:
        section, item = name.split(".")
        for s in prose.view.narrative.section(section):
            if s.item == item and not s.code and (not quantity.key or key_of(s) == quantity.key):
                return s
    return None


def _same_quantity(
    view: View, prose: RunningText, quantity: Again, body: Statement, s: Statement
) -> bool:
    """True when an annex speaks provably of the body's quantity.

    Either it splits the same total (the whole before it equals the body's whole), or it names the
    same part of the three-public expenses, in the same year and unit.
    """
    if view.units.factor(body.unit) != view.units.factor(s.unit) or s.approx:
        return False
    told = {int(y) for y in _YEAR.findall(prose.head(s))}
    if told and view.report.meta.fiscal_year not in told:
        return False  # the sentence speaks of another year
    if quantity.key:
        key = key_of(s) or checks().three_public_key(prose.head(s))
        return key == quantity.key and s.direction == body.direction
    for item in quantity.within:
        whole = next((w for w in view.narrative.section(body.section) if w.item == item), None)
        whole = whole or next(
            (w for w in view.narrative.section("expenditure") if w.item == item), None
        )
        near = next((w for w in view.narrative.earlier(s) if money(view, w) and w.item not in quantity.items and not w.item.startswith(("basic", "project"))), None)  # fmt: skip
        if whole is None or near is None or near.item != item or view.narrative.apart(near, s):
            return False
        if judge_same(*view.common(view.stated(whole), view.stated(near))).outcome != PASS:
            return False
    return True
