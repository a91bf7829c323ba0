"""Sheets as text files: CSV for programs, CSV for spreadsheets, JSON.

The CSV for programs is the exact data. The one for spreadsheets has a byte order mark, titles for
people, and guards text that a spreadsheet would run as a formula; ``unguard`` undoes that.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from finalaccounts.package import to_text
from finalaccounts.site.data.sheets import Sheet

GUARD = "'"
_quoted = json.JSONEncoder(ensure_ascii=False).encode
# OWASP's list of what makes a spreadsheet read a cell as a formula; the guard itself is guarded
# too, so that taking one leading apostrophe away always gives back what was there.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", GUARD)


# Text that a spreadsheet takes for a number, a date, a time, a truth value: codes (2080501 and
# 0020805 alike), 58.60, 12/1/2024, 1E5, 3-1, 5%, Mar-5, TRUE, dates in Chinese and Japanese.
_TAKEN = re.compile(
    r"""[\s$\u00a5\uffe5(]*[0-9\uff10-\uff19][\s0-9\uff05\uff0c-\uff1a.,:/%eE+()\-\u5e74\u6708\u65e5\u65f6\u6642\u5206\u79d2]*
    | (?:[0-9]{1,4}[\s./-]*)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s./-]*[0-9]{0,4}
      (?:[\s./,-]+[0-9]{1,4})?
    | true | false""",
    re.VERBOSE | re.IGNORECASE,
)


def guard(text: str) -> str:
    """Return ``text`` so that no spreadsheet runs it."""
    return GUARD + text if text.startswith(DANGEROUS) else text


def kept(text: str) -> str:
    """Return ``text`` so that a spreadsheet that opens a CSV keeps it as text, and runs nothing."""
    return GUARD + text if _TAKEN.fullmatch(text) else guard(text)


def unguard(text: str) -> str:
    """Return what ``guard`` was given."""
    return text.removeprefix(GUARD)


def _csv(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def plain_csv(sheet: Sheet) -> bytes:
    """Return the exact data in UTF-8, keys as header."""
    return _csv([[c.name for c in sheet.columns], *sheet.texts()]).encode()


def excel_csv(sheet: Sheet) -> bytes:
    """Return the CSV that a double click opens right in a Chinese spreadsheet program."""
    rows = ([kept(v) if isinstance(v, str) else to_text(v) for v in row] for row in sheet.rows)
    return _csv([[guard(c.title) for c in sheet.columns], *rows]).encode("utf-8-sig")


def to_json(value: Any) -> str:
    """Return JSON in which a Decimal stays exactly as printed (``58.60`` is ``58.60``)."""
    kind = type(value)
    if kind is str:
        return _quoted(value)
    if kind is Decimal:
        return format(value, "f")
    if value is None:
        return "null"
    if isinstance(value, Mapping):
        return "{" + ",".join([f"{_quoted(key)}:{to_json(v)}" for key, v in value.items()]) + "}"
    if isinstance(value, list | tuple):
        if value and isinstance(value[0], Mapping | list | tuple):  # a row a line
            return "[\n" + ",\n".join(map(to_json, value)) + "\n]"
        return "[" + ",".join(map(to_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def json_bytes(value: Any) -> bytes:
    """Return a JSON file."""
    return to_json(value).encode() + b"\n"


def records(sheet: Sheet) -> list[dict[str, Any]]:
    """Return the rows as mappings by column key; a missing number is null, a missing text empty."""
    names = [c.name for c in sheet.columns]
    return [dict(zip(names, row, strict=True)) for row in sheet.rows]


def text_rows(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a small CSV of any values."""
    return _csv([names, *([to_text(v) for v in row] for row in rows)]).encode()
