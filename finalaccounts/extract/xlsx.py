"""XLSX workbooks: every visible sheet, each row a line, cells as the sheet shows them."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import column_index_from_string

from finalaccounts import limits
from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.grid import Writing
from finalaccounts.extract.package import Parts
from finalaccounts.extract.workbook import UNCOMPUTED, Sheet, SheetCell, text_of, write_sheet
from finalaccounts.model import Document, Source

# Bytes of unpacked sheets beyond which openpyxl would need more memory than a reader may use.
LARGEST = 40 * 1024 * 1024
_MARK = re.compile("[\\[(\uff08]?(?:\\d{1,2}|[*\u2217\u2460-\u24ff])[\\])\uff09]?")
_MERGED = re.compile(rb"<mergeCell\b[^>]*\bref=\"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)\"")
_WHITE = ("FFFFFFFF", "00FFFFFF")
# Theme colours 0 are those of the paper.
_PAPER = 0


def _area(corners: tuple[bytes, ...]) -> int:
    left, top, right, bottom = corners
    columns = column_index_from_string(right.decode()) - column_index_from_string(left.decode()) + 1
    return max(columns, 0) * max(int(bottom[:9]) - int(top[:9]) + 1, 0)


def _check(source: Source) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            sheets = [i for i in archive.infolist() if i.filename.startswith("xl/worksheets/")]
            # openpyxl makes a cell of every place that a merged one covers.
            for info in sheets if sum(i.file_size for i in sheets) <= LARGEST else ():
                merged = _MERGED.findall(archive.read(info))
                limits.at_most("cells", sum(map(_area, merged)), info.filename)
    except limits.LimitError:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        raise ExtractError(f"{source.file}: damaged workbook ({error})") from error
    if sum(i.file_size for i in sheets) > LARGEST:
        raise ExtractError(
            f"{source.file}: sheets of more than {LARGEST} bytes; delete the empty rows "
            "below the tables and save it again"
        )


def _white(colour: Any) -> bool:
    if colour is None:
        return False
    if colour.type == "theme":
        return bool(colour.theme == _PAPER and not colour.tint)
    return colour.type == "rgb" and colour.rgb in _WHITE


def _unseen(cell: Any) -> bool:
    """True for white text on white ground."""
    if not _white(cell.font.color):
        return False
    ground = cell.fill.fgColor if cell.fill.fill_type else None
    return ground is None or _white(ground)


def _rich(value: CellRichText, notes: list[tuple[str, str, str]]) -> str:
    """Return the runs of a text that are seen; struck ones and note marks are listed."""
    out = ""
    for block in value:
        text, font = (block.text, block.font) if isinstance(block, TextBlock) else (block, None)
        raised = font is not None and font.vertAlign == "superscript"
        if font is not None and font.strike:
            notes.append(("struck", "left_out", text))
        elif raised and out.strip() and not out[-1].isalpha() and _MARK.fullmatch(text.strip()):
            notes.append(("note_mark", "left_out", text))
        elif font is not None and _white(font.color):
            notes.append(("hidden", "left_out", text))
        else:
            out += text
    return out


def _cell(cell: Any, zeros: bool, uncomputed: frozenset[str]) -> SheetCell:
    notes: list[tuple[str, str, str]] = []
    value = cell.value
    if getattr(cell, "comment", None) is not None:
        notes.append(("comment", "left_out", cell.comment.text or ""))
    if value is None:
        if cell.coordinate not in uncomputed:
            return SheetCell("", "", notes)
        notes.append(("uncomputed", "not_read", cell.coordinate))
        return SheetCell(UNCOMPUTED, "", notes)
    if isinstance(value, CellRichText):
        value = _rich(value, notes)
    if value == 0 and not isinstance(value, bool | str) and not zeros:
        return SheetCell("", "", notes)
    text = text_of(value, cell.number_format or "")
    if cell.data_type == "e":
        notes.append(("error_value", "not_read", text))
    if not text and isinstance(value, int | float | str) and str(value).strip():
        notes.append(("hidden", "left_out", str(value)))
    why = ""
    if text and cell.has_style:
        why = "struck" if cell.font.strike else "hidden" if _unseen(cell) else ""
    return SheetCell(text, why, notes)


def _hidden_columns(sheet: Any) -> frozenset[int]:
    found: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden or dimension.width == 0:
            # A dimension may stand for several columns, to the last one of all sheets.
            found.update(range((dimension.min or 1) - 1, min(dimension.max or 1, sheet.max_column)))
    return frozenset(found)


def _sheet(sheet: Any, parts: Parts) -> Sheet:
    uncomputed = parts.uncomputed(sheet.title)
    zeros = sheet.sheet_view.showZeros is not False
    filled = [
        at
        for at, cell in sheet._cells.items()
        if cell.value is not None
        or getattr(cell, "comment", None) is not None
        or cell.coordinate in uncomputed
    ]
    last, width = (max((at[i] for at in filled), default=0) for i in (0, 1))
    limits.at_most("cells", last * width, sheet.title)
    found = sheet.iter_rows(max_row=last, max_col=width) if filled else ()
    rows = [[_cell(cell, zeros, uncomputed) for cell in row] for row in found]
    merged = {
        (m.min_row - 1, m.min_col - 1): (m.max_col - m.min_col + 1, m.max_row - m.min_row + 1)
        for m in sheet.merged_cells.ranges
    }
    hidden = frozenset(
        number - 1
        for number, dimension in sheet.row_dimensions.items()
        if dimension.hidden or dimension.height == 0
    )
    return Sheet(
        sheet.title, rows, merged, hidden, _hidden_columns(sheet), parts.drawn(sheet.title)
    )


def _beside(sheet: Any, written: Writing) -> None:
    """List the headers and footers that are printed with a sheet."""
    for kind, item in (("header", sheet.oddHeader), ("footer", sheet.oddFooter)):
        said = " ".join(
            part.text for part in (item.left, item.center, item.right) if part and part.text
        )
        if said.strip():
            written.note(kind, "left_out", said)


def read_xlsx(source: Source) -> Document:
    """Read a workbook.

    Raises ExtractError for a damaged or too large file.
    """
    _check(source)
    try:
        parts = Parts(source.data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(parts.data), data_only=True, rich_text=True)
        written = Writing(source.file)
        notes = []
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                notes.append(f"sheet {sheet.title!r} is hidden and was not read")
                written.note("hidden_sheet", "left_out", sheet.title)
                continue
            _beside(sheet, written)
            write_sheet(written, _sheet(sheet, parts))
    except limits.LimitError:
        raise
    except Exception as error:
        raise ExtractError(f"{source.file}: damaged workbook ({error})") from error
    for chart in book.chartsheets:
        written.note("drawing", "not_read", chart.title)
    uncomputed = sum(one.count for one in written.objects if one.kind == "uncomputed")
    if uncomputed:
        notes.append(
            f"{uncomputed} formulas without saved values; open it in a spreadsheet program and "
            "save it again"
        )
    return written.document(notes)
