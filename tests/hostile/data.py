"""Faults of a report's folder and of what people type: what is done, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

Change = Callable[[Path], object]


def swap(name: str, old: str, new: str) -> Change:
    """Replace the first match of a pattern in a file."""

    def change(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        changed = re.sub(old, new, text, count=1)
        assert changed != text, (name, old)
        (folder / name).write_text(changed, "utf-8")

    return change


def recode(name: str, encoding: str) -> Change:
    def change(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        (folder / name).write_bytes(text.encode(encoding))

    return change


def put(name: str, content: str | bytes) -> Change:
    data = content if isinstance(content, bytes) else content.encode()
    return lambda folder: (folder / name).write_bytes(data)


def link(name: str, target: str) -> Change:
    def change(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).symlink_to(target)

    return change


def pipe(name: str) -> Change:
    def change(folder: Path) -> None:
        import os

        (folder / name).unlink()
        os.mkfifo(folder / name)

    return change


def gone(name: str) -> Change:
    return lambda folder: (folder / name).unlink()


_ROW = r"(?m)^(summary\.[^,]*),summary,([^,]*),([^,]*),([^,]*),printed,"
_TWO = r'(?:"[^"]*"|[^,\n]*),[^,]*'
# Faults of what the program wrote: change, and what must be said.
FOLDER: dict[str, tuple[Change, str]] = {
    "gb18030": (recode("figures.csv", "gb18030"), "changed since it was written"),
    "utf-16": (recode("figures.csv", "utf-16"), "changed since it was written"),
    "mark": (recode("statements.csv", "utf-8-sig"), "changed since it was written"),
    "latin": (put("tables.csv", b"table\n\xff\xfe\xfd"), "tables.csv"),
    "bytes": (put("figures.csv", bytes(range(256))), "figures.csv"),
    "empty": (put("figures.csv", b""), "column .* missing"),
    "header only of another": (put("figures.csv", b"a,b\n"), "column .* missing"),
    "column twice": (swap("figures.csv", "figure_id,table", "table,table"), "missing|twice"),
    "short row": (put("unread.csv", "token,context,reason,source,source_line,page,box,cell\n1\n"), "1 cells, the header has 8"),
    "long row": (put("unread.csv", "token,context,reason,source,source_line,page,box,cell\n1,2,3,4,5,6,7,8,9\n"), "9 cells"),
    "many rows": (put("problems.csv", "kind,found,nearest,where\n" + "a,b,c,d\n" * 60_001), "more than 60000 lines|column"),
    "many rows of tokens": (
        put("unread.csv", "token,context,reason,source,source_line,page,box,cell\n" + "1,2,3,source.txt,1,,,\n" * 60_001),
        "more than 60000 lines",
    ),
    "long line of a source": (put("source.txt", "甲" * 200_001), "more than 200000 characters"),
    "open quote": (swap("figures.csv", "\n", '\n"'), "figures.csv"),
    "conflict": (swap("figures.csv", "\n", "\n<<<<<<< HEAD\n"), "figures.csv:2: a conflict left by git"),
    "conflict middle": (swap("figures.csv", "\n", "\n=======\n"), "conflict left by git"),
    "NaN": (swap("figures.csv", _ROW + _TWO, r"\1,summary,\2,\3,\4,printed,1,NaN"), "amount: 'NaN' is no number"),
    "infinity": (swap("figures.csv", _ROW + _TWO, r"\1,summary,\2,\3,\4,printed,1,Infinity"), "is no number"),
    "exponent": (swap("figures.csv", _ROW + _TWO, r"\1,summary,\2,\3,\4,printed,1,1E999999999"), "is no number"),
    "other digits": (swap("figures.csv", _ROW + _TWO, r"\1,summary,\2,\3,\4,printed,1,٣"), "is no number"),
    "long number": (swap("figures.csv", _ROW + _TWO, r"\1,summary,\2,\3,\4,printed,1," + "9" * 100), "is no number"),
    "amount not printed": (swap("figures.csv", _ROW + _TWO, r"\1,summary,\2,\3,\4,printed,2.00,9999.99"), "is not the number printed"),
    "unknown state": (swap("figures.csv", _ROW, r"\1,summary,\2,\3,\4,guessed,"), "state 'guessed' is none of"),
    "unknown table": (swap("figures.csv", _ROW, r"\1,sumary,\2,\3,\4,printed,"), "table 'sumary' is neither known"),
    "unknown line": (swap("figures.csv", _ROW, r"\1,summary,nonsense,\3,\4,printed,"), "line 'nonsense'"),
    "unknown column": (swap("figures.csv", _ROW, r"\1,summary,\2,\3,nonsense,printed,"), "column 'nonsense'"),
    "id twice": (swap("figures.csv", r"(?m)^(summary\..*\n)", r"\1\1"), "is that of row"),
    "id empty": (swap("figures.csv", r"(?m)^summary\.[^,]*", ""), "figure_id '' is empty"),
    "id of another table": (swap("figures.csv", r"(?m)^summary\.", "revenue."), "does not begin with the table"),
    "line outside": (swap("figures.csv", r"source\.txt,\d+", "source.txt,999999"), "source_line 999999 is outside"),
    "line zero": (swap("figures.csv", r"source\.txt,\d+", "source.txt,0"), "source_line 0 is outside"),
    "line below zero": (swap("statements.csv", r"source\.txt,\d+", "source.txt,-5"), "source_line -5 is outside"),
    "line in words": (swap("statements.csv", r"source\.txt,\d+", "source.txt,five"), "source_line: 'five'"),
    "another source": (swap("figures.csv", r"source\.txt", "other.txt"), "source 'other.txt' is no source"),
    "line elsewhere": (swap("figures.csv", r"source\.txt,\d+", "source.txt,1"), "does not stand in|changed"),
    "statement direction": (swap("statements.csv", ",(increase|decrease),", ",upwards,"), "direction 'upwards'"),
    "evaluation kind": (swap("evaluations.csv", ",(project|department),", ",unit,"), "kind 'unit'"),
    "form unknown": (swap("indicators.csv", r"(?m)^(project|department)\.\d+,", "project.99,"), "'project.99' is not in evaluations.csv"),
    "explanation kind": (swap("explanations.csv", ",reason,", ",excuse,"), "kind 'excuse'"),
    "table state": (swap("tables.csv", ",with_figures,", ",full,"), "state 'full'"),
    "table upside down": (swap("tables.csv", r"source\.txt,(\d+),(\d+)", r"source.txt,\2,\1"), "first_line .* follows last_line"),
    "ledger in words": (swap("ledger.csv", r"tokens,\d+", "tokens,many"), "ledger.csv:2"),
    "ledger twice": (swap("ledger.csv", r"(tokens,\d+\n)", r"\1\1"), "ledger.csv:3"),
    "control character": (swap("statements.csv", "\n", "\n\x1b"), r"U\+001B may not stand here"),
    "direction mark": (swap("statements.csv", "\n", "\n\u202e"), r"U\+202E may not stand here"),
    "figures gone": (gone("figures.csv"), "figures.csv: No such file"),
    "ledger gone": (gone("ledger.csv"), "ledger.csv"),
    "source gone": (gone("source.txt"), "source.txt"),
    "sums gone": (gone("SHA256SUMS"), "SHA256SUMS: not there"),
    "certificate gone": (gone("source.toml"), "source.toml: No such file"),
    "source a link out": (link("source.txt", "/etc/passwd"), "a link that leads out"),
    "figures a link out": (link("figures.csv", "/etc/passwd"), "a link that leads out"),
    "source a device": (link("source.txt", "/dev/zero"), "not a regular file"),
    "source a pipe": (pipe("source.txt"), "not a regular file"),
    "figures a pipe": (pipe("figures.csv"), "not a regular file"),
    "source edited": (swap("source.txt", "决算", "预算"), "source.txt: its sha256"),
    "source more": (lambda f: (f / "source.txt").write_bytes((f / "source.txt").read_bytes() + b"\n"), "source.txt: its sha256"),
    "csv more": (put("more.csv", "a\n"), "more.csv: changed"),
}  # fmt: skip

_ID = "[[reply]]\nfinding = '{}'\ndate = 2026-01-02\nby = '{}'\ntext = '{}'\n"
# Faults of what people type beside a report.
TYPED: dict[str, tuple[Change, str]] = {
    "no TOML": (put("source.toml", "[report\n"), "not readable as TOML"),
    "unknown key": (swap("source.toml", r"\[report\]", "[report]\nnonsense = 1"), "nonsense"),
    "slug": (swap("source.toml", 'slug = "[^"]*"', 'slug = "../x"'), "slug"),
    "slug of another": (swap("source.toml", 'slug = "[^"]*"', 'slug = "other"'), "the folder is"),
    "division": (swap("source.toml", 'division = "[^"]*"', 'division = "1"'), "division"),
    "division digits": (swap("source.toml", 'division = "[^"]*"', 'division = "١٢٣٤٥٦"'), "division"),
    "division of another": (swap("source.toml", 'division = "[^"]*"', 'division = "999999"'), "the folder is"),
    "year": (swap("source.toml", r"fiscal_year = \d+", "fiscal_year = 99999"), "fiscal_year"),
    "year of another": (swap("source.toml", r"fiscal_year = \d+", "fiscal_year = 1999"), "the folder is"),
    "address": (swap("source.toml", 'url = ""', 'url = "javascript:alert(1)"'), "begins with http"),
    "address data": (swap("source.toml", 'url = ""', 'url = "data:text/html,x"'), "begins with http"),
    "address words": (swap("source.toml", 'url = ""', 'url = "not an url"'), "begins with http"),
    "address host": (swap("source.toml", 'url = ""', 'url = "https://"'), "begins with http"),
    "hash": (swap("source.toml", 'sha256 = "[^"]*"', f'sha256 = "{"0" * 64}"'), "sha256 is not the one"),
    "hash short": (swap("source.toml", 'sha256 = "[^"]*"', 'sha256 = "0"'), "sha256"),
    "file above": (swap("source.toml", 'file = "[^"]*"', 'file = "../../../../build.py"'), "file"),
    "file of ours": (swap("source.toml", 'file = "[^"]*"', 'file = "figures.csv"'), "own files"),
    "file certificate": (swap("source.toml", 'file = "[^"]*"', 'file = "source.toml"'), "own files"),
    "file absent": (swap("source.toml", 'file = "[^"]*"', 'file = "absent.txt"'), "absent.txt"),
    "control": (swap("source.toml", 'entity = "', 'entity = "\u202e'), r"U\+202E"),
    "escape": (put("source.toml", b"\x1b[31m"), r"U\+001B"),
    "conflict": (swap("source.toml", r"\[report\]", "<<<<<<< HEAD\n[report]"), "conflict left by git"),
    "reply to nothing": (put("replies.toml", _ID.format("X01.R01.nothing", "局", "x")), "no finding 'X01.R01.nothing'; the nearest one is"),
    "reply address": (put("replies.toml", _ID.format("x", "局", "x") + "url = 'javascript:1'\n"), "begins with http"),
    "reply date": (put("replies.toml", _ID.format("x", "局", "x").replace("2026-01-02", "'soon'")), "date"),
    "reply key": (put("replies.toml", _ID.format("x", "局", "x") + "x = 1\n"), "x"),
    "reply bytes": (put("replies.toml", b"\xff\xfe\x00"), "replies.toml"),
    "withdrawal of nothing": (put("withdrawn.toml", "[[withdrawn]]\nfinding = 'X'\ndate = 2026-01-02\nreason_zh = 'x'\nreason_en = 'x'\n"), "no finding 'X'; the nearest"),
    "correction of nothing": (put("corrections.csv", "place,printed,used,reason,date\nx,1,2,y,2026-01-02\n"), "the nearest one is"),
    "correction no number": (put("corrections.csv", "place,printed,used,reason,date\nx,1,many,y,2026-01-02\n"), "corrections.csv:2"),
    "correction infinite": (put("corrections.csv", "place,printed,used,reason,date\nx,1,Infinity,y,2026-01-02\n"), "corrections.csv:2"),
    "correction date": (put("corrections.csv", "place,printed,used,reason,date\nx,1,2,y,2026-13-45\n"), "date"),
    "correction short": (put("corrections.csv", "place,printed,used,reason,date\nx\n"), "corrections.csv:2"),
    "correction pipe": (lambda f: (__import__("os").mkfifo(f / "corrections.csv")), "not a regular file"),
}  # fmt: skip

# Values of site.toml that are refused.
SITE: tuple[str, ...] = (
    'licence_url = "javascript:1"',
    'site_url = "javascript:1/"',
    'site_url = "https://x.example"',
    'corrections = "javascript:1"',
    'corrections = "a@b?bcc=c"',
    'corrections = "\\"><script>"',
    'licence_url = "data:text/html,x"',
    'operator = 5',
    'nonsense = "x"',
    'title = "\u202e"',
)  # fmt: skip
