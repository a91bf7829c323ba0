"""Files that people type or that pass through a spreadsheet program: read in one way, checked once.

UTF-8 with or without its mark, UTF-16 with its mark, and GB18030 (what Excel writes) are
understood; a conflict left by git, a character that may not enter (``characters``), a pipe or a
link out of the folder is named with its file and line.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator

from finalaccounts.characters import refused
from finalaccounts.paths import regular

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|={7}|\|{7})(?: .*)?$", re.M)
_HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
# Share of usual Chinese characters among all that are not ASCII, below which bytes that are not
# UTF-8 are not taken for GB18030 either: almost any bytes can be decoded as that.
_USUAL = 0.9
_LARGEST = 64 * 1024 * 1024
_MAIL = re.compile(r"[\w.+-]+@[\w.-]+")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\`{|}]+", re.I)


class TypedError(ValueError):
    """A file typed by hand cannot be used: file, line, what was found, what was expected."""


def read_text(path: Path) -> str:
    """Return the text of a file beside a report, ends of lines as LF.

    Raises TypedError naming file and line.
    """
    try:
        if wrong := regular(path, path.parent):
            raise TypedError(f"{path}: {wrong}; expected a file in this folder")
        with path.open("rb") as handle:
            data = handle.read(_LARGEST + 1)
    except OSError as error:
        raise TypedError(f"{path}: {error.strerror or error}") from error
    if len(data) > _LARGEST:
        raise TypedError(f"{path}: more than {_LARGEST} bytes")
    text = _decoded(data, path)
    if found := _CONFLICT.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise TypedError(f"{path}:{line}: a conflict left by git ({found[0][:7]}); resolve it")
    if wrong := refused(text):
        raise TypedError(f"{path}: {wrong}")
    return text.replace("\r\n", "\n")


def _decoded(data: bytes, path: Path) -> str:
    try:
        for mark, encoding in _MARKS:
            if data.startswith(mark):
                return data.decode(encoding)
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if data.startswith(tuple(mark for mark, _ in _MARKS)):
            raise TypedError(f"{path}: damaged: {error}") from error
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise TypedError(f"{path}: neither UTF-8 nor GB18030; save it as UTF-8") from error
    wide = [ch for ch in text if ch > "\x7f"]
    if len(_HAN.findall("".join(wide))) < _USUAL * len(wide):
        raise TypedError(f"{path}: neither UTF-8 nor certainly GB18030; save it as UTF-8")
    return text


# A date alone behind its key, as people and spreadsheets write it: TOML wants 2026-01-07.
_SIGN = r"[^0-9\s\"']"
_BARE_DATE = re.compile(
    rf"^(\s*\w+\s*=\s*)([0-9]{{4}}{_SIGN}[0-9]{{1,2}}{_SIGN}[0-9]{{1,2}}{_SIGN}?)\s*$", re.M
)
_CURLY = re.compile("[\u201c\u201d\u2018\u2019\uff02]")


def read_toml(path: Path) -> dict[str, Any]:
    """Return a TOML file as a mapping; raises TypedError naming file and line."""
    text = _BARE_DATE.sub(lambda found: found[1] + _iso_or_so(found[2]), read_text(path))
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line ([0-9]+)", str(error))
        row = text.split("\n")[int(line[1]) - 1] if line else ""
        found = _CURLY.search(row)
        hint = f'; {found[0]} is a Chinese quotation mark, TOML wants "' if found else ""
        raise TypedError(f"{path}: not readable as TOML: {error}{hint}") from error


def _iso_or_so(given: str) -> str:
    try:
        return iso_date(given)
    except ValueError:
        return given  # TOML names it


def iso_date(given: object) -> str:
    """Return a date as 2026-01-07, also where it is written 2026/1/7 or with the words of years.

    Raises ValueError for what is no date, or begins with the day or the month.
    """
    parts = re.fullmatch(
        r"([0-9]{4})\D([0-9]{1,2})\D([0-9]{1,2})(?:\D|[ T]0+:00(?::00)?)?", str(given).strip()
    )
    if not parts:
        raise ValueError("expected a date like 2026-01-31")
    return date(*map(int, parts.groups())).isoformat()


def web_address(text: str) -> str:
    """Return an address of the web as it is; raises ValueError for any other, above all a script."""
    if not text:
        return text
    if not _ADDRESS.fullmatch(text) or not urlsplit(text).hostname:
        raise ValueError("expected an address that begins with http:// or https://")
    return text


def contact(text: str) -> str:
    """Return an address of mail or of the web as it is; raises ValueError for any other."""
    try:
        return text if _MAIL.fullmatch(text) else web_address(text)
    except ValueError as error:
        raise ValueError(f"{error}, or an e-mail address") from error


# Of hand-typed models: a date, as text; an address of the web, or empty.
DateTyped = Annotated[str, BeforeValidator(iso_date)]
WebAddress = Annotated[str, AfterValidator(web_address)]
