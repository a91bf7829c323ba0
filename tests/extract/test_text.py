"""Text files: encodings, line ends, and what is not text."""

from __future__ import annotations

import hashlib

import pytest

from finalaccounts.collect import kinds
from finalaccounts.extract import ExtractError, extract, read_rendering, rendering
from finalaccounts.model import Source


def source(data: bytes, media_type: str = "text/plain", file: str = "report.txt") -> Source:
    return Source(file, media_type, hashlib.sha256(data).hexdigest(), len(data), data)


TEXT = " 青岚县水利局\n科目代码\t金额\n\n总计 1, 294. 17\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_gives_the_same_lines(encoding: str) -> None:
    read = extract(source(TEXT.encode(encoding)))
    assert [line.text for line in read.lines] == TEXT.split("\n")[:-1]
    assert [line.number for line in read.lines] == [1, 2, 3, 4]


def test_cr_lf_and_lone_cr() -> None:
    for end in ("\r\n", "\r"):
        read = extract(source(TEXT.replace("\n", end).encode()))
        assert [line.text for line in read.lines] == TEXT.split("\n")[:-1]


def test_only_lf_parts_lines() -> None:
    read = extract(source("甲\u2028乙\x0c丙\n".encode()))
    assert [line.text for line in read.lines] == ["甲 乙 丙"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("甲\n乙\0丙".encode(), "NUL character in line 2"),
        ("部門決算の概要".encode("shift_jis") + b"\x81\xff", "neither UTF-8 nor GB18030"),
        (b"\n \n\t\n", "no text"),
    ],
)
def test_what_is_not_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ExtractError, match=message):
        extract(source(data))


def test_an_unknown_kind_says_what_to_do() -> None:
    with pytest.raises(ExtractError, match="save it as PDF"):
        extract(source(b"x", "application/x-unknown", "a.bin"))


def test_rendering_reads_back() -> None:
    read = extract(source(TEXT.encode()))
    assert rendering(read) == TEXT
    assert read_rendering("report.txt", rendering(read)) == read


def test_damaged_utf8_is_not_taken_for_gb18030() -> None:
    data = ("渠县医疗保障局部门决算" * 20 + "\n收入合计58.60万元").encode()
    read = extract(source(data[:-1]))
    assert read.lines[1].text == "收入合计58.60万\ufffd"
    assert read.notes == ("1 damaged characters, the first in line 2",)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("支出\n\n25\n\n 1046839.26 元\n", ["25"]),
        ("支出\n\n25\n\n 1.00 元\n\n27\n\n2\n", []),
        ("支出 1.00\n25\n人\n", []),
        ("合格率 ≥85% 89% 10\n\n10\n\n时间 长期 长期 10 7.5\n", []),
        ("一 1.00\n\n1\n\n二\n\n2\n\n三\n\n3\n\n四\n", ["1", "2", "3"]),
        ("全年\n\n25\n\n人\n", []),
    ],
)
def test_a_number_alone_between_empty_lines_is_a_page_number(text: str, numbers: list[str]) -> None:
    found = extract(source(text.encode(), kinds.TEXT, "a.txt"))
    assert [one.text for one in found.objects] == numbers
    assert len(found.lines) == text.count("\n")
