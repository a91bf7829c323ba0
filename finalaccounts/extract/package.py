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
from openpyxl.formatting.rule import IconSet, Rule
from openpyxl.styles.differential import DifferentialStyle

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


def _worth(cell: Any) -> bool:
    """True for a cell whose saved value is not 0."""
    said = "".join("".join(child.itertext()) for child in cell if _name(child) == "v")
    return said.strip() not in ("0", "0.0")


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
        self._to_compute = any(
            one.get("fullCalcOnLoad") in ("1", "true")
            for one in (_inside(book, "calcPr") if book is not None else ())
        )
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
                empty = element.get("t") == "str" and any(_name(child) == "v" for child in element)
                # Programs that compute nothing write 0 for every result, to be computed on opening.
                stale = self._to_compute and value and not _worth(element)
                if formula and ((not value and not empty) or stale):
                    found.add(element.get("r", ""))
                element.clear()
        return frozenset(found)

    def conditions(self, sheet: str) -> list[tuple[str, Rule]]:
        """Return the conditional formats that stand in an extension of a sheet, by their range."""
        try:
            part = self._archive.read(self._sheets.get(sheet, ""))
        except KeyError:
            return []
        if b"conditionalFormattings" not in part:
            return []
        found: list[tuple[str, Rule]] = []
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        for group in _inside(etree.fromstring(part, parser), "conditionalFormatting"):
            ranges = next(("".join(e.itertext()) for e in group if _name(e) == "sqref"), "")
            rules = [e for e in group if _name(e) == "cfRule"] if ranges else []
            found.extend((ranges, _rule(rule)) for rule in rules)
        return found

    def drawn(self, sheet: str) -> list[tuple[int, int, str, str, str]]:
        """Return what is drawn on a sheet: row, column, kind, what was done, text."""
        found = []
        for kind, path in self._related(self._sheets.get(sheet, "")).values():
            if kind == "oleObject":
                found.append((0, 0, "embedded", "not_read", path))
            elif kind == "drawing" and (root := self._root(path)) is not None:
                found.extend(one for anchor in root for one in _anchored(anchor))
        return found


def _rule(given: Any) -> Rule:
    """Return a rule of the extension as one of openpyxl's; of bars and icons only that they are."""
    look = next((e for e in given if _name(e) == "dxf"), None)
    bare = next((e for e in given if _name(e) in ("dataBar", "iconSet")), None)
    hides = bare is not None and bare.get("showValue") in ("0", "false")
    same: dict[str, Any] = {
        "priority": int(given.get("priority") or 0),
        "stopIfTrue": given.get("stopIfTrue") in ("1", "true"),
        "dxf": DifferentialStyle.from_tree(look) if look is not None else None,
    }
    if hides:
        return Rule("iconSet", iconSet=IconSet("3Arrows", showValue=False, cfvo=()), **same)
    formulas = ["".join(e.itertext()) for e in given if _name(e) == "f"]
    try:
        return Rule(given.get("type"), operator=given.get("operator"), formula=formulas, **same)
    except ValueError:
        # A kind that is not known: its condition cannot be worked out.
        return Rule("expression", **same)


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
