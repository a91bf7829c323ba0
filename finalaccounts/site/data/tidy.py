"""Tables for people: amounts in yuan that add up to what the report prints, and nothing twice.

Made from the evidence tables. A row is a leaf: an amount with nothing printed below
it. What a printed total holds beyond its leaves is a row of its own (``unlisted``), so that a sum
over a report is always the printed total; where the leaves exceed the total, that row is negative
and says so by its sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from finalaccounts.model import Report, Statement
from finalaccounts.reference.rules import units
from finalaccounts.site.data.levels import TOTAL, Place, certain, in_yuan, places
from finalaccounts.summary import entity_id
from finalaccounts.text import bare

UNLISTED = "unlisted"
FINAL = "final"
LEAD = (
    ("report_id", "text", "The report."),
    ("entity_id", "text", "The entity that reports."),
    ("entity", "text", "Its name as printed."),
    ("division", "text", "Six-digit code of its region."),
    ("fiscal_year", "integer", "Fiscal year of the accounts."),
)
_AMOUNT = ("amount_yuan", "decimal", "The amount in yuan, exactly.")
_PLACE = (
    ("source_id", "text", "Id of the figure, statement or form it is read from."),
    ("source_line", "integer", "Line it is printed on."),
)
COLUMNS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "spending": (
        *LEAD,
        ("function_class", "text", "Functional classification: code of the class."),
        ("function_section", "text", "Code of the section; empty where a class is the leaf."),
        ("function_item", "text", "Code of the item; empty where a section is the leaf."),
        ("function_name", "text", "Name as printed, white space removed."),
        ("economic_code", "text", "Economic classification; empty: reports do not print both."),
        ("spending_type", "text", "basic, project, ...; empty where the parts are not printed."),
        ("phase", "text", "initial, adjusted or final; this table holds final amounts only."),
        _AMOUNT,
        ("kind", "text", "leaf, or unlisted: printed in the total and in no leaf."),
        *_PLACE,
    ),
    "revenue": (
        *LEAD,
        ("revenue_source", "text", "Key of the line of income."),
        ("revenue_name", "text", "Name as printed, white space removed."),
        _AMOUNT,
        ("kind", "text", "leaf, or unlisted: printed in the total and in no leaf."),
        *_PLACE,
    ),
    "three_public": (
        *LEAD,
        ("phase", "text", "budget or final: never add the two."),
        ("item", "text", "abroad, vehicle_purchase, vehicle_operation, hospitality, ..."),
        _AMOUNT,
        ("kind", "text", "leaf, or unlisted: printed in the total and in no leaf."),
        *_PLACE,
    ),
    "staff": (
        *LEAD,
        ("item", "text", "Key of what is counted."),
        ("subject", "text", "Whom the number speaks of, as printed."),
        ("persons", "integer", "Number of persons."),
        *_PLACE,
    ),
    "projects": (
        *LEAD,
        ("project", "text", "Name of the project."),
        ("initial_yuan", "decimal", "Budget at the start of the year, in yuan."),
        ("adjusted_yuan", "decimal", "Budget of the full year, in yuan."),
        ("executed_yuan", "decimal", "Executed, in yuan."),
        ("score", "text", "Total score as printed."),
        *_PLACE,
    ),
}
_THREE = ("abroad", "vehicle_purchase", "vehicle_operation", "hospitality")
_CODE = re.compile("[0-9]+")
_STAFF = ("staff_",)  # how the keys of numbers of staff begin


def tables(report: Report) -> dict[str, tuple[tuple[Any, ...], ...]]:
    """Return the rows of every tidy table of one report, in the order of ``COLUMNS``."""
    figures = _cells(report)
    made = {
        "spending": _spending(report, figures),
        "revenue": _revenue(report, figures),
        "three_public": _three_public(figures),
        "staff": list(_staff(report)),
        "projects": list(_projects(report)),
    }
    meta = report.meta
    lead = (meta.report_id, entity_id(meta), meta.entity, meta.division, meta.fiscal_year)
    return {
        name: tuple(
            (*lead, *(row.get(column) for column, _, _ in COLUMNS[name][len(LEAD) :]))
            for row in rows
        )
        for name, rows in made.items()
    }


class Cell(NamedTuple):
    """A certain amount of money of a table, with its place, in yuan."""

    table: str
    line: str
    column: str
    name: str
    level: str
    parent: str
    leaf: str
    adds_to: str
    yuan: Decimal
    id: str
    source_line: int


def _cells(report: Report) -> list[Cell]:
    at = places(report)
    found = []
    for f in report.figures:
        yuan = in_yuan(f.amount, f.unit) if certain(f) and "~" not in f.figure_id else None
        if yuan is not None:
            place: Place = at[f.figure_id]
            what = (f.table, f.line, f.column, bare(f.line_label))
            found.append(Cell(*what, *place, yuan, f.figure_id, f.source_line))
    return found


def _one(cells: list[Cell], table: str, line: str, column: str) -> Cell | None:
    place = (table, line, column)
    return next((c for c in cells if (c.table, c.line, c.column) == place), None)


def _stated(report: Report, *items: str) -> Statement | None:
    """Return what the text states of the year's total, where no table prints it."""
    for item in items:
        for s in report.statements:
            whole = not s.code and s.amount is not None and units().factor(s.unit) is not None
            own = s.year in ("", str(report.meta.fiscal_year)) and s.stage in ("", FINAL)
            if s.item == item and whole and own:
                return s
    return None


def _rest(
    leaves: list[dict[str, Any]], total: Decimal, source_id: str, line: int, **more: Any
) -> Iterator[dict[str, Any]]:
    """Yield the row of what a printed total holds beyond its leaves."""
    rest = total - sum((row["amount_yuan"] for row in leaves), Decimal(0))
    if rest:
        yield {
            **more,
            "amount_yuan": rest,
            "kind": UNLISTED,
            "source_id": source_id,
            "source_line": line,
        }


def _spending(report: Report, cells: list[Cell]) -> list[dict[str, Any]]:
    for table, column in (
        ("expenditure", TOTAL),
        ("general_expenditure", TOTAL),
        ("summary", FINAL),
    ):
        whole = _one(cells, table, "expenditure_total" if table == "summary" else TOTAL, column)
        if whole is None or (table == "general_expenditure" and _more_than_general(cells)):
            continue
        own = [c for c in cells if c.table == table and _CODE.fullmatch(c.line)]
        rows = [row for leaf in own if leaf.column == column for row in _split(own, leaf)]
        return [*rows, *_rest(rows, whole.yuan, whole.id, whole.source_line, phase=FINAL)]
    said = _stated(report, "expenditure_total", "expenditure_grand_total")
    if said is None:
        return []
    total = in_yuan(said.amount, said.unit) or Decimal(0)
    return list(_rest([], total, said.statement_id, said.source_line, phase=FINAL))


def _more_than_general(cells: list[Cell]) -> bool:
    """Tell whether the report prints another total beside that of the general budget."""
    return _one(cells, "summary", "expenditure_total", FINAL) is not None


def _split(own: list[Cell], leaf: Cell) -> Iterator[dict[str, Any]]:
    """Yield a leaf by its printed parts (basic, project, ...) where they make up its amount."""
    if leaf.leaf != "yes" or not leaf.yuan:
        return
    line = leaf.line
    codes = {f"function_{name}": line[:digits] for name, digits in _cuts(line)}
    lead = {**codes, "function_name": leaf.name, "phase": FINAL, "kind": "leaf"}
    here = [c for c in own if c.line == line]
    parts = [c for c in here if c.adds_to == leaf.column and c.yuan]
    if not parts or sum((c.yuan for c in parts), Decimal(0)) != leaf.yuan:
        parts = [c for c in here if c.column == leaf.column]
    for part in parts:
        yield {
            **lead,
            "spending_type": "" if part.column == leaf.column else part.column,
            "amount_yuan": part.yuan,
            "source_id": part.id,
            "source_line": part.source_line,
        }


def _cuts(code: str) -> list[tuple[str, int]]:
    from finalaccounts.equations import LEVELS

    return [(name, digits) for digits, name in LEVELS.items() if digits <= len(code)]


def _revenue(report: Report, cells: list[Cell]) -> list[dict[str, Any]]:
    whole = _one(cells, "summary", "revenue_total", FINAL)
    if whole is not None:
        rows = [
            _leaf(c, revenue_source=c.line)
            for c in cells
            if (c.table, c.column, c.parent) == ("summary", FINAL, "revenue_total") and c.yuan
        ]
        return [*rows, *_rest(rows, whole.yuan, whole.id, whole.source_line)]
    whole = _one(cells, "revenue", TOTAL, TOTAL)
    if whole is not None:
        rows = [
            _leaf(c, revenue_source=c.column)
            for c in cells
            if (c.table, c.line, c.adds_to) == ("revenue", TOTAL, TOTAL) and c.yuan
        ]
        return [*rows, *_rest(rows, whole.yuan, whole.id, whole.source_line)]
    said = _stated(report, "revenue_total", "revenue_grand_total")
    if said is None:
        return []
    total = in_yuan(said.amount, said.unit) or Decimal(0)
    return list(_rest([], total, said.statement_id, said.source_line))


def _leaf(leaf: Cell, **more: Any) -> dict[str, Any]:
    return {
        **more,
        "revenue_name": leaf.name,
        "amount_yuan": leaf.yuan,
        "kind": "leaf",
        "source_id": leaf.id,
        "source_line": leaf.source_line,
    }


def _three_public(cells: list[Cell]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for phase in ("budget", FINAL):
        rows = [
            {**_leaf(c), "phase": phase, "item": c.column}
            for c in cells
            if (c.table, c.line) == ("three_public", phase) and c.column in _THREE
        ]
        whole = _one(cells, "three_public", phase, TOTAL)
        made += rows
        if whole is not None:
            made += _rest(rows, whole.yuan, whole.id, whole.source_line, phase=phase)
    return made


def _staff(report: Report) -> Iterator[dict[str, Any]]:
    for s in report.statements:
        persons = units().persons(s.unit)
        own = s.year in ("", str(report.meta.fiscal_year))
        if s.item.startswith(_STAFF) and s.amount is not None and persons and own:
            yield {
                "item": s.item,
                "subject": s.subject,
                "persons": int(s.amount * persons),
                "source_id": s.statement_id,
                "source_line": s.source_line,
            }


def _projects(report: Report) -> Iterator[dict[str, Any]]:
    for form in report.evaluations:
        if form.kind == "project":
            yield {
                "project": form.project_name,
                "initial_yuan": in_yuan(form.initial_budget, form.unit),
                "adjusted_yuan": in_yuan(form.full_year_budget, form.unit),
                "executed_yuan": in_yuan(form.executed, form.unit),
                "score": form.total_score,
                "source_id": form.evaluation_id,
                "source_line": form.first_line,
            }
