"""Tables for people: each cell formatted once, for HTML and for Markdown alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from finalaccounts import equations
from finalaccounts.model import Figure, Report, Table
from finalaccounts.render import links, shown
from finalaccounts.render.languages import glosses, title
from finalaccounts.render.rows import Cell, Grid, Row, Side
from finalaccounts.render.words import Words
from finalaccounts.text import bare

_INCOME = ("income_", "revenue_", "opening_", "surplus_used")
_TOTALS = ("total", "revenue_total", "expenditure_total", "revenue_grand_total")
_HEAVY = frozenset({*_TOTALS, "expenditure_grand_total", "personnel_total", "operating_total"})
FEW_DIFFERENCES = 3  # cells by which a table may differ from an earlier one it is not shown beside
Address = Callable[[str, int], str]


@dataclass(frozen=True, slots=True)
class Places:
    """Where things of a report are published: a line of a source, and a source as received."""

    line: Address
    file: Callable[[str], str]


_Content = tuple[str, str, Decimal]  # line, column, amount


def column_label(words: Words, table: str, column: str) -> str:
    """Return the head of a column; an unknown one keeps the report's own label."""
    if column.startswith("other:"):
        return column.removeprefix("other:")
    own = words.columns.get(f"{table}__{column}")
    stage, part = equations.parted(table, column)
    if stage is not None:  # a column of the table at another stage
        return f"{column_label(words, table, stage.key)} · {column_label(words, table, part)}"
    return str(own or words.columns.get(column, column))


def _level(line: str) -> int:
    if line in _HEAVY:
        return 0
    if line.isdigit():
        return {3: 1, 5: 2}.get(len(line), 3)
    return 2 if line.startswith(("opening_", "closing_")) and "balance" not in line else 1


def _state(figure: Figure) -> str:
    """Return how a printed number is shown: its column not decided, or read in a picture only."""
    if figure.placed == "ambiguous":
        return "undecided"
    return "printed" if figure.settled else "unconfirmed"


def _look(figure: Figure, places: Places) -> str:
    """Return the address at which a reader sees the picture of a number: its page, enlarged."""
    file = places.file(figure.source)
    left, top = ([*figure.box.split(), "0", "0"])[:2]
    return f"{file}#page={figure.page}&zoom=300,{left},{top}" if file.endswith(".pdf") else file


def _cell(figure: Figure | None, places: Places) -> Cell:
    if figure is None:
        return Cell("", "absent", "", "")
    href = places.line(figure.source, figure.source_line)
    if figure.amount is not None:
        state = _state(figure)
        look = _look(figure, places) if state == "unconfirmed" else ""
        return Cell(shown.amount(figure.amount), state, href, figure.figure_id, look=look)
    text = "" if figure.state == "blank" else figure.printed
    if figure.state == "unread" and not text:
        text = "\u25a1"  # a picture or a field: nothing that could be shown as text
    return Cell(text, figure.state, href, figure.figure_id)


def _linked(cells: list[Cell]) -> tuple[Cell, ...]:
    """Link the first number of a row, and those printed on another line than it.

    The stylesheet stretches the first link over its row, so every number leads to its line
    in one click and the page stays light.
    """
    first = next((cell.href for cell in cells if cell.text), "")
    done, given = [], False
    for cell in cells:
        spare = given and cell.href == first
        done.append(replace(cell, href="") if spare or not cell.text else cell)
        given = given or bool(cell.text)
    return tuple(done)


def _rows(
    table: str,
    figures: Sequence[Figure],
    columns: Sequence[str],
    words: Words,
    places: Places,
    all_rows: bool,
) -> tuple[Row, ...]:
    names = glosses(words)
    lines: dict[str, dict[str, Figure]] = {}
    for figure in figures:
        again = figure.figure_id.partition("~")[2]
        lines.setdefault(f"{figure.line}~{again}" if again else figure.line, {})[figure.column] = (
            figure
        )
    rows = []
    for key, cells in lines.items():
        if not all_rows and all(f.state == "blank" for f in cells.values()):
            continue
        first = next(iter(cells.values()))
        code = first.line if first.line.isdigit() else ""
        rows.append(
            Row(
                f"{table}.{key}",
                _level(first.line),
                code,
                bare(first.line_label),
                names.get(first.line, ""),
                _linked([_cell(cells.get(column), places) for column in columns]),
            )
        )
    if table == "basic_expenditure":
        rows.sort(key=lambda row: (row.code == "", row.code))
    return tuple(rows)


def _columns(figures: Sequence[Figure], order: Sequence[str]) -> list[str]:
    seen = dict.fromkeys(f.column for f in figures)
    return sorted(seen, key=lambda c: order.index(c) if c in order else len(order))


def _sides(
    table: Table, figures: Sequence[Figure], words: Words, places: Places, all_rows: bool
) -> tuple[Side, ...]:
    order = words.columns.keys()

    def side(caption: str, part: Sequence[Figure]) -> Side:
        columns = _columns(part, order)
        heads = tuple(column_label(words, table.table, column) for column in columns)
        return Side(caption, heads, _rows(table.table, part, columns, words, places, all_rows))

    if table.table in ("summary", "appropriation_summary"):
        income = [f for f in figures if f.line.startswith(_INCOME)]
        rest = [f for f in figures if not f.line.startswith(_INCOME)]
        parts = ((words.tables.income_side, income), (words.tables.expenditure_side, rest))
        return tuple(side(caption, part) for caption, part in parts if part)
    return (side("", figures),) if figures else ()


def grids(report: Report, words: Words, address: Address, *, all_rows: bool) -> tuple[Grid, ...]:
    """Return the tables of a report in its order.

    ``all_rows`` keeps rows that print no number at all; without it they are counted in
    ``unprinted``. ``address`` gives the page and anchor of a line of a source.
    """
    places = Places(address, partial(links.received, report.meta))
    done: list[Grid] = []
    printed: dict[str, frozenset[_Content]] = {}
    for table in report.tables:
        figures = [f for f in report.figures if f.table == table.table]
        sides = _sides(table, figures, words, places, all_rows)
        lines = {(f.line, f.figure_id.partition("~")[2]) for f in figures}
        content = frozenset((f.line, f.column, f.amount) for f in figures if f.amount is not None)
        same, rest = _same(content, printed)
        printed[table.table] = content
        done.append(
            Grid(
                table.table,
                title(table.table, table.title, words),
                table.number,
                table.unit,
                table.state,
                table.reason,
                address(table.source, table.first_line),
                sides,
                same,
                frozenset(f"{table.table}.{line}" for line, _, _ in rest),
                len(lines) - sum(len(side.rows) for side in sides),
            )
        )
    return tuple(_corrected(_answering(grid, done), report, words) for grid in done)


def _same(
    content: frozenset[_Content], printed: Mapping[str, frozenset[_Content]]
) -> tuple[str, frozenset[_Content]]:
    """Return the earlier table that holds nearly the same numbers, and those that it does not."""
    if any(amount for _, _, amount in content):
        for key, cells in printed.items():
            rest = content - cells
            places = {(line, column) for line, column, _ in cells}
            few = len(rest) <= FEW_DIFFERENCES and len(rest) * 4 < len(content)
            if few and all((line, column) in places for line, column, _ in rest):
                return key, rest
    return "", frozenset()


def _answering(grid: Grid, others: Sequence[Grid]) -> Grid:
    """Return the grid with the anchors of later tables that are not shown because it is."""
    later: dict[str, list[str]] = {}
    for other in others:
        if other.same_as == grid.key:
            for row in (row for side in other.sides for row in side.rows):
                if row.anchor in other.differing:
                    continue
                later.setdefault(row.anchor.removeprefix(f"{other.key}."), []).append(row.anchor)
    if not later:
        return grid

    def also(row: Row) -> Row:
        return replace(row, also=tuple(later.get(row.anchor.removeprefix(f"{grid.key}."), ())))

    sides = (replace(side, rows=tuple(map(also, side.rows))) for side in grid.sides)
    return replace(grid, sides=tuple(sides))


def _corrected(grid: Grid, report: Report, words: Words) -> Grid:
    """Return the grid with a note at every cell for which another value is used."""
    notes = {
        c.place: words("published.corrected", used=c.used, reason=c.reason, date=c.date)
        for c in report.corrections
    }
    if not notes:
        return grid

    def noted(row: Row) -> Row:
        cells = (replace(cell, note=notes.get(cell.figure_id, "")) for cell in row.cells)
        return replace(row, cells=tuple(cells))

    sides = (replace(side, rows=tuple(map(noted, side.rows))) for side in grid.sides)
    return replace(grid, sides=tuple(sides))


def markdown(side: Side) -> str:
    """Return a part of a table as a Markdown table; report text is escaped."""
    heads = ["", *side.columns]
    lines = [
        "| " + " | ".join(escape(head) or "\u3000" for head in heads) + " |",
        "| --- |" + " ---: |" * len(side.columns),
    ]
    for row in side.rows:
        label = f"{row.code} {row.label}".strip()
        cells = [
            f"{cell.text} {cell.note}".strip() if cell.state != "blank" or cell.note else ""
            for cell in row.cells
        ]
        lines.append("| " + " | ".join(escape(text) for text in (label, *cells)) + " |")
    return "\n".join(lines)


def escape(text: str) -> str:
    """Return report text so that Markdown shows it and never acts on it."""
    text = " ".join(text.split())
    for sign in "\\`*_[]<>#|~&!":
        text = text.replace(sign, f"\\{sign}")
    return text
