"""The package of an OFD file: a zip of XML parts that name each other by path."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import etree

from finalaccounts.extract.errors import ExtractError

# Bytes of one part beyond which it is not unpacked, and of all parts together.
LARGEST, ALL = 32 * 1024 * 1024, 256 * 1024 * 1024
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding=[\"']([\w.-]+)[\"'][^>]*\?>")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CHINESE = {"gb2312", "gbk", "gb18030", "gb_2312-80", "cp936", "x-gbk"}
# libxml2's errors of name spaces (an undeclared prefix): nothing of the part is lost by them.
_NAMESPACE_ERRORS = range(200, 210)
_ENCRYPTED = 0x1


class PartError(ValueError):
    """A part that is missing or cannot be read: its name and what is wrong."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part that was read: its name in the package and its root element."""

    name: str
    root: Any


def local(element: Any) -> str:
    """Return the name of an element without its name space, empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def children(element: Any, *names: str) -> list[Any]:
    """Return the children of these local names."""
    return [child for child in element if local(child) in names]


def child(element: Any, name: str) -> Any | None:
    """Return the first child of this local name."""
    return next(iter(children(element, name)), None)


def text(element: Any, name: str) -> str:
    """Return the text of a child, stripped, or nothing."""
    found = child(element, name)
    return "".join(found.itertext()).strip() if found is not None else ""


def _written(info: zipfile.ZipInfo) -> str:
    """Return the name of a member; without the flag for UTF-8 it is GBK as a rule, not CP437."""
    if not info.flag_bits & 0x800:
        try:
            return info.filename.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            pass
    return info.filename


def _plain(name: str) -> str:
    """Return a path from the root of the package; ``..`` never leads out of it."""
    path = posixpath.normpath("/" + name.strip().replace("\\", "/"))
    return path.lstrip("/")


def _decoded(data: bytes) -> bytes:
    """Return XML as UTF-8 where it is in a Chinese encoding, declared or not."""
    declared = _DECLARED.match(data[:200])
    name = declared.group(1).decode("ascii").lower() if declared else ""
    chinese = name in _CHINESE
    if not chinese and name in ("", "utf-8", "utf8"):
        try:
            data.decode("utf-8-sig")
        except UnicodeDecodeError:
            chinese = not data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not chinese:
        return data
    try:
        content = data.decode("gb18030")
    except UnicodeDecodeError:
        return data
    return _DECLARATION.sub("", content, count=1).encode("utf-8")


class Package:
    """The members of an OFD file, found as their references mean them."""

    def __init__(self, file: str, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            members = self._archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ExtractError(f"{file}: damaged OFD ({error}); download it again") from error
        if any(info.flag_bits & _ENCRYPTED for info in members):
            raise ExtractError(f"{file}: encrypted OFD; save it without a password")
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._folded: dict[str, str] = {}
        self._left = ALL
        for info in members:
            if info.is_dir():
                continue
            for name in (_written(info), info.filename):
                self._members[_plain(name)] = info
        for name in sorted(self._members):
            self._folded.setdefault(name.casefold(), name)

    @property
    def names(self) -> list[str]:
        """The names of all members."""
        return list(self._members)

    def find(self, reference: str, base: str = "") -> str | None:
        """Return the member that a reference in the part ``base`` means, None where there is none.

        A path begins at the root or at its part's folder; some programs write it from the
        root without saying so, or in another case.
        """
        folder = posixpath.dirname(base)
        for ref in dict.fromkeys((reference, unquote(reference))):
            tries = [ref] if ref.strip().startswith(("/", "\\")) else [f"{folder}/{ref}", ref]
            for name in map(_plain, tries):
                if name in self._members:
                    return name
            for name in map(_plain, tries):
                if name.casefold() in self._folded:
                    return self._folded[name.casefold()]
        return None

    def read(self, name: str) -> bytes:
        """Return the bytes of a member. Raises PartError when it is damaged or too large."""
        info = self._members[name]
        try:
            with self._archive.open(info) as member:
                data = member.read(min(LARGEST, self._left) + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            ValueError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise PartError(f"{name} is damaged ({error})") from error
        if len(data) > min(LARGEST, self._left):
            raise PartError(f"{name} is larger than a part of a report can be")
        self._left -= len(data)
        return data

    def part(self, reference: str, base: str = "") -> Part:
        """Return the XML part that a reference means.

        Raises PartError when it is missing, damaged, or no XML. An undeclared prefix is passed
        over; any other fault would lose an unknown piece of the part, so none of it is used.
        """
        name = self.find(reference, base)
        if name is None:
            raise PartError(f"{reference} is missing")
        data = _decoded(self.read(name))
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            recover=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise PartError(f"{name} is no XML ({error})") from error
        faults = [e for e in parser.error_log if e.type not in _NAMESPACE_ERRORS]
        if root is None or faults:
            fault = f"line {faults[0].line}: {faults[0].message}" if faults else "empty"
            raise PartError(f"{name} is broken XML ({fault})")
        if root.getroottree().docinfo.internalDTD is not None:
            raise PartError(f"{name} declares a document type, which no OFD does")
        return Part(name, root)
