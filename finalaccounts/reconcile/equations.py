"""From the rules as data to equations at the places of one report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from finalaccounts.reconcile import conditions
from finalaccounts.reconcile.applied import Operand
from finalaccounts.reconcile.linear import Equation, Side
from finalaccounts.reconcile.view import View
from finalaccounts.reference.rules import Across, Equal, Rollup, Rule, words


def equations(view: View, rule: Rule) -> Iterator[Equation]:
    """Yield the equations of a declared rule, one per place."""
    for equal in rule.equal:
        yield from _equal(view, equal)
    for across in rule.across:
        yield from _across(view, across)
    for rollup in rule.rollup:
        yield from _rollup(view, rollup)


# ---------------------------------------------------------------- sides


def _join(sides: list[Side]) -> Side:
    if len(sides) == 1 and not sides[0].maybe:
        return sides[0]
    terms = tuple(t for s in sides for t in s.terms)
    maybe = tuple(dict.fromkeys(m for s in sides for m in s.maybe if m not in terms))
    return Side(terms, maybe, any(s.missing for s in sides))


def _cell(view: View, table: str, line: str, column: str) -> Side:
    """Return what is printed at a place: a number or certain blank, or what may stand there."""
    known = view.cells.get((table, line, column))
    if known is None:
        known = view.cells[table, line, column] = _look(view, table, line, column)
    return known


def _look(view: View, table: str, line: str, column: str) -> Side:
    maybe = tuple(o for o in view.ambiguous(table, line) if column in o.candidates)
    operand = view.figure(table, line, column)
    if operand is None and not maybe:
        operand = view.declared_empty(table)
    if operand is None:
        return Side((), maybe, not maybe)
    return Side((operand,), (*maybe, *view.others(table, line, column)))


def _term(view: View, term: str) -> Side:
    """Return the side of one term (see ``Equal``)."""
    for choice in term.split("|"):
        loose = choice.startswith("?")
        found = _join([_cells(view, key) for key in choice.lstrip("?").split("+")])
        if not found.nothing:
            break
    else:
        return _join([_cells(view, key) for key in term.split("|")[0].split("+")])
    return Side((), (*found.terms, *found.maybe)) if loose else found


def _cells(view: View, key: str) -> Side:
    table, line, column = key.split(".")
    if "*" not in line and "#" not in line:
        return _cell(view, table, line, column)
    # A line that says "of which" may repeat what stands in another, as an unknown line may.
    lines = view.lines(table, line)
    parts = [name for name in lines if not view.label(table, name).startswith(words().of_which)]
    found = [_cell(view, table, name, column) for name in parts]
    doubtful = [*(n for n in lines if n not in parts), *view.lines(table, "other:*")]
    unknown = [_cell(view, table, name, column) for name in doubtful]
    loose = tuple(t for s in unknown for t in (*s.terms, *s.maybe) if t.amount)
    joined = _join(found) if found else Side(missing=True)
    return replace(joined, maybe=(*joined.maybe, *loose), missing=not found)


# ---------------------------------------------------------------- kinds


def _equal(view: View, equal: Equal) -> Iterator[Equation]:
    if not conditions.holds(view, equal.only_if):
        return
    first = equal.left[0].split(".")[0]
    title = view.tables[first].title if first in view.tables else ""
    if equal.titled and not any(word in title for word in equal.titled):
        return
    sources = {t.split(".")[0] for t in (equal.left[0], equal.right[0])}
    unread = tuple(o for table in sorted(sources) for o in _homeless(view, table))
    for line in _over(view, equal.over):
        for column in equal.columns or ("",):
            fill = {"line": line, "column": column}
            place = equal.place.format(**fill)
            left = _join([_term(view, t.format(**fill)) for t in equal.left])
            right = _join([_term(view, t.format(**fill)) for t in equal.right])
            group = place.rsplit(".", 1)[0] if line and column else ""
            yield Equation(
                place, left, right, group, equal.relation, equal.threshold, equal.optional,
                equal.blanks, unread,
            )  # fmt: skip


def _homeless(view: View, table: str) -> list[Operand]:
    """Return the numbers of a table that have no place, or stand on a line that is not known."""
    cells = [
        _cell(view, table, line, column)
        for line in view.lines(table, "other:*")
        for column in view.columns(table)
    ]
    return [*view.unread(table), *(t for c in cells for t in c.terms if t.amount)]


def _over(view: View, over: str) -> list[str]:
    if not over:
        return [""]
    tables, patterns = over.split(":")
    found: dict[str, None] = {}
    for pattern in patterns.split(","):
        for table in tables.split("+"):
            found.update(dict.fromkeys(view.lines(table, pattern)))
    return list(found)


def _across(view: View, across: Across) -> Iterator[Equation]:
    unread = tuple(view.unread(across.table))
    if across.total not in view.columns(across.table):
        return
    for pattern in across.lines:
        for line in view.lines(across.table, pattern):
            left = _cell(view, across.table, line, across.total)
            cells = [_cell(view, across.table, line, column) for column in across.parts]
            right = _join(cells)
            # What can only stand in one of the parts belongs to their sum wherever it stands.
            certain = tuple(o for o in right.maybe if set(o.candidates) <= set(across.parts))
            right = Side(
                (*right.terms, *_placed(certain)),
                tuple(o for o in right.maybe if o not in certain),
                all(c.missing for c in cells),
            )
            if left.nothing and right.nothing:
                continue
            printed = {
                c for c in view.columns(across.table) if _number(view, across.table, line, c)
            }
            beside = printed - {across.total, *across.parts}
            whole_row = not beside and not right.maybe
            if set(across.parts) <= set(view.columns(across.table)):
                beside = {c for c in beside if c.startswith("other:")}
            # A part printed under heads of its own, or under one that is not known.
            further = [_cell(view, across.table, line, column) for column in sorted(beside)]
            open_ = [o for o in view.ambiguous(across.table, line) if o.amount]
            known = {o.id for o in (*right.terms, *right.maybe)}
            lost = (
                *unread,
                *(t for c in further for t in c.terms if t.amount),
                *(o for o in open_ if o.id not in known and across.total not in o.candidates),
            )
            yield Equation(f"{across.table}.{line}", left, right, unread=lost, whole_row=whole_row)


def _number(view: View, table: str, line: str, column: str) -> bool:
    operand = view.figure(table, line, column)
    return operand is not None and operand.amount is not None


def _placed(operands: tuple[Operand, ...]) -> tuple[Operand, ...]:
    return tuple(replace(o, state="printed") for o in operands)


def _rollup(view: View, rollup: Rollup) -> Iterator[Equation]:
    codes = [line for line in view.lines(rollup.table) if line.isdigit()]
    unknown = view.lines(rollup.table, "other:*")
    children: dict[str, list[str]] = {}
    known = set(codes)
    for code in codes:
        above = next((code[:n] for n in range(len(code) - 1, 2, -1) if code[:n] in known), "")
        children.setdefault(above, []).append(code)
    unread = tuple(view.unread(rollup.table))
    for digits in rollup.parents:
        parents = [c for c in codes if len(c) == digits] if digits else [""]
        for parent in parents:
            below = children.get(parent, [])
            if not below:
                continue
            line = parent or rollup.top
            for column in rollup.columns or view.columns(rollup.table):
                left = _cell(view, rollup.table, line, column)
                right = _join([_cell(view, rollup.table, c, column) for c in below])
                if right.nothing and left.nothing:
                    continue
                loose = [_cell(view, rollup.table, u, column) for u in unknown]
                extra = tuple(t for s in loose for t in (*s.terms, *s.maybe) if t.amount)
                missing = all(_cell(view, rollup.table, c, column).missing for c in below)
                right = Side(right.terms, (*right.maybe, *extra), missing)
                yield Equation(
                    f"{rollup.table}.{line}.{column}", left, right, f"{rollup.table}.{line}",
                    unread=unread,
                )  # fmt: skip
