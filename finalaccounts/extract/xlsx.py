"""XLSX workbooks: every visible sheet, each row a line, numbers as the sheet shows them."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from typing import Any

from openpyxl import load_workbook

from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.grid import Grid, clean, grid_lines, numbered, sheet_grid
from finalaccounts.extract.shown import shown_date, shown_number
from finalaccounts.model import Document, Source

# Bytes of unpacked sheets beyond which openpyxl would need more memory than a reader may use.
LARGEST = 40 * 1024 * 1024
_UNCOMPUTED = re.compile(
    rb"</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>|<f[^>]*/>\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
# What a sheet is called is a line of the document where it says more than its own first rows do.
_OWN_TITLE_ROWS = 4


def text_of(value: Any, code: str) -> str:
    """Return what a cell shows for a value read by openpyxl or xlrd."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return shown_number(value, code)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return shown_date(value, code)
    if isinstance(value, dt.timedelta):
        return str(value)
    return clean(str(value))


def sheet_title(name: str, rows: list[tuple[str, tuple[str, ...]]]) -> str:
    """Return the sheet's name as a title, empty where its rows say it or it says nothing."""
    title = re.sub("^[^\u4e00-\u9fff]+|[\\s0-9]+$", "", name)
    top = "".join("".join(text.split()) for text, _ in rows[:_OWN_TITLE_ROWS])
    return title if len(title) >= 4 and title not in top else ""


def _check(source: Source) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            sheets = [i for i in archive.infolist() if i.filename.startswith("xl/worksheets/")]
            if sum(i.file_size for i in sheets) > LARGEST:
                raise ExtractError(
                    f"{source.file}: sheets of more than {LARGEST} bytes; delete the empty rows "
                    "below the tables and save it again"
                )
            for info in sheets:
                if info.filename.endswith(".xml") and _UNCOMPUTED.search(archive.read(info)):
                    raise ExtractError(
                        f"{source.file}: {info.filename} has formulas without saved values; "
                        "open it in a spreadsheet program and save it again"
                    )
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        if isinstance(error, ExtractError):
            raise
        raise ExtractError(f"{source.file}: damaged workbook ({error})") from error


def _grid(sheet: Any) -> Grid:
    rows = [
        [text_of(cell.value, cell.number_format or "") for cell in row] for row in sheet.iter_rows()
    ]
    spans = {
        (m.min_row - 1, m.min_col - 1): m.max_col - m.min_col + 1 for m in sheet.merged_cells.ranges
    }
    return sheet_grid(sheet.title, rows, spans)


def read_xlsx(source: Source) -> Document:
    """Read a workbook.

    Raises ExtractError for a damaged or too large file, or formulas whose values were not saved.
    """
    _check(source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(source.data), data_only=True)
    except Exception as error:
        raise ExtractError(f"{source.file}: damaged workbook ({error})") from error
    lines: list[tuple[str, tuple[str, ...]]] = []
    notes = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            notes.append(f"sheet {sheet.title!r} is hidden and was not read")
            continue
        rows = grid_lines(_grid(sheet))
        if not rows:
            continue
        if lines:
            lines.append(("", ()))
        if title := sheet_title(sheet.title, rows):
            lines.append((title, ()))
        lines.extend(rows)
    return Document(source.file, numbered(lines), tuple(notes))
