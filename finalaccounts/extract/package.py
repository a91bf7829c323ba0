"""The parts of an XLSX file that openpyxl drops: drawings, formulas without a saved result.

A workbook in the strict form of the standard is rewritten in the transitional one, which is what
openpyxl knows; the two differ in the names of their namespaces (ISO/IEC 29500-1 and -4).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMES = (
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/main",
        b"http://schemas.openxmlformats.org/drawingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
        b"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
)
_ROOTS = (b".xml", b".rels")


def _transitional(data: bytes) -> bytes:
    """Return a workbook with the namespaces of the transitional form."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if _STRICT not in archive.read("xl/workbook.xml"):
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for info in archive.infolist():
                part = archive.read(info)
                if info.filename.encode().endswith(_ROOTS):
                    for strict, plain in _NAMES:
                        part = part.replace(strict, plain)
                made.writestr(info.filename, part)
    return out.getvalue()


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _inside(element: Any, name: str) -> Iterator[Any]:
    return (one for one in element.iter() if _name(one) == name)


class Parts:
    """The parts of one workbook, found by the names of its sheets."""

    def __init__(self, data: bytes) -> None:
        self.data = _transitional(data)
        self._archive = zipfile.ZipFile(io.BytesIO(self.data))
        self._sheets: dict[str, str] = {}
        book = self._root("xl/workbook.xml")
        targets = {number: path for number, (_, path) in self._related("xl/workbook.xml").items()}
        for sheet in _inside(book, "sheet") if book is not None else ():
            number = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
            self._sheets[sheet.get("name", "")] = targets.get(number, "")

    def _root(self, path: str) -> Any:
        try:
            part = self._archive.read(path)
        except KeyError:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(part, parser)

    def _related(self, path: str) -> dict[str, tuple[str, str]]:
        """Return the relations of a part: kind and path of the other part, by id."""
        folder, name = posixpath.split(path)
        root = self._root(f"{folder}/_rels/{name}.rels")
        found: dict[str, tuple[str, str]] = {}
        for one in root if root is not None else ():
            target = one.get("Target", "")
            whole = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            kind = one.get("Type", "").rsplit("/", 1)[-1]
            found[one.get("Id", "")] = kind, posixpath.normpath(whole)
        return found

    def uncomputed(self, sheet: str) -> frozenset[str]:
        """Return the addresses of a sheet's formulas that were saved without a result."""
        path = self._sheets.get(sheet, "")
        try:
            part = self._archive.read(path)
        except KeyError:
            return frozenset()
        found: set[str] = set()
        parser = etree.iterparse(
            io.BytesIO(part), events=("end",), resolve_entities=False, huge_tree=True
        )
        for _, element in parser:
            if _name(element) == "c":
                formula = any(_name(child) == "f" for child in element)
                value = any(
                    _name(child) in ("v", "is") and len("".join(child.itertext()))
                    for child in element
                )
                # A text formula may have an empty text for its result.
                if formula and not value and element.get("t") != "str":
                    found.add(element.get("r", ""))
                element.clear()
        return frozenset(found)

    def drawn(self, sheet: str) -> list[tuple[int, int, str, str, str]]:
        """Return what is drawn on a sheet: row, column, kind, what was done, text."""
        found = []
        for kind, path in self._related(self._sheets.get(sheet, "")).values():
            if kind == "oleObject":
                found.append((0, 0, "embedded", "not_read", path))
            elif kind == "drawing" and (root := self._root(path)) is not None:
                found.extend(one for anchor in root for one in _anchored(anchor))
        return found


def _anchored(anchor: Any) -> Iterator[tuple[int, int, str, str, str]]:
    """Yield the objects of one anchor: pictures, shapes with and without text, charts."""
    start = next((one for one in anchor if _name(one) == "from"), None)
    place = (
        {_name(one): int(one.text or 0) for one in start if _name(one) in ("row", "col")}
        if start is not None
        else {}
    )
    row, column = place.get("row", 0), place.get("col", 0)
    for item in anchor.iter():
        kind = _name(item)
        if kind == "pic":
            said = next((one.get("descr") or "" for one in _inside(item, "cNvPr")), "")
            yield row, column, "picture", "not_read", said
        elif kind == "graphicFrame":
            yield row, column, "drawing", "not_read", ""
        elif kind == "sp":
            lines = [
                "".join(one.text or "" for one in _inside(part, "t")) for part in _inside(item, "p")
            ]
            said = "\n".join(lines).strip()
            yield (
                row,
                column,
                *(("text_box", "read", said) if said else ("drawing", "not_read", "")),
            )
