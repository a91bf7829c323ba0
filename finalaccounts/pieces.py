"""The pieces of a picture that show numbers which nothing confirms, kept beside its file.

They are cut while the straightened page is at hand, when text recognition runs: boxes are those of
the straightened page. ``<file>.pieces.ocr.json`` holds them by the id of their figure.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from pathlib import Path

from finalaccounts.model import Document, Figure, Report, Sheet

ENDING = ".pieces.ocr.json"
# Points around a cell that are shown with it; dots of a piece at most.
_AROUND, _WIDEST, _HIGHEST = 3.0, 480, 160
# Bytes of all pieces of a file that are read.
_LARGEST = 20_000_000


def cut(document: Document, figures: Iterable[Figure]) -> str:
    """Return the pieces of a document as JSON, empty where its pages are not at hand."""
    sheets = {str(sheet.page): sheet for sheet in _at_hand(document)}
    found: dict[str, str] = {}
    for figure in figures if sheets else ():
        here = figure.source == document.source and figure.page in sheets
        if here and figure.read_by == "ocr" and figure.amount is not None and not figure.settled:
            piece = _piece(sheets[figure.page], figure.box)
            if piece:
                found[figure.figure_id] = b64encode(piece).decode("ascii")
    return json.dumps(found, ensure_ascii=False, indent=0) + "\n" if found else ""


def kept(folder: Path, report: Report) -> Mapping[str, bytes]:
    """Return the pieces kept in the folder of a report, of numbers that are still not confirmed."""
    open_ = {f.figure_id for f in report.figures if f.read_by == "ocr" and not f.settled}
    found: dict[str, bytes] = {}
    for source in report.meta.sources if open_ else ():
        path = folder / f"{source.file}{ENDING}"
        if not path.is_file() or path.stat().st_size > _LARGEST:
            continue
        for name, piece in json.loads(path.read_text("utf-8")).items():
            data = b64decode(piece)
            if name in open_ and data.startswith(b"\x89PNG"):
                found[name] = data
    return found


def _at_hand(document: Document) -> list[Sheet]:
    found = document.recognition.sheets if document.recognition is not None else []
    return [sheet for sheet in found if sheet.picture]


def _piece(sheet: Sheet, box: str) -> bytes:
    """Return what stands in a box of a page, as PNG; nothing where the box is none."""
    import cv2
    import numpy as np

    edges = [float(value) for value in box.split()]
    grey = cv2.imdecode(np.frombuffer(sheet.picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    if len(edges) != 4 or grey is None:
        return b""
    scale = sheet.dpi / 72
    left, top = (max(0, round((edge - _AROUND) * scale)) for edge in edges[:2])
    right, bottom = (round((edge + _AROUND) * scale) for edge in edges[2:])
    shown = grey[top : min(bottom, top + _HIGHEST), left : min(right, left + _WIDEST)]
    made, data = cv2.imencode(".png", shown) if shown.size else (False, b"")
    return bytes(data) if made else b""
