"""Lines as a person sees them: radicals, signs of no width, note marks, stops of other scripts."""

from __future__ import annotations

import pytest

from finalaccounts import amounts
from finalaccounts.characters import gate, refused, seen
from finalaccounts.collect import kinds
from finalaccounts.extract import extract
from finalaccounts.extract.characters import shown
from finalaccounts.model import Source
from finalaccounts.normalize import normalize
from finalaccounts.reconcile import reconcile
from tests.extract.test_text import source


@pytest.mark.parametrize(
    ("printed", "seen"),
    [
        ("公务用⻋⽀出", "公务用车支出"),
        ("⻓期⺠政⻅习⾦额", "长期民政见习金额"),
        ("374\u200b.5\u00ad1\u2060", "374.51"),
        ("\ufeff合\ufe0f计", "合计"),
        ("374.51①\t1,200②", "374.51\t1,200"),
        ("374.51¹\t28.05%③", "374.51\t28.05%"),
        ("374.51*\t12※", "374.51\t12"),
        ("250。70\t2，507，000．00", "250.70\t2，507，000.00"),
    ],
)
def test_a_line_is_what_it_looks_like(printed: str, seen: str) -> None:
    assert shown(printed)[0] == seen


@pytest.mark.parametrize(
    "text",
    [
        # A unit, a list, a score and its base, a sentence that ends before a number.
        *("500m²", "① 办公费2.5万元；② 差旅费", "3*4=12", "共250。70人参加"),
        "全年预算数2.50*1.2",
    ],
)
def test_what_belongs_to_the_text_stays(text: str) -> None:
    assert shown(text) == (text, 0, "")


def test_what_was_dropped_is_listed() -> None:
    text = "合\u200b计\t374.51①\n其中\u200b\t1.00\n"
    found = extract(source(text.encode(), kinds.TEXT, "a.txt"))
    assert [line.text for line in found.lines] == ["合计\t374.51", "其中\t1.00"]
    assert [(o.kind, o.count, o.text, o.source_line) for o in found.objects] == [
        ("invisible_sign", 2, "", 1),
        ("note_mark", 1, "①", 1),
    ]


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("邉\U000e0100", True),  # another form of a character in a name
        ("☂\ufe0f", True),
        ("❤\ufe0f\u200d🔥", True),
        ("\u1820\u180b", True),
        ("12\ufe0f.5", False),
        ("a\U000e0100", False),
        ("邉\U000e0100\U000e0101", False),
        ("\ufe0f", False),
    ],
)
def test_a_variation_selector_stays_behind_what_it_varies_only(printed: str, kept: bool) -> None:
    assert (gate(printed) == printed) is kept
    assert bool(refused(printed)) is not kept
    assert gate(gate(printed)) == gate(printed)


@pytest.mark.parametrize(
    "sign", [*"\u200b\u00ad\u2060\ufeff\ufe0f\u034f\u115f\u3164\u180b\u200d\u202e"]
)
def test_what_has_no_width_is_one_list(sign: str) -> None:
    assert seen(f"1{sign}2") == "12" and shown(f"1{sign}2")[:2] == ("12", 1)
    assert amounts.parse(f"1{sign}2") == 12


@pytest.mark.parametrize(
    "place", ["合计\t\u202e12.86\u202c\t10.00", "支出合计\u202e12.86\u202c万元。"]
)
def test_a_number_shown_backwards_is_not_read_and_accuses_nobody(place: str) -> None:
    """A mark turns its digits round: what is stored is not what a person sees."""
    table = (
        "支出决算表\n公开03表 单位：万元\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
    )
    text = f"某局2023年度部门决算\n一、支出决算情况\n{place}\n"
    if "\t" in place:
        text = (
            table
            + "\t合计\t\u202e12.86\u202c\t58.21\t10.00\n201\t一般公共服务支出\t68.21\t58.21\t10.00\n"
        )
    report = normalize([extract(Source("a.txt", "text/plain", "", 0, text.encode()))])
    amounts_read = {str(f.amount) for f in report.figures} | {
        str(s.amount) for s in report.statements
    }
    assert "12.86" not in amounts_read
    assert any("12.86" in row.token for row in report.unread)
    assert not [f for f in reconcile(report).findings if f.severity == "error"]
