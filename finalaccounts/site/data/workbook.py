"""Sheets as one XLSX workbook: codes as text, numbers as numbers, a sheet of notes first."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from finalaccounts.site.data.sheets import NUMBERS, Sheet
from finalaccounts.site.data.texts import guard

# A workbook has a date of creation; ours must not come from the clock.
EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
ROWS = 1_048_575  # rows of a worksheet below its header
CHARACTERS = 32_767  # of one cell
NAME = 31  # of a worksheet's name
CUT = "\u2026"
EXACT_DIGITS = 15  # a spreadsheet keeps no more


def number_format(value: Decimal) -> str:
    """Return the format that shows a number with the decimals that are printed."""
    places = max(0, -int(value.as_tuple().exponent))
    return "0." + "0" * places if places else "0"


class _Book:
    def __init__(self) -> None:
        self.out = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.out,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self.book.set_properties({"created": EPOCH})
        self.head = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.text = self.book.add_format({"num_format": "@"})
        self.formats: dict[str, Any] = {}

    def cell(self, page: Any, at: int, across: int, value: Any) -> None:
        if value is None or value == "":
            return
        if (
            isinstance(value, Decimal | int)
            and len(Decimal(value).as_tuple().digits) <= EXACT_DIGITS
        ):
            shape = number_format(Decimal(value))
            if shape not in self.formats:
                self.formats[shape] = self.book.add_format({"num_format": shape})
            page.write_number(at, across, float(value), self.formats[shape])
        else:
            shown = format(value, "f") if isinstance(value, Decimal) else guard(str(value))
            if len(shown) > CHARACTERS:  # the notes say so; the CSV holds all of it
                shown = shown[: CHARACTERS - 1] + CUT
            page.write_string(at, across, shown, self.text)


def _named(name: str, taken: set[str]) -> str:
    """Return a name of a worksheet: short, without what Excel forbids, given once."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '")[:NAME] or "-"
    shown, number = plain, 1
    while shown.casefold() in taken:
        number += 1
        shown = f"{plain[: NAME - 3]} {number}"
    taken.add(shown.casefold())
    return shown


def workbook(
    sheets: Sequence[tuple[str, Sheet]], notes: Sequence[Sequence[str]], notes_name: str
) -> bytes:
    """Return the workbook: ``notes`` on the first sheet, then every sheet under its name.

    A sheet with more rows than a worksheet takes goes on in further ones (``figures 2``).
    """
    made = _Book()
    taken = {"history"}  # Excel keeps this name for itself
    page = made.book.add_worksheet(_named(notes_name, taken))
    page.set_column(0, 3, 32)
    for at, row in enumerate(notes):
        for across, value in enumerate(row):
            made.cell(page, at, across, value)
    for name, sheet in sheets:
        for part in range(0, max(1, len(sheet.rows)), ROWS):
            page = made.book.add_worksheet(_named(name, taken))
            page.freeze_panes(1, 0)
            for across, column in enumerate(sheet.columns):
                page.set_column(across, across, 12 if column.kind in NUMBERS else 20)
                page.write_string(0, across, column.title, made.head)
            rows = sheet.rows[part : part + ROWS]
            page.autofilter(0, 0, len(rows), max(0, len(sheet.columns) - 1))
            for at, row in enumerate(rows, 1):
                for across, value in enumerate(row):
                    made.cell(page, at, across, value)
    made.book.close()
    return made.out.getvalue()
