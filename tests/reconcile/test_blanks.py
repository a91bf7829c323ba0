"""A blank, a picture or a merged amount in a block is no number, and no difference."""

from __future__ import annotations

from finalaccounts.model import Document, Line, Object, Reconciled, Report
from finalaccounts.normalize import normalize
from finalaccounts.reconcile import reconcile

ROWS = [
    "收入决算表",
    "单位：万元",
    "科目代码\t科目名称\t本年收入合计\t财政拨款收入\t其他收入",
    "\t合计\t733.71\t713.71\t20.00",
    "208\t社会保障和就业支出\t374.51\t354.51\t20.00",
    "2080501\t行政单位离退休\t374.51\t354.51\t20.00",
    "210\t卫生健康支出\t359.20\t359.20\t0.00",
]


def read(rows: list[str], *objects: Object) -> Report:
    lines = tuple(
        Line(n, t, cells=tuple(f"T1!R{n}C{c}" for c in range(1, 6))) for n, t in enumerate(rows, 1)
    )
    return normalize([Document("r.html", lines, (), objects)])


def check(rows: list[str], *objects: Object) -> Reconciled:
    return reconcile(read(rows, *objects))


def accused(found: Reconciled) -> list[tuple[str, str, str]]:
    return [(f.severity, f.rule, f.type) for f in found.findings if f.severity != "note"]


def swapped(line: int, old: str, new: str) -> list[str]:
    return [t.replace(old, new, 1) if n == line else t for n, t in enumerate(ROWS, 1)]


def test_a_blank_total_is_a_finding_of_its_own_without_a_difference() -> None:
    found = check(swapped(4, "733.71", ""))
    assert accused(found)
    assert {(severity, kind) for severity, _, kind in accused(found)} == {("warning", "blank")}
    told = [f for f in found.findings if f.type == "blank"]
    assert not any(f.difference or f.printed or f.expected for f in told)


def test_a_blank_that_two_sums_ask_to_be_filled_is_told_as_a_blank() -> None:
    found = check(swapped(5, "354.51", ""))
    assert {(severity, kind) for severity, _, kind in accused(found)} == {("warning", "blank")}


def test_a_blank_beside_a_wrong_total_excuses_nothing() -> None:
    rows = swapped(4, "733.71", "833.71")
    rows[6] = rows[6].replace("0.00", "")
    assert "error" in {severity for severity, _, _ in accused(check(rows))}


def test_a_picture_in_a_cell_is_no_blank() -> None:
    picture = Object("picture", "not_read", 1, "", "r.html", 5, "", "", "T1!R5C4")
    report = read(swapped(5, "354.51", ""), picture)
    assert [f.state for f in report.figures if f.source_line == 5] == [
        "printed",
        "unread",
        "printed",
    ]
    assert accused(reconcile(report)) == []


def test_a_hidden_row_may_hold_what_a_total_lacks() -> None:
    rows = [*ROWS[:6], ROWS[6].replace("359.20", "300.00")]
    hidden = Object("hidden_row", "left_out", 1, "213 59.20", "r.html", 6, "", "", "T1!R99C1")
    assert accused(check(rows))
    assert accused(check(rows, hidden)) == []


def test_an_amount_printed_once_over_two_rows_proves_nothing() -> None:
    rows = swapped(7, "359.20", "374.51")
    merged = [
        Object("merged", "read", 1, "374.51", "r.html", n, "", "", f"T1!R{n}C3") for n in (5, 6, 7)
    ]
    assert accused(check(rows))
    assert "error" not in {severity for severity, _, _ in accused(check(rows, *merged))}
