"""Small tables inside the narrative: rows of cells, or words followed by bare numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from finalaccounts.normalize.narrative.context import Named
from finalaccounts.normalize.narrative.flow import TextBlock
from finalaccounts.normalize.narrative.quantities import NUMBER, Quantity, numbers, unit_at
from finalaccounts.normalize.narrative.stated import Draft
from finalaccounts.reference.narrative import RowColumn, sections, statements
from finalaccounts.text import bare

_CLOSE_ENOUGH = Decimal(1)
_BRACKET = re.compile("\uff08([^\uff08\uff09]+)\uff09")


@dataclass(frozen=True, slots=True)
class RowHead:
    """A column: what it holds, the words of its head, the unit it gives, the year it is of."""

    item: str
    label: str
    kind: str
    unit: str
    change: bool
    year: int = 0


def heads(text: str, fiscal_year: int | None) -> list[RowHead]:
    """Return the columns named in a folded text, in the order of their words."""
    found: dict[int, tuple[int, RowHead]] = {}
    for column in statements().columns:
        for match in column.pattern.finditer(text):
            if any(s <= match.start() < e for s, (e, _) in found.items()):
                continue
            found[match.start()] = match.end(), _head(column, match, text, fiscal_year)
    return [found[at][1] for at in sorted(found)]


def _head(column: RowColumn, match: re.Match[str], text: str, fiscal_year: int | None) -> RowHead:
    year = match.groupdict().get("year")
    own = bool(year and fiscal_year and int(year) == fiscal_year)
    item = column.year_item if own else column.item
    apart = 0 if own or not column.year_item else -1
    if year and fiscal_year and int(year) < fiscal_year:
        apart = int(year) - fiscal_year
    bracket = _BRACKET.match(text, match.end())
    unit = column.unit
    if bracket and (printed := unit_at(bracket[1], 0)):
        unit = printed[0]
    return RowHead(item, match.group(), column.kind, unit, column.change, apart)


def read_row(
    block: TextBlock, columns: list[RowHead], section: str, unit: str, fiscal_year: int | None
) -> tuple[list[Draft], list[Quantity]]:
    """Return the statements of a row without cells, and its numbers that are no quantity.

    ``unit`` is that of the amounts told of before the table. Numbers whose column is not certain
    are stated as other; without a unit they are left to the ledger.
    """
    found = [n for n in numbers(block.text, fiscal_year) if n.reason]
    taken = {n.start for n in found}
    tokens = [m for m in NUMBER.finditer(block.text) if m.start() not in taken]
    values = [_value(block.text, m) for m in tokens]
    label = block.text[: min((n.start for n in values), default=0)].rstrip("-\u2212\uff0d ")
    placed = _place(values, columns)
    drafts = []
    for number, head in zip(values, placed, strict=True):
        printed = number.unit or ((head.unit or unit) if head else "")
        if not printed:
            continue
        way = ""
        if head and head.change:
            way = "decrease" if number.negative else "increase" if number.amount else "flat"
        named = Named(head.item if head else "other", head.label if head else label, label, "", way)
        year = head.year if head else 0
        drafts.append(Draft(named, replace(number, unit=printed), block.raw, block, section, year))
    return drafts, found


def _value(text: str, match: re.Match[str]) -> Quantity:
    start, end = match.span()
    amount = Decimal(match.group().replace(",", ""))
    sign = text[start - 1 : start] in tuple("-\u2212\uff0d")
    printed = unit_at(text, end)
    unit, kind, stop = (printed[0], printed[1], printed[3]) if printed else (None, "", end)
    return Quantity(start, end, stop, amount, unit, kind, negative=sign)


def _place(values: list[Quantity], columns: list[RowHead]) -> list[RowHead | None]:
    """Return the column of every value, None where more than one way fits."""
    fitting = [
        way
        for way in combinations(columns, len(values))
        if all((n.unit == "%") == (h.kind == "percent") for n, h in zip(values, way, strict=True))
        and all(h.change or not n.negative for n, h in zip(values, way, strict=True))
        and _agrees(values, way)
    ]
    return list(fitting[0]) if len(fitting) == 1 else [None] * len(values)


def _agrees(values: list[Quantity], way: tuple[RowHead, ...]) -> bool:
    """A change agrees with this year's and last year's amount; a missing amount counts as 0."""
    rate = next((n for n, h in zip(values, way, strict=True) if h.change), None)
    if rate is None:
        return True
    of = {h.item: n.amount for n, h in zip(values, way, strict=True)}
    before, now = of.get("prior_final", Decimal(0)), of.get("final", Decimal(0))
    if not before:
        return False
    stated = -rate.amount if rate.negative else rate.amount
    # Small printed amounts give coarse rates: half of the last place of either amount is allowed.
    slack = Decimal("0.005") / before * 200 + _CLOSE_ENOUGH
    return abs((now - before) / before * 100 - stated) <= slack


def read_cells(
    block: TextBlock, head: list[str], section: str, fiscal_year: int | None
) -> tuple[list[Draft], list[Quantity]]:
    """Return the statements of a row of cells under ``head``, and its numbers that are none."""
    line = block.document.lines[block.first - 1]
    cells = line.text.split("\t")
    drafts: list[Draft] = []
    other: list[Quantity] = []
    label = next((c for c in cells if c.strip() and not NUMBER.fullmatch(c.strip())), "")
    label = bare(label)
    at, column = 0, 0
    for i, (_, col) in enumerate(block.at):
        while col >= at + len(cells[column]) + 1:
            at += len(cells[column]) + 1
            column += 1
        title = head[column] if column < len(head) else ""
        if i and _cell(block, i - 1, cells) == column:
            continue
        end = next(
            (j for j in range(i, len(block.at)) if _cell(block, j, cells) != column), len(block.at)
        )
        for n in numbers(block.text[i:end], fiscal_year):
            number = replace(n, start=n.start + i, end=n.end + i, stop=n.stop + i)
            if sections().headings.row_head.match(title):
                other.append(replace(number, reason="row_number"))
            elif number.reason:
                other.append(number)
            elif named := _cell_item(title, number, label, fiscal_year):
                quote = " ".join(line.text.split())
                year = next((h.year for h in heads(title, fiscal_year)), 0)
                drafts.append(Draft(named[0], named[1], quote, block, section, year))
    return drafts, other


def _cell(block: TextBlock, index: int, cells: list[str]) -> int:
    col, at = block.at[index][1], 0
    for number, cell in enumerate(cells):
        at += len(cell) + 1
        if col < at:
            return number
    return len(cells) - 1


def _cell_item(
    title: str, number: Quantity, label: str, fiscal_year: int | None
) -> tuple[Named, Quantity] | None:
    columns = heads(title, fiscal_year)
    unit = number.unit or (columns[0].unit if columns else "")
    bracket = _BRACKET.search(title)
    if not unit and bracket and (printed := unit_at(bracket[1], 0)):
        unit = printed[0]
    if not unit:
        return None
    item = columns[0].item if columns else "other"
    return Named(item, title or label, label), replace(number, unit=unit)
