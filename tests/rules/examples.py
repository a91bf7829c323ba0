"""Worked examples of the rules: one Markdown page per rule, each section a small report.

A section's heading is ``## <outcome>[ <severity>]: words``. Fenced blocks under it are the report:
``figures`` (first row: table and columns; cells: a number, blank, dash, empty for not printed,
a line may be a key and its label; ``1.2?`` undecided between all columns that are empty in the row, ``1.2@T05.R02`` placed by that
rule), ``statements`` (``id = amount unit [direction] [(subject)] [~approx] [[year]] [-> id of its amount] ["label"]``), ``tables``
(``key = state [title]``), ``forms`` (``lines=1-9`` where they stand in the text), ``funds``, ``indicators``, ``text``, ``entity`` (its name). ``expect`` lists
``[rule] place outcome [printed expected]``; without it at least one check of the page's rule has
the heading's outcome and none a worse one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from finalaccounts.model import (
    Document,
    Evaluation,
    Figure,
    Fund,
    Indicator,
    Line,
    Meta,
    Report,
    Statement,
    Table,
)

SOURCE = "example.txt"
_STATEMENT = re.compile(
    r"(?P<id>\S+)\s*=\s*(?P<amount>-?[\d.]+)?\s*(?P<unit>[^\s()]*)"
    r"(?:\s+(?P<direction>increase|decrease|flat))?(?:\s+\((?P<subject>[^)]*)\))?"
    r"(?:\s+~(?P<approx>\S+))?\s*(?:@(?P<line>\d+))?"
    r"(?:\s+\[(?P<year>\w+)\])?(?:\s+->\s*(?P<of>\S+))?(?:\s+\"(?P<label>[^\"]+)\")?$"
)


@dataclass
class Example:
    """One section: what is expected, and the blocks by kind."""

    rule: str
    outcome: str
    severity: str
    words: str
    blocks: list[tuple[str, list[str]]] = field(default_factory=list)

    def expected(self) -> list[str]:
        return [row for kind, rows in self.blocks if kind == "expect" for row in rows if row]

    def report(self) -> Report:
        return _Builder(self).report()


def read(path: Path) -> list[Example]:
    """Return the examples of a rule's page."""
    out: list[Example] = []
    block: list[str] | None = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if block is None and line.startswith("## "):
            head, _, words = line[3:].partition(":")
            outcome, *severity = head.split()
            out.append(Example(path.stem, outcome, " ".join(severity), words.strip()))
        elif block is None and line.startswith("```") and line.strip("`") and out:
            block = []
            out[-1].blocks.append((line.strip("`").strip(), block))
        elif line.startswith("```"):
            block = None
        elif block is not None:
            block.append(line.rstrip())
    return out


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("|")]


class _Builder:
    def __init__(self, example: Example) -> None:
        self.example = example
        self.text = [row for kind, rows in example.blocks if kind == "text" for row in rows]
        self.at = len(self.text)
        self.seen = 0  # statements are looked for in the text from here on
        self.tables: dict[str, Table] = {}
        self.figures: list[Figure] = []
        self.ids: dict[str, int] = {}
        self.statements: list[Statement] = []
        self.forms: list[Evaluation] = []
        self.funds: list[Fund] = []
        self.indicators: list[Indicator] = []

    def line(self) -> int:
        self.at += 1
        return self.at

    def report(self) -> Report:
        for kind, rows in self.example.blocks:
            kept = [row for row in rows if row.strip()]
            {
                "figures": lambda _, every=rows: self._figures(every),
                "statements": self._statements,
                "tables": self._tables,
                "forms": self._forms,
                "funds": self._funds,
                "indicators": self._indicators,
            }.get(kind, lambda r: None)(kept)
        lines = [Line(n + 1, t) for n, t in enumerate(self.text)]
        lines += [Line(n + 1, "") for n in range(len(lines), self.at)]
        named = [row for kind, rows in self.example.blocks if kind == "entity" for row in rows]
        entity = named[0] if named else ""
        meta = Meta("cn-000000-example-2023", entity, "example", "000000", 2023, "")
        return Report(
            meta, (Document(SOURCE, tuple(lines)),), tuple(self.tables.values()),
            tuple(self.figures), tuple(self.statements), tuple(self.forms), tuple(self.funds),
            tuple(self.indicators),
        )  # fmt: skip

    def _figures(self, rows: list[str]) -> None:
        head: list[str] = []
        for row in rows:
            if not row.strip():
                head = []
            elif not head:
                head = _cells(row)
                if head[0] not in self.tables:
                    first = self.line()
                    self.tables[head[0]] = Table(head[0], "", "", "万元", SOURCE, first, first + 99, "with_figures")  # fmt: skip
            else:
                self._row(head[0], head[1:], _cells(row))

    def _row(self, table: str, columns: list[str], cells: list[str]) -> None:
        line, *printed = cells
        line, _, label = line.partition(" ")
        free = [c for c, p in zip(columns, printed, strict=False) if not p or p.endswith("?")]
        number = self.line()
        for column, cell in zip(columns, printed, strict=False):
            if not cell:
                continue
            value, _, evidence = cell.partition("@")
            undecided = value.endswith("?")
            value = value.rstrip("?")
            state = value if value in ("blank", "dash") else "printed"
            amount = Decimal(value) if state == "printed" else None
            name = f"{table}.{line}.{column}"
            self.ids[name] = self.ids.get(name, 0) + 1
            if self.ids[name] > 1:
                name += f"~{self.ids[name]}"
            self.figures.append(
                Figure(
                    name, table, line, label or line, column, state, value if amount is not None else "",
                    amount, "万元", "ambiguous" if undecided else "arithmetic" if evidence else "position",
                    tuple(free) if undecided else (), tuple(evidence.split()), SOURCE, number,
                )
            )  # fmt: skip

    def _statements(self, rows: list[str]) -> None:
        for row in rows:
            match = _STATEMENT.match(row)
            assert match, f"{self.example.rule}: not a statement: {row}"
            parts = match["id"].split("~")[0].split(".")
            code = parts[3] if len(parts) > 3 else ""
            label = match["label"] or match["subject"] or parts[2]
            self.statements.append(
                Statement(
                    match["id"], parts[1], parts[2], label, match["subject"] or "", code,
                    Decimal(match["amount"]) if match["amount"] else None, match["unit"] or "",
                    match["direction"] or "", match["approx"] or "", row, SOURCE,
                    int(match["line"]) if match["line"] else self._spot(match["amount"] or ""),
                    year=match["year"] or "", of=match["of"] or "",
                    of_certain="yes" if match["of"] else "",
                )
            )  # fmt: skip

    def _spot(self, amount: str) -> int:
        for n in range(self.seen, len(self.text)):
            if amount and amount in self.text[n].replace(",", ""):
                self.seen = n
                return n + 1
        return self.line()

    def _tables(self, rows: list[str]) -> None:
        for row in rows:
            key, _, rest = row.partition("=")
            state, _, title = rest.strip().partition(" ")
            first = 1 if self.text and state != "listed_only" else self.line()
            self.tables[key.strip()] = Table(
                key.strip(), title.strip(), "", "万元", SOURCE, first, max(first, len(self.text)), state
            )  # fmt: skip

    def _forms(self, rows: list[str]) -> None:
        for row in rows:
            name, *pairs = _cells(row)
            given = dict(pair.split("=", 1) for pair in pairs)
            for key in ("initial_budget", "full_year_budget", "executed"):
                given[key] = Decimal(given[key]) if given.get(key) else None  # type: ignore[assignment]
            line = self.line()
            first, _, last = (given.pop("lines", "") or f"{line}-{line}").partition("-")
            self.forms.append(
                Evaluation(
                    name, len(self.forms) + 1, name.split(".")[0], **given,  # type: ignore[arg-type]
                    unit="万元", first_line=int(first), last_line=int(last), source=SOURCE,
                )
            )  # fmt: skip

    def _funds(self, rows: list[str]) -> None:
        for row in rows:
            name, origin, *pairs = _cells(row)
            line = self.line()
            for pair in pairs:
                column, value = pair.split("=", 1)
                bare = value.rstrip("%")
                self.funds.append(
                    Fund(name, origin, origin, column, value, Decimal(bare), "万元", SOURCE, line)
                )

    def _indicators(self, rows: list[str]) -> None:
        for row in rows:
            name, one, two, three, target, actual, weight, score = _cells(row)
            line = self.line()
            self.indicators.append(
                Indicator(
                    name, f"{name}.L{line}", one, two, three, "", target, "", actual, weight, score,
                    source=SOURCE, source_line=line,
                )
            )  # fmt: skip
