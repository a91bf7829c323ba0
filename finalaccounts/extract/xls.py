"""Legacy XLS workbooks, by xlrd, which keeps number formats; others go through LibreOffice."""

from __future__ import annotations

import io
from typing import Any

import xlrd

from finalaccounts import limits
from finalaccounts.extract.colours import WHITE, unseen
from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.grid import Writing
from finalaccounts.extract.office import read_office
from finalaccounts.extract.workbook import Sheet, SheetCell, text_of, write_sheet
from finalaccounts.model import Document, Source

_OLE = b"\xd0\xcf\x11\xe0"
# A font raised above its line.
_RAISED = 1
# Text, rows (twentieths of a point) and columns (parts of a character) that nobody can see.
_SMALLEST, _LOWEST, _NARROWEST = 40, 40, 128


def _text(book: Any, cell: Any, zeros: bool) -> str:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, ""))
    code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return text_of(xlrd.xldate_as_datetime(cell.value, book.datemode), code)
        except (ValueError, OverflowError):
            return text_of(cell.value, "")
    if cell.ctype == xlrd.XL_CELL_NUMBER and cell.value == 0 and not zeros:
        return ""
    return text_of(bool(cell.value) if cell.ctype == xlrd.XL_CELL_BOOLEAN else cell.value, code)


def _runs(book: Any, sheet: Any, r: int, c: int, text: str, cell: SheetCell) -> str:
    """Return the runs of a text that are seen; struck ones and note marks are listed."""
    runs = sheet.rich_text_runlist_map.get((r, c), ())
    if not runs:
        return text
    starts = [(0, None), *runs]
    out = ""
    for at, (start, font) in enumerate(starts):
        end = starts[at + 1][0] if at + 1 < len(starts) else len(text)
        piece, look = text[start:end], book.font_list[font] if font is not None else None
        if look is not None and look.struck_out:
            cell.notes.append(("struck", "left_out", piece))
        elif look is not None and look.escapement == _RAISED and out.strip():
            cell.notes.append(("note_mark", "left_out", piece))
        else:
            out += piece
    return out


def _cell(book: Any, sheet: Any, r: int, c: int) -> SheetCell:
    given = sheet.cell(r, c)
    made = SheetCell(_text(book, given, bool(sheet.show_zero_values)))
    if given.ctype == xlrd.XL_CELL_TEXT:
        made.text = _runs(book, sheet, r, c, made.text, made)
    if given.ctype == xlrd.XL_CELL_ERROR:
        made.notes.append(("error_value", "not_read", made.text))
    zero = given.ctype == xlrd.XL_CELL_NUMBER and given.value == 0
    if not (made.text or zero) and str(given.value).strip() and given.ctype != xlrd.XL_CELL_BLANK:
        made.notes.append(("hidden", "left_out", str(given.value)))
    if made.text:
        style = book.xf_list[given.xf_index]
        font, fill = book.font_list[style.font_index], style.background
        solid = book.colour_map.get(fill.pattern_colour_index) if fill.fill_pattern == 1 else None
        back = solid if fill.fill_pattern else WHITE
        if font.struck_out:
            made.why = "struck"
        elif font.height <= _SMALLEST or unseen(book.colour_map.get(font.colour_index), back):
            made.why = "hidden"
        if made.why == "hidden" and zero:
            made.text, made.why = "", ""
    note = sheet.cell_note_map.get((r, c))
    if note is not None:
        made.notes.append(("comment", "left_out", note.text or ""))
    return made


def _sheet(book: Any, sheet: Any) -> Sheet:
    limits.at_most("cells", sum(sheet.row_len(r) for r in range(sheet.nrows)), sheet.name)
    rows = [[_cell(book, sheet, r, c) for c in range(sheet.row_len(r))] for r in range(sheet.nrows)]
    merged = {(r, c): (c1 - c, r1 - r) for r, r1, c, c1 in sheet.merged_cells}
    hidden = (n for n, info in sheet.rowinfo_map.items() if info.hidden or info.height < _LOWEST)
    gone = (n for n, info in sheet.colinfo_map.items() if info.hidden or info.width < _NARROWEST)
    return Sheet(sheet.name, rows, merged, frozenset(hidden), frozenset(gone))


def read_xls(source: Source) -> Document:
    """Read a legacy workbook.

    Raises ExtractError when it is damaged or protected, or needs LibreOffice and there is none.
    """
    if not source.data.startswith(_OLE):
        return read_office(source)
    written = Writing(source.file)
    notes = []
    try:
        # What xlrd says of odd files goes nowhere; what it cannot read it raises.
        book = xlrd.open_workbook(
            file_contents=source.data, formatting_info=True, logfile=io.StringIO()
        )
        for sheet in book.sheets():
            if sheet.visibility:
                notes.append(f"sheet {sheet.name!r} is hidden and was not read")
                written.note("hidden_sheet", "left_out", sheet.name)
                continue
            write_sheet(written, _sheet(book, sheet))
    except limits.LimitError:
        raise
    except Exception as error:
        raise ExtractError(f"{source.file}: damaged or protected workbook ({error})") from error
    return written.document(notes)
