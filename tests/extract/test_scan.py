"""Pages that are pictures: from the record kept beside them, and (with the extra) by the engine."""

from __future__ import annotations

import hashlib
import io
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from finalaccounts.collect import collect, kinds
from finalaccounts.extract import ExtractError, extract
from finalaccounts.extract.scan import installed
from finalaccounts.extract.scan.sheets import page_of
from finalaccounts.model import Document, Mark, Recognition, Report, Run, Sheet, Source
from finalaccounts.normalize import normalize
from finalaccounts.recognition import ENDING, RecordError, from_json, to_json
from finalaccounts.reconcile import confirmed, reconcile
from tests import forge
from tests.forge import files, scans
from tests.forge.report import blocks

NO_ENGINE = (
    "" if installed() else "NOT TESTED: text recognition is not installed (pip install .[ocr])"
)
LABELS = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
ROWS = [
    ["", "合计", "600.50", "400.25", "200.25"],
    ["208", "社会保障和就业支出", "500.30", "350.05", "150.25"],
    ["20805", "行政事业单位养老支出", "500.30", "350.05", "150.25"],
    ["2080505", "机关事业单位基本养老保险缴费支出", "500.30", "350.05", "150.25"],
    ["210", "卫生健康支出", "100.20", "50.20", "50.00"],
    ["21011", "行政事业单位医疗", "100.20", "50.20", "50.00"],
    ["2101101", "行政单位医疗", "100.20", "50.20", "50.00"],
]
WIDTHS = (60, 170, 80, 80, 80)


def run(text: str, x: float, y: float, size: float = 9.0, score: float = 0.99) -> Run:
    marks = []
    for ch in text:
        width = size if ch > "\u2e80" else size / 2
        if ch != " ":
            marks.append(Mark(ch, x, x + width, score))
        x += width
    return Run(y - 0.8 * size, y + 0.8 * size, tuple(marks))


def sheet(rows: list[list[str]], title: str = "支出决算表") -> Sheet:
    """Return a page with a ruled table, as an engine would have read it."""
    made = Sheet(1, 595, 842, 200, 0.4)
    made.runs = [
        run(title, 200, 60),
        run("公开03表", 450, 60),
        run("部门：青岚县水利局", 60, 80),
        run("金额单位：万元", 400, 80),
    ]
    left, top, high = 60.0, 100.0, 20.0
    for r, row in enumerate([LABELS, *rows]):
        x = left
        for text, width in zip(row, WIDTHS, strict=True):
            if text:
                made.runs.append(run(text, x + 3, top + r * high + high / 2))
            x += width
    bottom = top + high * (len(rows) + 1)
    right = left + sum(WIDTHS)
    made.rulings = [(left, top + n * high, right, top + n * high) for n in range(len(rows) + 2)]
    edges = [left + sum(WIDTHS[:n]) for n in range(len(WIDTHS) + 1)]
    made.rulings += [(x, top, x, bottom) for x in edges]
    return made


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("L", (1653, 2339), 250).save(out, "PDF", resolution=200)
    return out.getvalue()


def document(made: Sheet) -> Document:
    data = picture()
    sha = hashlib.sha256(data).hexdigest()
    record = to_json(Recognition(sha, "test", [made])).encode()
    return extract(Source("a.pdf", kinds.PDF, sha, len(data), data, record))


def report(made: Sheet) -> Report:
    return confirmed(normalize([document(made)]))


def changed(made: Sheet, text: str, to: str = "", score: float = 0.99, doubt: str = "") -> Sheet:
    """Return a sheet with one run read otherwise."""
    for n, one in enumerate(made.runs):
        if "".join(m.text for m in one.marks) == text:
            new = run(to or text, one.marks[0].x0, (one.top + one.bottom) / 2, score=score)
            marks = tuple(Mark(m.text, m.x0, m.x1, m.score, doubt) for m in new.marks)
            made.runs[n] = Run(new.top, new.bottom, marks)
            return made
    raise AssertionError(text)


def test_a_record_reads_back_and_is_of_one_file() -> None:
    record = Recognition("abc", "engine 1", [sheet(ROWS)])
    text = to_json(record)
    assert to_json(from_json(text, "abc")) == text
    for wrong in ("", "{}", "[1]", text[:-30], text.replace('"version":1', '"version":9')):
        with pytest.raises(RecordError):
            from_json(wrong, "abc")
    with pytest.raises(RecordError, match="another file"):
        from_json(text, "abd")
    # A coordinate that no page can hold would be looked for through all levels of a page.
    for value in ("NaN", "1e308", "-Infinity", "true", '"1"'):
        with pytest.raises(RecordError, match="where a number"):
            from_json(text.replace('"y":[52.8', f'"y":[{value}', 1), "abc")


def test_a_recognised_table_is_read_without_the_engine() -> None:
    found = document(sheet(ROWS))
    assert found.lines[2].text == "\t".join(LABELS)
    assert found.lines[4].text == "\t".join(ROWS[1])
    assert [(o.kind, o.done, o.page) for o in found.objects] == [("scan", "read", "1")]
    figures = {f.figure_id: f for f in report(sheet(ROWS)).figures}
    total = figures["expenditure.total.total"]
    assert (total.read_by, total.confidence, total.certain) == ("ocr", Decimal("0.990"), "yes")
    assert all(f.certain == "yes" for f in figures.values() if f.amount)


@pytest.mark.parametrize(
    ("score", "doubt"), [(0.94, ""), (0.99, "stamp"), (0.99, "edge")], ids=["weak", "stamp", "edge"]
)
def test_a_weak_or_touched_character_makes_its_number_uncertain(score: float, doubt: str) -> None:
    made = report(changed(sheet(ROWS), "600.50", score=score, doubt=doubt))
    figures = {f.figure_id: f for f in made.figures}
    assert figures["expenditure.total.total"].certain == "no"
    assert figures["expenditure.total.basic"].certain == "yes"
    doubted = [c for c in reconcile(made).checks if "expenditure.total.total" in c.figures]
    assert doubted and {c.outcome for c in doubted} == {"not_evaluable"}


@pytest.mark.parametrize("to", ["600.58", "900.50", "60.50", "6,0050", "600.5"])
def test_a_number_read_wrong_is_never_certain_and_accuses_nobody(to: str) -> None:
    made = report(changed(sheet(ROWS), "600.50", to))
    figures = {f.figure_id: f for f in made.figures}
    wrong = figures.get("expenditure.total.total")
    assert wrong is None or wrong.certain == "no"
    built = reconcile(made)
    assert built.findings == ()
    assert "missing" not in {c.state for c in built.completeness}


def test_the_same_numbers_in_text_are_judged() -> None:
    """What a picture may not prove, a text does: the guard is no silence of the rules."""
    rows = [[*row] for row in ROWS]
    rows[0][2] = "900.50"
    text = "\n".join(
        [
            "支出决算表",
            "公开03表",
            "部门：青岚县水利局\t金额单位：万元",
            *("\t".join(r) for r in (LABELS, *rows)),
        ]
    )
    data = text.encode()
    made = normalize([extract(Source("a.txt", kinds.TEXT, "", len(data), data))])
    assert reconcile(made).findings != ()


def test_two_numbers_in_one_run_are_parted_at_the_border() -> None:
    made = Sheet(1, 300, 200, 200, 0.0)
    joined = run("32324.92", 50, 100)
    made.runs = [joined]
    made.rulings = [
        (59.5, 80, 59.5, 120),
        (40, 80, 40, 120),
        (140, 80, 140, 120),
        (40, 80, 140, 80),
        (40, 120, 140, 120),
    ]
    gaps = [
        b.x0 - a.x1 for a, b in zip(page_of(made).glyphs, page_of(made).glyphs[1:], strict=False)
    ]
    assert [n for n, gap in enumerate(gaps) if gap > 1] == [1]


def test_a_gap_within_a_number_is_none() -> None:
    marks = [
        Mark(ch, x, x + 4, 0.99)
        for ch, x in zip("2,940.05", (0, 4, 8, 12, 16, 20, 27, 31), strict=True)
    ]
    made = Sheet(1, 300, 200, 200, 0.0, [Run(90, 104, tuple(marks))])
    glyphs = page_of(made).glyphs
    assert all(b.x0 - a.x1 < 0.01 for a, b in pairwise(glyphs))


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("社会保障和就业支岀", "社会保障和就业支出"),
        ("科日编码", "科目编码"),
        ("、一般公共服务支出", "一、一般公共服务支出"),
        ("般公共服务支出", "一般公共服务支出"),
        ("支岀决算表", "支出决算表"),
        ("、段公共服务支出", "一、一般公共服务支出"),
        ("部内：青岚县水利局", "部门：青岚县水利局"),
    ],
)
def test_labels_are_mended_where_one_known_label_fits(was: str, now: str) -> None:
    made = sheet(ROWS)
    made.runs.append(run(was, 60, 400))
    found = document(made)
    assert now in {line.text for line in found.lines}
    assert [o.text for o in found.objects if o.kind == "mended"] == [f"{was} → {now}"]


@pytest.mark.parametrize(
    "text", ["青岚县人民政府", "2080505", "入", "600.58", "其中：土地", "待定的说明"]
)
def test_nothing_else_is_mended(text: str) -> None:
    made = sheet(ROWS)
    made.runs.append(run(text, 60, 400))
    found = document(made)
    assert [o.text for o in found.objects if o.kind == "mended"] == []


@pytest.mark.parametrize(
    ("was", "score", "now"),
    [
        ("社会保障和就业交出", 0.8, "社会保障和就业支出"),
        ("社会保障和就业交出", 0.99, ""),
        ("二、社会保降和就业支出", 0.8, "二、社会保障和就业支出"),
        # Two characters differ; a short label; a code.
        ("社会保降和就业交出", 0.8, ""),
        ("小汗", 0.8, ""),
        ("2080S05", 0.8, ""),
    ],
)
def test_a_character_read_without_certainty_may_be_any(was: str, score: float, now: str) -> None:
    made = sheet(ROWS)
    made.runs.append(run(was, 60, 400, score=score))
    changes = [o.text for o in document(made).objects if o.kind == "mended"]
    assert changes == ([f"{was} → {now}"] if now else [])


def test_a_record_of_another_file_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(picture())
    record = to_json(Recognition("0" * 64, "test", [sheet(ROWS)]))
    (tmp_path / f"a.pdf{ENDING}").write_text(record, encoding="utf-8")
    source = collect(tmp_path / "a.pdf")
    assert source.recognised == record.encode()
    with pytest.raises(ExtractError, match="scanned PDF"):
        extract(source)


@pytest.mark.slow
@pytest.mark.skipif(bool(NO_ENGINE or scans.fonts_say()), reason=NO_ENGINE or scans.fonts_say())
def test_a_worn_page_is_recognised_to_the_cell() -> None:
    parts = blocks(forge.accounts(21), forge.LAYOUTS["central"], forge.draw(21))
    pdf = files.pdf(parts, font=scans.font())
    truth = normalize([extract(Source("a.pdf", kinds.PDF, "", len(pdf), pdf))])
    want = {
        (f.figure_id, f.amount) for f in truth.figures if f.page == "3" and f.amount is not None
    }
    data = scans.scanned(pdf, scans.WORN, 1, [2])
    found = normalize([extract(Source("a.pdf", kinds.PDF, "", len(data), data))])
    assert {(f.figure_id, f.amount) for f in found.figures if f.amount is not None} == want


@pytest.mark.skipif(bool(NO_ENGINE), reason=NO_ENGINE)
@pytest.mark.parametrize(
    ("was", "score", "now", "again", "text", "sure"),
    [
        ("39.89", 0.6, "39.89", 0.99, "39.89", True),
        ("39.89", 0.6, "39.89", 0.5, "39.89", False),
        ("39,89", 0.99, "39.89", 0.99, "39.89", True),
        ("3.174.44", 0.99, "3,174.44", 0.99, "3,174.44", True),
        ("3.174.44", 0.99, "3,774.44", 0.99, "3,774.44", False),
        ("39.89", 0.6, "39.69", 0.99, "39.89", False),
        ("39.89", 0.6, "39.8", 0.99, "39.89", False),
    ],
)
def test_a_weak_line_is_read_twice(
    was: str, score: float, now: str, again: float, text: str, sure: bool
) -> None:
    from finalaccounts.extract.scan.engine import settled

    found = settled([(ch, 0, 0, 1, 1, score) for ch in was], [(ch, again) for ch in now])
    assert "".join(c[0] for c in found) == text
    assert (min(c[5] for c in found) >= 0.95) == sure


def _ruled(colour: str) -> np.ndarray:
    """Return a page with a table's rules and a ring of 4.2 cm over them, at 200 dots in an inch."""
    page = Image.new("RGB", (1654, 2339), (236, 236, 236))
    pen = ImageDraw.Draw(page)
    for n in range(12):
        pen.line((200, 300 + 60 * n, 1400, 300 + 60 * n), fill="black", width=2)
    for n in range(5):
        pen.line((200 + 300 * n, 300, 200 + 300 * n, 960), fill="black", width=2)
    if colour:
        pen.ellipse((600, 500, 930, 830), outline=colour, width=9)
    return np.asarray(page)


@pytest.mark.skipif(bool(NO_ENGINE), reason=NO_ENGINE)
def test_strokes_and_slope_are_found_and_stamps_told() -> None:
    from finalaccounts.extract.scan import picture as pictures

    plain = pictures.plate(_ruled(""), 200)
    assert (plain.turned, plain.stamps, len(pictures.rulings(plain))) == (0.0, [], 17)
    red = pictures.plate(_ruled("#d83a3a"), 200)
    assert red.stamps == []
    ring = red.grey[500:830, 600:609]
    assert np.median(ring) > 200
    for grey in ("#707070", "#000000"):
        (stamp,) = pictures.plate(_ruled(grey)[:, :, 0], 200).stamps
        assert max(abs(a - b) for a, b in zip(stamp, (600, 500, 930, 830), strict=True)) <= 8
    page = Image.fromarray(_ruled("")).rotate(-1.2, fillcolor=(236, 236, 236))
    turned = pictures.plate(np.asarray(page), 200)
    assert abs(turned.turned - 1.2) < 0.1
    assert len(pictures.rulings(turned)) == 17
