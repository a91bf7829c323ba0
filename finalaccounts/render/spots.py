"""Where a number of a finding stands, as a reader finds it: table, row and column, text, or form."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from finalaccounts.model import Evidence, Figure, Report, Statement
from finalaccounts.reference.findings import FindingWords as Pair
from finalaccounts.reference.findings import findings
from finalaccounts.reference.rules import units
from finalaccounts.render import shown
from finalaccounts.render.grids import column_label
from finalaccounts.render.languages import glosses
from finalaccounts.render.languages import title as table_title
from finalaccounts.render.sources import Sources
from finalaccounts.render.words import Words
from finalaccounts.text import bare

_LONGEST = 24  # characters of a label that are told
_PLAIN = ("final", "total")  # the column a reader takes for granted
_ALL_COLUMNS = 4  # a table of more columns is shown with the column in question alone


@dataclass(frozen=True, slots=True)
class Spot:
    """One printed number and its place."""

    where: str = field(metadata={"doc": "Table, row and column; whose number in the text; form."})
    table: str = field(metadata={"doc": "Title of its table with its printed label, or empty."})
    value: str = field(metadata={"doc": "The number with its unit, as people write it."})
    amount: Decimal | None = field(metadata={"doc": "The number."})
    href: str = field(metadata={"doc": "Address of its line."})
    line: str = field(metadata={"doc": "Its line."})


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A few rows of a table around the numbers in question, as printed."""

    title: str = field(metadata={"doc": "Title of the table with its printed label."})
    heads: tuple[str, ...] = field(metadata={"doc": "Columns."})
    rows: tuple[tuple[str, tuple[tuple[str, bool], ...]], ...] = field(
        metadata={"doc": "(label, cells), a cell is (as printed, whether in question)."}
    )


def number(amount: Decimal, unit: str, words: Words) -> str:
    """Return a number with its unit; what is counted in whole pieces has no decimals."""
    if units().factor(unit) is not None:
        told = shown.amount(amount)
    elif amount == amount.to_integral_value():
        told = shown.plain(amount.quantize(Decimal(1)))
    else:
        told = shown.plain(amount)
    name = unit if words.key == "zh" else findings().units.get(unit, unit)
    return f"{told}{name}" if name == "%" or not name else f"{told} {name}"


class Spots:
    """Names of the places of one report."""

    def __init__(self, report: Report, sources: Sources, words: Words) -> None:
        """Index what the ids of operands speak of."""
        self.words, self.sources, self.report = words, sources, report
        self.figures = {f.figure_id: f for f in report.figures}
        self.statements = {s.statement_id: s for s in report.statements}
        self.forms = {e.evaluation_id: e for e in report.evaluations}
        self.tables = {t.table: t for t in report.tables}
        self.glosses = glosses(words)

    def spot(self, name: str, printed: Evidence | None = None) -> Spot | None:
        """Return the place of a number, or None; ``printed`` tells the number of a form."""
        figure, said = self.figures.get(name), self.statements.get(name)
        if figure is not None:
            table = self.table(figure.table)
            return self._made(self._cell(figure), table, figure)
        if said is not None:
            return self._made(self._said(name), "", said)
        parts = name.split(".")
        form = self.forms.get(".".join(parts[:2]))
        if form is None or len(parts) != 3:
            return None
        amount = printed.value if printed is not None else getattr(form, parts[2], None)
        unit = printed.unit if printed is not None else form.unit
        if not isinstance(amount, Decimal):  # rates and scores are words until they are evidence
            return None
        where = self._text(
            findings().place["form"],
            form=_inner(form.project_name or form.competent_department),
            field=self._named(findings().fields.get(parts[2])),
        )
        line = (printed.source_line if printed is not None else None) or form.first_line
        address = self.sources.address(form.source, line)
        return Spot(where, "", number(amount, unit, self.words), amount, address, str(line))

    def _made(self, where: str, table: str, found: Figure | Statement) -> Spot:
        blank = self.words.findings.blank
        value = blank if found.amount is None else number(found.amount, found.unit, self.words)
        address = self.sources.address(found.source, found.source_line)
        return Spot(where, table, value, found.amount, address, str(found.source_line))

    def table(self, key: str) -> str:
        """Return the title of a table with the label it is printed under."""
        found = self.tables.get(key)
        if found is None:
            return ""
        name = table_title(key, found.title, self.words)
        return self.words("spots.table", title=name, number=found.number) if found.number else name

    def _cell(self, figure: Figure) -> str:
        label = self.glosses.get(figure.line) or _inner(figure.line_label)
        column = column_label(self.words, figure.table, figure.column)
        key = "row" if figure.column in _PLAIN or not column else "cell"
        return self.words(
            f"spots.{key}", table=self.table(figure.table), label=label, column=column
        )

    def _said(self, name: str) -> str:
        said, place = self.statements[name], findings().place
        told = self._named(findings().items.get(said.item)) or said.label
        label = _inner(said.subject)
        label = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}\u2026"
        key = "text" if label and told else "named" if label or told else "narrative"
        return self._text(place[key], label=label or told, field=told)

    def _named(self, found: Pair | None) -> str:
        return str(getattr(found, self.words.key)) if found is not None else ""

    def _text(self, pair: Pair, **values: str) -> str:
        return self._named(pair).format(**values)

    def excerpt(self, names: tuple[str, ...]) -> Excerpt | None:
        """Return the rows around cells of one table, or None where they stand in no one table."""
        odd = [self.figures[n] for n in names if n in self.figures]
        if not odd or len(odd) != len(names) or len({f.table for f in odd}) != 1:
            return None
        figures = [f for f in self.report.figures if f.table == odd[0].table]
        lines = list(dict.fromkeys(f.line for f in figures))
        columns = list(dict.fromkeys(f.column for f in figures))
        if len(columns) > _ALL_COLUMNS:
            columns = [c for c in columns if any(f.column == c for f in odd)]
        at = sorted(lines.index(f.line) for f in odd)
        if at[-1] - at[0] > _ALL_COLUMNS:
            return None
        cells = {(f.line, f.column): f for f in reversed(figures)}
        rows = []
        for line in lines[max(0, at[0] - 1) : at[-1] + 2]:
            found = [cells.get((line, c)) for c in columns]
            label = next(self.glosses.get(f.line) or _inner(f.line_label) for f in found if f) if any(found) else ""  # fmt: skip
            rows.append((label, tuple((f.printed if f else "", f in odd) for f in found)))
        heads = tuple(column_label(self.words, odd[0].table, c) for c in columns)
        return Excerpt(self.table(odd[0].table), heads, tuple(rows))


def _inner(label: str) -> str:
    """Return a label to stand in quotation marks: its own become single ones."""
    return bare(label).replace("\u201c", "\u2018").replace("\u201d", "\u2019")
