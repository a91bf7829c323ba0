"""XLSX workbooks: every visible sheet, each row a line, cells as the sheet shows them."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass, replace
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles import PatternFill
from openpyxl.utils import column_index_from_string

from finalaccounts import limits
from finalaccounts.extract.characters import NOTE_MARK
from finalaccounts.extract.colours import Colour, parsed, unseen
from finalaccounts.extract.conditions import Conditions, Shown, areas
from finalaccounts.extract.errors import ExtractError
from finalaccounts.extract.grid import Writing
from finalaccounts.extract.package import Parts
from finalaccounts.extract.palette import Palette
from finalaccounts.extract.shown import shown_colour
from finalaccounts.extract.workbook import UNCOMPUTED, Sheet, SheetCell, text_of, write_sheet
from finalaccounts.model import Document, Source

# Bytes of unpacked sheets beyond which openpyxl would need more memory than a reader may use.
LARGEST = 40 * 1024 * 1024
_MERGED = re.compile(rb"<mergeCell\b[^>]*\bref=\"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)\"")
# A picture inside a cell, as WPS Office writes it.
_PICTURE = re.compile(r"=?(?:_xlfn\.)?DISPIMG\(")
# Points of text, of the height of a row, and characters of a column that nobody can see.
_SMALLEST, _LOWEST, _NARROWEST = 2, 2, 0.5


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


def _rich(
    value: CellRichText, looks: _Looks, ground: Colour | None, notes: list[tuple[str, str, str]]
) -> str:
    """Return the runs of a text that are seen; struck ones and note marks are listed."""
    out = ""
    for block in value:
        text, font = (block.text, block.font) if isinstance(block, TextBlock) else (block, None)
        raised = font is not None and font.vertAlign == "superscript"
        if font is not None and font.strike:
            notes.append(("struck", "left_out", text))
        elif raised and out.strip() and not out[-1].isalpha() and NOTE_MARK.fullmatch(text.strip()):
            notes.append(("note_mark", "left_out", text))
        elif font is not None and unseen(looks.palette.colour(font.color), ground):
            notes.append(("hidden", "left_out", text))
        else:
            out += text
    return out


@dataclass(slots=True)
class _Looks:
    """What decides how the cells of one sheet are shown."""

    palette: Palette
    conditions: Conditions
    uncomputed: frozenset[str]
    zeros: bool
    # Ranges with a ground that no cell has: tables with a style of their own.
    styled: list[tuple[int, int, int, int]]

    def ground(self, cell: Any, fill: Any) -> Colour | None:
        """Return the colour behind a cell's text, None where it is not known."""
        if not fill.fill_type and any(
            left <= cell.column <= right and top <= cell.row <= bottom
            for left, top, right, bottom in self.styled
        ):
            return None
        return self.palette.ground(fill)

    def shown(self, cell: Any) -> SheetCell:
        """Return a cell as its format and the conditions of its sheet show it."""
        notes: list[tuple[str, str, str]] = []
        if getattr(cell, "comment", None) is not None:
            notes.append(("comment", "left_out", cell.comment.text or ""))
        if cell.coordinate in self.uncomputed:
            notes.append(("uncomputed", "not_read", cell.coordinate))
            return SheetCell(UNCOMPUTED, "", notes)
        value = cell.value
        if value is None:
            return SheetCell("", "", notes)
        if isinstance(value, str) and _PICTURE.match(value):
            notes.append(("picture", "not_read", ""))
            return SheetCell("", "", notes)
        rules = self.conditions.of(cell)
        made = self._as(cell, rules, notes)
        for change in rules.changes if rules else ():
            other = self._as(cell, _with(rules, change), notes) if rules and change else made
            if other != made:
                return SheetCell(UNCOMPUTED, "", [("condition", "not_read", made.text)])
        return made

    def _as(self, cell: Any, rules: Shown | None, notes: list[tuple[str, str, str]]) -> SheetCell:
        """Return a cell as one set of looks shows it."""
        value, notes = cell.value, list(notes)
        fill = _solid(rules.fill) if rules and rules.fill is not None else cell.fill
        ground = self.ground(cell, fill)
        if isinstance(value, CellRichText):
            value = _rich(value, self, ground, notes)
        zero = value == 0 and not isinstance(value, bool | str)
        code = (rules and rules.number_format) or cell.number_format or ""
        if (zero and not self.zeros) or (rules and rules.covered):
            if not zero:
                notes.append(("hidden", "left_out", str(value)))
            return SheetCell("", "", notes)
        text = text_of(value, code)
        if cell.data_type == "e":
            notes.append(("error_value", "not_read", text))
        if not text and not zero and isinstance(value, int | float | str) and str(value).strip():
            notes.append(("hidden", "left_out", str(value)))
        why = ""
        if text and (cell.has_style or rules):
            struck = cell.font.strike if rules is None or rules.strike is None else rules.strike
            colour = rules.font if rules and rules.font is not None else cell.font.color
            ink = self.palette.colour(colour)
            if isinstance(value, int | float):
                ink = parsed(shown_colour(value, code)) or ink
            small = cell.font.sz is not None and cell.font.sz <= _SMALLEST
            hides = small or unseen(ink, ground)
            why = "struck" if struck else "hidden" if hides else ""
            if zero and hides:
                return SheetCell("", "", notes)
        return SheetCell(text, why, notes)


def _with(rules: Shown, look: Any) -> Shown:
    """Return what the rules make of a cell with one look more, which may or may not apply."""
    more = replace(rules, changes=[])
    if look.numFmt is not None:
        more.number_format = look.numFmt.formatCode
    if look.font is not None and look.font.color is not None:
        more.font = look.font.color
    if look.font is not None and look.font.strike is not None:
        more.strike = bool(look.font.strike)
    if look.fill is not None:
        more.fill = look.fill
    return more


def _solid(fill: Any) -> Any:
    """Return the fill of a rule as one of a cell: where it is solid, its colour is the second."""
    if getattr(fill, "bgColor", None) is None or fill.fill_type not in (None, "solid"):
        return fill
    return PatternFill("solid", fill.bgColor)


def _less(size: float | None, least: float) -> bool:
    return size is not None and size < least


def _hidden_columns(sheet: Any) -> frozenset[int]:
    found: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden or _less(dimension.width, _NARROWEST):
            # A dimension may stand for several columns, to the last one of all sheets.
            found.update(range((dimension.min or 1) - 1, min(dimension.max or 1, sheet.max_column)))
    return frozenset(found)


def _sheet(sheet: Any, parts: Parts, palette: Palette) -> Sheet:
    uncomputed = parts.uncomputed(sheet.title)
    looks = _Looks(
        palette,
        Conditions(sheet, sheet.parent, parts.conditions(sheet.title)),
        uncomputed,
        sheet.sheet_view.showZeros is not False,
        [area for t in sheet.tables.values() if t.tableStyleInfo for area in areas(t.ref)],
    )
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
    rows = [[looks.shown(cell) for cell in row] for row in found]
    merged = {
        (m.min_row - 1, m.min_col - 1): (m.max_col - m.min_col + 1, m.max_row - m.min_row + 1)
        for m in sheet.merged_cells.ranges
    }
    hidden = frozenset(
        number - 1
        for number, dimension in sheet.row_dimensions.items()
        if dimension.hidden or _less(dimension.height, _LOWEST)
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
        palette = Palette(book.loaded_theme)
        notes = []
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                notes.append(f"sheet {sheet.title!r} is hidden and was not read")
                written.note("hidden_sheet", "left_out", sheet.title)
                continue
            _beside(sheet, written)
            write_sheet(written, _sheet(sheet, parts, palette))
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
