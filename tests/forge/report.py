"""A whole report: its blocks in the order of a layout, written in a format."""

from __future__ import annotations

from tests.forge import files, ofd, plain
from tests.forge.accounts import Accounts, shown
from tests.forge.blocks import Block, Cell, Expected, Grid, Prose
from tests.forge.forms import forms
from tests.forge.halves import Amounts
from tests.forge.layouts import LAYOUTS, Layout
from tests.forge.prose import cover, explained, profile
from tests.forge.quirks import NONE, Quirks, printed, retyped
from tests.forge.tables import tables

# Formats by name: which of them keep every cell, so that blanks are certain.
FORMATS = ("spaces", "gb18030", "tabs", "pdf", "docx", "xlsx", "xls", "html")
OFD = {f"ofd-{dialect}": dialect for dialect in ofd.DIALECTS}
CELLS = frozenset((*FORMATS[2:], *OFD))
# PDF tables without all their rules; columns may be lost.
BARE = {f"pdf-{rules}": rules for rules in ("across", "none", "close", "stops")}


def _cells(accounts: Accounts, quirks: Quirks) -> Amounts:
    def put(table: str, line: str, column: str, fen: int) -> Cell:
        text = printed(fen, shown(fen), f"{table}.{column}", quirks)
        return Cell(accounts.overrides.get((table, line, column), text), (table, line, column))

    return put


def _listed(grids: list[Grid], layout: Layout) -> Prose:
    """The list of tables, with flags for the empty ones where the layout prints them."""
    if not layout.flags:
        return Prose([])
    rows = ["序号\t内容\t是否空表\t表格为空的理由"]
    for number, grid in enumerate(grids, 1):
        rows.append(
            f"表{number}\t{grid.title}\t{'是' if grid.empty else '否'}\t{'本部门不涉及故公开空表' if grid.empty else ''}"
        )
    return Prose(rows)


def blocks(accounts: Accounts, layout: Layout, quirks: Quirks = NONE) -> list[Block]:
    """Return the parts of the report in order."""
    grids = tables(accounts, layout, _cells(accounts, quirks))
    part = "第二部分" if layout.tables_first else "第三部分"
    printed_tables: list[Block] = [
        Prose([f"{part} {accounts.year}年度部门决算表"]),
        _listed(grids, layout),
        *grids,
    ]
    told = explained(accounts, layout)
    if layout.tables_first:
        told.lines[0] = told.lines[0].replace("第二部分", "第三部分")
    middle: list[Block] = (
        [*printed_tables, told] if layout.tables_first else [told, *printed_tables]
    )
    return [cover(accounts, layout), profile(accounts, layout), *middle, *forms(accounts)]


def write(accounts: Accounts, layout: str, form: str, quirks: Quirks = NONE) -> bytes:
    """Return the report as the bytes of a file in one of ``FORMATS``, ``BARE`` or ``OFD``."""
    return printed_as(blocks(accounts, LAYOUTS[layout], quirks), form, quirks)


def printed_as(parts: list[Block], form: str, quirks: Quirks = NONE) -> bytes:
    """Return the parts of a report as the bytes of a file in one of ``FORMATS``."""
    if form in ("spaces", "gb18030"):
        text = retyped(plain.spaces(parts, quirks), quirks)
        return text.encode("utf-8" if form == "spaces" else "gb18030")
    if form == "tabs":
        return retyped(plain.tabs(parts, quirks), quirks).encode()
    if form in BARE:
        return files.pdf(parts, BARE[form])
    if form in OFD:
        return ofd.package(files.pdf(parts), OFD[form])
    made = {
        "pdf": files.pdf,
        "docx": files.word,
        "xlsx": files.xlsx,
        "xls": files.xls,
        "html": files.page,
    }
    return made[form](parts)


def expected(accounts: Accounts, layout: str, form: str, quirks: Quirks = NONE) -> list[Expected]:
    """Return the figures that reading must give; blanks only where cells are certain."""
    found = [
        e
        for b in blocks(accounts, LAYOUTS[layout], quirks)
        if isinstance(b, Grid)
        for e in b.expected()
    ]
    return [e for e in found if form in CELLS or e.state != "blank"]


def stated(accounts: Accounts, layout: str) -> list[tuple[str, str]]:
    """Return (amount, unit) of every quantity in the narrative, in order."""
    parts = blocks(accounts, LAYOUTS[layout])
    return [number for b in parts if isinstance(b, Prose) for number in b.numbers]
