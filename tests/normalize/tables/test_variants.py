"""Reports of other places and shapes, invented: ``documents/<name>.txt`` is read as
``documents/<name>.csv`` says (reviewed by hand), and no number is lost.

shanghai: no line numbers, amounts on the line after the labels, codes in pieces, total last,
names wrapped around their code, three-public columns as pairs. yuan: wide spaces, unit yuan,
a fund table. provincial: cells by tabs; revenue by unit, codes in three columns, income beside
expenditure, economic classes as columns, items as rows. text: dashes, wrapped labels, one cell
to a line, halves without line numbers. pages: contents list, titles repeated, unknown tables.
fifteen: income, expenditure and balances of each row, their blanks lost; items as rows with counts.
kinds: basic expenditure as total, personnel and operating; three-public in halves of eight, counts
below. running: the form of running costs in two halves, beside a three-public table of its own.
"""

import csv
import os
from pathlib import Path

import pytest

from finalaccounts.model import Document, Line
from finalaccounts.normalize.ledger import balance
from finalaccounts.normalize.tables import place_figures, read_tables

FOLDER = Path(__file__).parent / "documents"
COLUMNS = ("figure_id", "state", "printed", "placed", "candidates", "source_line")
UNREAD = {"text": ["12.50"]}  # an amount inside a note


def read(name: str, row_end: str = "") -> tuple[list[dict[str, str]], list[str]]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    text = "".join(f"{t}{row_end if chr(9) in t else ''}\n" for t in text.split("\n"))[:-1]
    lines = tuple(Line(i, t) for i, t in enumerate(text.split("\n"), 1))
    document = Document("report.txt", lines)
    found = read_tables([document])
    figures, _, spans = place_figures(found, [])
    rows = [
        {c: " ".join(v) if isinstance(v := getattr(f, c), tuple) else str(v) for c in COLUMNS}
        for f in figures
    ]
    ledger = balance([document], found.ranges, [*found.spans, *spans])
    return rows, [u.token for u in ledger.unread]


@pytest.mark.parametrize("name", sorted(p.stem for p in FOLDER.glob("*.txt")))
def test_document_is_read_as_reviewed(name: str) -> None:
    rows, unread = read(name)
    path = FOLDER / f"{name}.csv"
    if os.environ.get("REVIEW") == name:  # write anew, then read the difference before committing
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    with path.open(encoding="utf-8", newline="") as handle:
        assert rows == list(csv.DictReader(handle))
    assert unread == UNREAD.get(name, [])


def test_empty_cells_at_the_end_of_all_rows_are_no_column() -> None:
    assert read("provincial", "\t") == read("provincial")
