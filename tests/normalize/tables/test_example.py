"""The invented report comes out exactly as its files say."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from finalaccounts import package
from finalaccounts.model import Document, Statement
from finalaccounts.normalize.ledger import balance
from finalaccounts.normalize.tables import place_figures, read_tables

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "example"


def expected(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def statements() -> list[Statement]:
    return [
        Statement(
            statement_id=r["statement_id"],
            section=r["section"],
            item=r["item"],
            subject=r["subject"],
            code=r["code"],
            amount=Decimal(r["amount"]),
            unit=r["unit"],
        )
        for r in expected("statements.csv")
    ]


@pytest.mark.parametrize(("name", "index"), [("figures.csv", 0), ("tables.csv", 1)])
def test_example_is_read_exactly(example: Document, name: str, index: int) -> None:
    placed = place_figures(read_tables([example]), statements())
    wanted = expected(name)
    rows = [package.to_row(r) for r in placed[index]]
    assert [{k: r[k] for k in wanted[0]} for r in rows] == wanted


def test_stray_number_after_a_table_is_the_only_unread_one(example: Document) -> None:
    read = read_tables([example])
    *_, spans = place_figures(read, statements())
    ledger = balance([example], read.ranges, [*read.spans, *spans])
    wanted = expected("unread.csv")
    assert [{k: package.to_row(u)[k] for k in wanted[0]} for u in ledger.unread] == wanted


def test_words_of_emptiness_in_the_list_and_under_the_table(example: Document) -> None:
    found = {(e.section, e.text, e.source_line) for e in read_tables([example]).explanations}
    assert found == {
        (r["section"], r["text"], int(r["source_line"]))
        for r in expected("explanations.csv")
        if r["kind"] == "empty_table" and int(r["source_line"]) != 30  # 30 is in the narrative
    }


def test_the_unknown_line_is_named_with_where_to_add_it(example: Document) -> None:
    [problem] = read_tables([example]).problems
    assert (problem.source_line, problem.kind, problem.text) == (66, "line", "四、江湖治理专项支出")
    assert problem.data_file.endswith("tables/summary.toml")


def test_names_give_the_codes_that_the_tables_print(example: Document) -> None:
    assert read_tables([example]).names["水利工程建设"] == ("2130305",)
