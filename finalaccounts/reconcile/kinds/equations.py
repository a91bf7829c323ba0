"""From what must hold (``finalaccounts.equations``) to equations at the places of one report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from finalaccounts import equations as what
from finalaccounts.reconcile import conditions
from finalaccounts.reconcile.applied import FAIL, Operand
from finalaccounts.reconcile.kinds.linear import Equation, Side
from finalaccounts.reconcile.kinds.lost import is_numberless, numberless, wholes_above
from finalaccounts.reconcile.tolerance import judge_terms
from finalaccounts.reconcile.view import View
from finalaccounts.reference.rules import Rule, words

UNKNOWN = "other:*"  # lines that nobody knows


def equations(view: View, rule: Rule) -> Iterator[Equation]:
    """Yield the equations of a rule, one per place: sums inside the tables, then relations."""
    for sums in what.every_sum():
        for across in sums.across:
            if across.rule == rule.id:
                yield from _across(view, across)
        for balance in sums.balances:
            if balance.rule == rule.id:
                yield from _balance(view, balance, bool(sums.across))
        for lines in sums.lines:
            if lines.rule == rule.id:
                yield from _lines(view, lines)
        for down in sums.down:
            if down.rule == rule.id:
                yield from _down(view, down)
    for relation in what.under(rule.id):
        yield from _relation(view, relation)


# ---------------------------------------------------------------- sides


def _join(sides: Sequence[Side]) -> Side:
    if len(sides) == 1 and not sides[0].maybe:
        return sides[0]
    terms = tuple(t for s in sides for t in s.terms)
    maybe = tuple(dict.fromkeys(m for s in sides for m in s.maybe if m not in terms))
    unread = tuple(u for s in sides for u in s.unread)
    return Side(terms, maybe, any(s.missing for s in sides), unread, any(s.lost for s in sides))


def _cell(view: View, table: str, line: str, column: str) -> Side:
    """Return what is printed at a place: a number or certain blank, or what may stand there."""
    known = view.cells.get((table, line, column))
    if known is None:
        known = view.cells[table, line, column] = _look(view, table, line, column)
    return known


def _look(view: View, table: str, line: str, column: str) -> Side:
    maybe = tuple(o for o in view.ambiguous(table, line) if column in o.candidates)
    operand = view.figure(table, line, column)
    unread = view.unreadable(table, line, column)
    if operand is None and not maybe and not unread:
        operand = view.declared_empty(table)
    if operand is None:
        return Side((), maybe, not maybe, unread, is_numberless(view, table, line))
    return Side((operand,), (*maybe, *view.others(table, line, column)), unread=unread)


def _part(view: View, table: str, line: str, part: what.Part) -> Side:
    """Return a part of a row's sum: its column, the first printed choice, or what is below it."""
    found = [_cell(view, table, line, column) for column in (part.column, *part.choices)]
    if part.below:
        found.append(_join([_part(view, table, line, below) for below in part.below]))
    return next((side for side in found if side.unread or not side.nothing), found[0])


def _term(view: View, term: str) -> Side:
    """Return the side of one term (see ``Relation``)."""
    for choice in term.split("|"):
        loose = choice.startswith("?")
        found = _join([_cells(view, key) for key in choice.lstrip("?").split("+")])
        if found.unread or not found.nothing:
            break
    else:
        return _join([_cells(view, key) for key in term.split("|")[0].split("+")])
    return Side((), (*found.terms, *found.maybe), unread=found.unread) if loose else found


def _cells(view: View, key: str) -> Side:
    table, line, column = key.split(".")
    if "*" not in line and "#" not in line:
        return _cell(view, table, line, column)
    found = _several(view, table, view.lines(table, line), column, unknown=True)
    return replace(found, lost=True) if numberless(view, table, line) else found


def _several(view: View, table: str, lines: Sequence[str], column: str, unknown: bool) -> Side:
    """Return the sum of lines. One that says "of which" may repeat what stands in another; with
    ``unknown``, so may one that nobody knows be a line more."""
    parts = [name for name in lines if not view.label(table, name).startswith(words().of_which)]
    found = [_cell(view, table, name, column) for name in parts]
    doubtful = [n for n in lines if n not in parts]
    doubtful += view.lines(table, UNKNOWN) if unknown else []
    loose = [_cell(view, table, name, column) for name in doubtful]
    more = tuple(t for s in loose for t in (*s.terms, *s.maybe) if t.amount)
    joined = _join(found) if found else Side(missing=True)
    unread = tuple(u for s in (joined, *loose) for u in s.unread)
    return replace(joined, maybe=(*joined.maybe, *more), missing=not found, unread=unread)


def _homeless(view: View, table: str) -> list[Operand]:
    """Return the numbers of a table that have no place, or stand on a line that is not known."""
    cells = [
        _cell(view, table, line, column)
        for line in view.lines(table, UNKNOWN)
        for column in view.columns(table)
    ]
    return [*view.unread(table), *(t for c in cells for t in c.terms if t.amount)]


def _strange(view: View, table: str, line: str) -> tuple[Operand, ...]:
    """Return the numbers of a line under heads that nobody knows: what they are is not known, so
    neither is whether the line's total counts them."""
    unknown = [c for c in view.columns(table) if not what.kind(table, c, line)]
    found = [view.figure(table, line, column) for column in unknown]
    unread = view.unreadable(table, line, *unknown)
    return (*(o for o in found if o is not None and o.amount), *unread)


# ---------------------------------------------------------------- sums inside a table


def _across(view: View, across: what.Across) -> Iterator[Equation]:
    table, columns = across.table, view.columns(across.table)
    names = {p.column for p in across.parts}
    if across.whole not in columns or any(name in columns for name in across.before):
        return
    if not across.alone and not any(n in columns for p in across.parts for n in p.names()):
        return
    unread = tuple(view.unread(table))
    lines = {ln: None for pattern in across.lines for ln in view.lines(table, pattern)}
    for line in lines:
        if what.kind(table, across.whole, line) != "money":
            continue
        left = _cell(view, table, line, across.whole)
        cells = [_part(view, table, line, part) for part in across.parts if not part.doubtful]
        right = _join(cells)
        # What can only stand in one of the parts belongs to their sum wherever it stands.
        certain = tuple(o for o in right.maybe if set(o.candidates) <= names)
        right = Side(
            (*right.terms, *(replace(o, state="printed") for o in certain)),
            tuple(o for o in right.maybe if o not in certain),
            all(c.missing for c in cells),
            right.unread,
        )
        right = _doubtful(view, across, line, left, right)
        if left.nothing and right.nothing and not (left.unread or right.unread):
            continue
        figures = ((c, view.figure(table, line, c)) for c in columns)
        printed = {c for c, o in figures if o is not None and o.amount is not None}
        open_ = [o for o in view.ambiguous(table, line) if o.amount]
        known = {o.id for o in (*right.terms, *right.maybe)}
        lost = (
            *unread,
            *(o for o in open_ if o.id not in known and across.whole not in o.candidates),
        )
        place = f"{table}.{line}" if across.main else f"{table}.{line}.{across.whole}"
        yield Equation(
            place, left, right, unread=lost, blocked=_strange(view, table, line),
            whole_row=printed <= across.columns and not right.maybe,
        )  # fmt: skip


def _doubtful(view: View, across: what.Across, line: str, left: Side, right: Side) -> Side:
    """Add the parts of which it is not known whether the whole counts them, where it does."""
    parts = [_part(view, across.table, line, p) for p in across.parts if p.doubtful]
    more = tuple(t for side in parts for t in side.terms if t.amount)
    if not more:
        return right
    whole = [t for t in left.terms if t.amount is not None]
    own = [t for t in right.terms if t.amount is not None]
    if own and judge_terms(whole, own).outcome != FAIL:
        return right
    return replace(right, terms=(*right.terms, *more), missing=False)


def _balance(view: View, balance: what.Balance, suffixed: bool) -> Iterator[Equation]:
    table, columns = balance.table, view.columns(balance.table)
    sides = (balance.left, balance.right)
    # The forms that print expenditure only have one of these columns.
    if sum(any(n in columns for n in p.names()) for side in sides for p in side) < 2:
        return
    unread = tuple(_homeless(view, table))
    for line in view.lines(table):
        left, right = (_join([_part(view, table, line, part) for part in side]) for side in sides)
        dark = left.unread or right.unread
        if line.startswith(UNKNOWN[:-1]) or (left.nothing and right.nothing and not dark):
            continue
        names = (table, line, "balance" * suffixed, balance.name)
        yield Equation(
            ".".join(name for name in names if name), left, right, optional=True, unread=unread,
            blocked=_strange(view, table, line),
        )  # fmt: skip


def _lines(view: View, lines: what.Lines) -> Iterator[Equation]:
    table = lines.table
    unread = tuple(_homeless(view, table))
    parts = [p for p in lines.parts if p != what.CLASSES and p in view.lines(table)]
    parts += view.lines(table, what.CLASSES) if what.CLASSES in lines.parts else []
    lost = any(numberless(view, table, p) for p in lines.parts)
    for column in view.columns(table):
        if not what.adds_up(table, column):
            continue
        left = _cell(view, table, lines.whole, column)
        right = replace(_several(view, table, parts, column, lines.open), lost=lost)
        if left.nothing and right.nothing and not (left.unread or right.unread):
            continue
        line = f"{table}.{lines.whole}"
        place = line if column == "final" else f"{line}.{column}"
        yield Equation(place, left, right, line, optional=True, unread=unread)


def _down(view: View, down: what.Down) -> Iterator[Equation]:
    table = down.table
    codes = [line for line in view.lines(table) if line.isdigit()]
    unknown = view.lines(table, UNKNOWN)
    children: dict[str, list[str]] = {}
    known = set(codes)
    for code in codes:
        above = next((code[:n] for n in range(len(code) - 1, 2, -1) if code[:n] in known), "")
        children.setdefault(above, []).append(code)
    lost = wholes_above(numberless(view, table), known)
    unread = tuple(view.unread(table))
    for parent in [c for c in codes if len(c) == down.digits] if down.digits else [""]:
        below = children.get(parent, [])
        if not below:
            continue
        for column in view.columns(table):
            if not what.adds_up(table, column):
                continue
            line, at = (parent, column) if parent else what.total_of(table, column)
            left = _cell(view, table, line, at)
            right = _join([_cell(view, table, c, column) for c in below])
            if right.nothing and left.nothing and not (right.unread or left.unread):
                continue
            loose = [_cell(view, table, u, column) for u in unknown]
            extra = tuple(t for s in loose for t in (*s.terms, *s.maybe) if t.amount)
            missing = all(_cell(view, table, c, column).missing for c in below)
            dark = (*right.unread, *(u for s in loose for u in s.unread))
            right = Side(right.terms, (*right.maybe, *extra), missing, dark, parent in lost)
            yield Equation(f"{table}.{line}.{at}", left, right, f"{table}.{line}", unread=unread)


# ---------------------------------------------------------------- relations between places


def _relation(view: View, relation: what.Relation) -> Iterator[Equation]:
    if not conditions.holds(view, relation.only_if):
        return
    first = relation.left[0].split(".")[0]
    title = view.tables[first].title if first in view.tables else ""
    if relation.titled and not any(word in title for word in relation.titled):
        return
    sources = {t.split(".")[0].lstrip("?") for t in (relation.left[0], relation.right[0])}
    unread = tuple(o for table in sorted(sources) for o in _homeless(view, table))
    for line in _over(view, relation.over):
        for column in relation.columns or ("",):
            fill = {"line": line, "column": column}
            if not _equal(view, [t.format(**fill) for t in relation.if_equal]):
                continue
            place = relation.place.format(**fill)
            left = _join([_term(view, t.format(**fill)) for t in relation.left])
            right = _join([_term(view, t.format(**fill)) for t in relation.right])
            group = place.rsplit(".", 1)[0] if line and column else ""
            yield Equation(
                place, left, right, group, relation.relation, relation.threshold,
                relation.optional, relation.blanks, unread,
            )  # fmt: skip


def _equal(view: View, places: Sequence[str]) -> bool:
    """True when each of the places prints one number, and all the same one."""
    sides = [_cell(view, *place.split(".")) for place in places]
    amounts = {t.amount for side in sides for t in side.terms}
    certain = all(len(side.terms) == 1 and not side.maybe for side in sides)
    return not places or (certain and len(amounts) == 1 and None not in amounts)


def _over(view: View, over: str) -> list[str]:
    if not over:
        return [""]
    tables, patterns = over.split(":")
    found: dict[str, None] = {}
    for pattern in patterns.split(","):
        for table in tables.split("+"):
            found.update(dict.fromkeys(view.lines(table, pattern)))
    return list(found)
