"""The list of tables: which there are, which are empty, and why (or only their titles)."""

from __future__ import annotations

from dataclasses import dataclass

from finalaccounts.model import Line
from finalaccounts.normalize.tables.find.titles import TableTitle, _prepare, recognise
from finalaccounts.normalize.tables.parts import Piece
from finalaccounts.normalize.tables.patterns import pattern
from finalaccounts.normalize.tables.tokens import cells, digit_runs
from finalaccounts.reference import tables as reference
from finalaccounts.text import bare, fold, key


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the list of tables."""

    key: str
    title: str
    number: str
    empty: bool
    reason: str
    line: int
    reason_line: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of tables: its rows and its lines ``first``-``last``."""

    rows: tuple[Listed, ...]
    first: int
    last: int


def _row(line: Line, text: str) -> Listed | None:
    """Return the row that ``text`` (cells parted by blanks) prints, if it is one."""
    if "\t" in line.text:
        filled = [c.text for c in cells(line)]
        if len(filled) < 2 or not pattern("list_row").match(f"{fold(filled[0])} {fold(filled[1])}"):
            return None
        number, title = filled[0], filled[1]
        flag = filled[2] if len(filled) > 2 else ""
        reason = "".join(filled[3:])
    else:
        m = pattern("list_row").match(fold(text))
        if not m:
            return None
        number, title, flag, reason = (
            text[m.start(g) : m.end(g)] if m.start(g) >= 0 else ""
            for g in ("number", "title", "flag", "reason")
        )
    printed, folded, _ = _prepare(title)
    table = recognise(folded) or f"other:{printed}"
    empty = bare(flag) in reference.shared().text.list_yes
    return Listed(table, printed, bare(number), empty, bare(reason), line.number, line.number)


def read_listing(lines: tuple[Line, ...], head: Line) -> Listing | None:
    """Return the list of tables that begins with the line ``head``."""
    rows: list[Listed] = []
    last = head.number
    open_text, open_line = "", head
    for line in lines[head.number :]:
        text = line.text.strip()
        if not text:
            continue
        if "\t" in line.text:
            row = _row(line, text)
            if row is None:
                break
            rows.append(row)
        else:
            if (row := _row(line, text)) is not None:
                rows.append(row)
                open_text, open_line = text, line
            elif not open_text and pattern("list_row").match(f"1 {fold(text)}"):
                break
            elif (
                open_text
                and rows
                and line.number - open_line.number <= 3
                and (longer := _row(open_line, f"{open_text} {text}"))
                and recognise(key(text)) == ""
                and (rows[-1].reason or rows[-1].empty)
            ):
                rows[-1] = longer
                open_text = f"{open_text} {text}"
            else:
                break
        last = line.number
    return Listing(tuple(rows), head.number, last) if rows else None


def is_list_head(line: Line) -> bool:
    """True for the header of a list of tables."""
    return bool(pattern("list_head").fullmatch(key(line.text)))


def from_mentions(mentions: list[TableTitle], printed: set[str]) -> list[Listed]:
    """Return the tables that are only named: by the last mention of each."""
    last = {m.key: m for m in mentions if m.key not in printed}
    return [
        Listed(m.key, m.printed, m.number or m.ordinal, False, "", m.first, m.first)
        for m in last.values()
    ]


def list_pieces(lines: tuple[Line, ...], listing: Listing) -> list[Piece]:
    """Return the digits of the list's lines: numbers of tables, no figures."""
    return [p for line in lines[listing.first - 1 : listing.last] for p in digit_runs(line)]
