"""Conditional formats of a sheet: what a rule changes of a cell so that a reader sees other text.

A rule counts where it sets a number format, a colour of text or ground, or strikes out, or where
it shows a bar or an icon in the place of the value. Colours, bold type and borders alone change
nothing that is read, but a rule may stop those below it. Rules that cannot be worked out make the
cell not known, where they would change what it shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from openpyxl.formatting.rule import Rule
from openpyxl.utils import range_boundaries

from finalaccounts.extract.formulas import Formula
from finalaccounts.extract.functions import Unknown, Value, Wrong, compared, known

# Evaluations in one sheet, and cells of a range that is compared as a whole.
_MOST, _LARGEST = 300_000, 20_000
_OPERATORS = {
    "equal": "=",
    "notEqual": "<>",
    "lessThan": "<",
    "lessThanOrEqual": "<=",
    "greaterThan": ">",
    "greaterThanOrEqual": ">=",
}
# Left, top, right, bottom, from 1.
Area = tuple[int, int, int, int]


@dataclass(slots=True)
class Shown:
    """What the rules make of one cell. ``changes`` are looks of which it is not known whether
    they apply."""

    number_format: str | None = None
    font: Any = None
    fill: Any = None
    strike: bool | None = None
    covered: bool = False
    changes: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class _Rule:
    rule: Rule
    areas: list[Area]
    formulas: list[Formula | None]
    # Compares with constants: what it says of one value it says of all cells that hold it.
    fixed: bool = False

    @property
    def look(self) -> Any:
        return self.rule.dxf

    def in_row(self, row: int) -> tuple[_Rule, list[tuple[int, int]]] | None:
        """Return the rule with the columns in which it holds for a row, None for none."""
        columns = {(a, c) for a, b, c, d in self.areas if b <= row <= d}
        return (self, sorted(columns)) if columns else None


def _matters(rule: Rule) -> bool:
    """True for a rule that can change what is read, or stop one that does."""
    bare = rule.dataBar or rule.iconSet
    if bare is not None:
        return bare.showValue is False
    look = rule.dxf
    return rule.stopIfTrue or (
        look is not None
        and bool(
            look.numFmt
            or look.fill
            or (look.font and (look.font.color is not None or look.font.strike))
        )
    )


def _formula(text: str) -> Formula | None:
    try:
        return Formula(text)
    except Exception:  # openpyxl's tokenizer raises what it likes for broken formulas
        return None


def areas(ranges: str) -> list[Area]:
    """Return the ranges of a list; whole rows and columns end where sheets do."""
    found = []
    for one in ranges.split():
        try:
            left, top, right, bottom = range_boundaries(one)
        except ValueError:
            continue
        found.append((left or 1, top or 1, right or 16384, bottom or 1048576))
    return found


def _joined(rules: list[_Rule]) -> list[_Rule]:
    """Return the rules, those that follow one another and say the same as one: copying rows in a
    spreadsheet makes hundreds of them."""
    found: list[_Rule] = []
    for one in rules:
        one.fixed = one.rule.type == "cellIs" and all(
            f is not None and f.fixed for f in one.formulas
        )
        last = found[-1] if found else None
        if last is not None and one.fixed and last.fixed and _alike(last.rule, one.rule):
            last.areas.extend(area for area in one.areas if area not in last.areas)
        else:
            found.append(one)
    return found


def _alike(one: Rule, other: Rule) -> bool:
    names = ("operator", "formula", "stopIfTrue", "dxf")
    return all(getattr(one, name) == getattr(other, name) for name in names)


class Conditions:
    """The rules of one sheet in their order; ``more`` are those that openpyxl does not read."""

    def __init__(self, sheet: Any, book: Any, more: Iterable[tuple[str, Rule]] = ()) -> None:
        given = [
            (str(part.sqref), rule) for part in sheet.conditional_formatting for rule in part.rules
        ]
        self._rules = [
            _Rule(rule, where, [_formula(text) for text in rule.formula])
            for ranges, rule in (*given, *more)
            if _matters(rule) and (where := areas(ranges))
        ]
        self._rules.sort(key=lambda one: one.rule.priority or 0)
        self._rules = _joined(self._rules)
        self._sheet, self._book = sheet, book
        self._done = 0
        self._counts: dict[int, Mapping[Any, int]] = {}
        self._same: dict[Any, bool] = {}
        self._in_row: tuple[int, list[tuple[_Rule, list[tuple[int, int]]]]] = 0, []

    def of(self, cell: Any) -> Shown | None:
        """Return what the rules make of a cell; None where there is none for it."""
        shown: Shown | None = None
        if self._in_row[0] != cell.row:
            here = [part for one in self._rules if (part := one.in_row(cell.row)) is not None]
            self._in_row = cell.row, here
        for one, columns in self._in_row[1]:
            if not any(first <= cell.column <= last for first, last in columns):
                continue
            shown = shown or Shown()
            try:
                applies = self._applies(one, cell)
            except Unknown:
                if one.look not in shown.changes:
                    shown.changes.append(one.look)
                continue
            except Wrong:
                continue
            if not applies:
                continue
            _add(shown, one)
            if one.rule.stopIfTrue:
                break
        return shown

    def _value(self, name: str, row: int, column: int) -> Value:
        sheet = self._sheet
        if name:
            if name not in self._book.sheetnames:
                raise Unknown
            sheet = self._book[name]
        found = sheet._cells.get((row, column))
        return None if found is None else known(found.value)

    def _applies(self, one: _Rule, cell: Any) -> bool:
        """Return whether a rule applies; one that compares with constants is asked once a value."""
        if not one.fixed:
            return self._asked(one, cell)
        key = id(one), type(cell.value), cell.value
        if key not in self._same:
            self._same[key] = self._asked(one, cell)
        return self._same[key]

    def _asked(self, one: _Rule, cell: Any) -> bool:
        self._done += 1
        if self._done > _MOST:
            raise Unknown
        rule = one.rule
        if rule.dataBar is not None or rule.iconSet is not None:
            return isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
        if rule.type in ("duplicateValues", "uniqueValues"):
            return self._repeated(one, cell) == (rule.type == "duplicateValues")
        results = []
        down = cell.row - min(area[1] for area in one.areas)
        right = cell.column - min(area[0] for area in one.areas)
        for formula in one.formulas:
            if formula is None:
                raise Unknown
            results.append(formula.value(self._value, down, right))
        if rule.type == "cellIs":
            return _compared(known(cell.value), rule.operator or "", results)
        if rule.type in _BY_FORMULA and len(results) == 1:
            if isinstance(results[0], str):
                return False
            return bool(results[0])
        raise Unknown

    def _repeated(self, one: _Rule, cell: Any) -> bool:
        key = id(one)
        if key not in self._counts:
            places = set(_places(one.areas, self._sheet))
            values = (self._sheet._cells[at].value for at in places if at in self._sheet._cells)
            self._counts[key] = Counter(_folded(v) for v in values if v is not None)
        return self._counts[key][_folded(cell.value)] > 1


# Kinds whose formula says when they apply.
_BY_FORMULA = (
    *("expression", "containsText", "notContainsText", "beginsWith", "endsWith"),
    *("containsBlanks", "notContainsBlanks", "containsErrors", "notContainsErrors"),
)


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _places(areas: list[Area], sheet: Any) -> Iterator[tuple[int, int]]:
    count = 0
    for left, top, right, bottom in areas:
        for row in range(top, min(bottom, sheet.max_row) + 1):
            for column in range(left, min(right, sheet.max_column) + 1):
                count += 1
                if count > _LARGEST:
                    raise Unknown
                yield row, column


def _compared(value: Value, operator: str, bounds: list[Value]) -> bool:
    if operator in _OPERATORS and len(bounds) == 1:
        return compared(value, _OPERATORS[operator], bounds[0])
    if operator in ("between", "notBetween") and len(bounds) == 2:
        low, high = sorted(bounds, key=lambda v: v if isinstance(v, Decimal) else Decimal(0))
        inside = compared(value, ">=", low) and compared(value, "<=", high)
        return inside == (operator == "between")
    raise Unknown


def _add(shown: Shown, one: _Rule) -> None:
    """Add what one rule sets; what a rule above it has set stays."""
    if one.rule.dataBar is not None or one.rule.iconSet is not None:
        shown.covered = True
        return
    look = one.look
    if look is None:
        return
    if look.numFmt is not None and shown.number_format is None:
        shown.number_format = look.numFmt.formatCode
    if look.font is not None:
        if shown.font is None:
            shown.font = look.font.color
        if shown.strike is None and look.font.strike is not None:
            shown.strike = bool(look.font.strike)
    if shown.fill is None and look.fill is not None:
        shown.fill = look.fill
