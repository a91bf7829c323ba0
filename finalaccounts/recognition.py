"""What text recognition found in a file, as it is kept beside the file in ``<name>.ocr.json``.

Reading the file again uses this record and no engine, so the same bytes come out everywhere. All
measures are points from the upper left corner of the straightened page.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from finalaccounts.model import Mark, Recognition, Run, Sheet

ENDING = ".ocr.json"
VERSION = 1
# No coordinate of a page is beyond this (points).
_FARTHEST = 20_000.0


class RecordError(ValueError):
    """A record that is none, is of another file, or of another version: what is wrong."""


def _number(value: float) -> float | int:
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def to_json(found: Recognition) -> str:
    """Return the record as JSON, one run of characters a line."""
    head = {"version": VERSION, "sha256": found.sha256, "engine": found.engine}
    sheets = []
    for sheet in found.sheets:
        about = {
            "page": sheet.page,
            "size": [_number(sheet.width), _number(sheet.height)],
            "dpi": sheet.dpi,
            "turned": _number(sheet.turned),
        }
        rules = [[_number(v) for v in rule] for rule in sheet.rulings]
        runs = ",\n".join(_dumped(_run(run)) for run in sheet.runs)
        sheets.append(f'{_dumped(about)[:-1]},"rulings":{_dumped(rules)},\n"runs":[\n{runs}\n]}}')
    return f'{_dumped(head)[:-1]},"sheets":[\n{",".join(sheets)}\n]}}\n'


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _run(run: Run) -> dict[str, Any]:
    made: dict[str, Any] = {
        "text": "".join(mark.text for mark in run.marks),
        "y": [_number(run.top), _number(run.bottom)],
        "x": [_number(v) for mark in run.marks for v in (mark.x0, mark.x1)],
        "score": [math.floor(mark.score * 1000) / 1000 for mark in run.marks],
    }
    if any(mark.doubt for mark in run.marks):
        made["doubt"] = [mark.doubt for mark in run.marks]
    return made


def from_json(text: str | bytes, sha256: str) -> Recognition:
    """Return a record. Raises RecordError when it is none of the file with this SHA-256."""
    try:
        read = json.loads(text)
        if read["version"] != VERSION:
            raise RecordError(f"version {read['version']}, expected {VERSION}")
        if sha256 and read["sha256"] != sha256:
            raise RecordError("it was made of another file (SHA-256 differs)")
        return Recognition(
            read["sha256"], str(read["engine"]), [_sheet(sheet) for sheet in read["sheets"]]
        )
    except RecordError:
        raise
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise RecordError(f"not a record of recognised text ({error!r})") from error


def _real(value: Any, least: float = -_FARTHEST, most: float = _FARTHEST) -> float:
    """Return a number of the record. Raises RecordError for what no page can hold."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise RecordError(f"{value!r} where a number from {least:g} to {most:g} was expected")
    return float(value)


def _sheet(read: dict[str, Any]) -> Sheet:
    width, height = (_real(value, 0) for value in read["size"])
    made = Sheet(
        int(_real(read["page"], 1)),
        width,
        height,
        int(_real(read["dpi"], 1)),
        _real(read["turned"]),
    )
    made.rulings = [
        (_real(x0), _real(y0), _real(x1), _real(y1)) for x0, y0, x1, y1 in read["rulings"]
    ]
    made.runs = [_read_run(run) for run in read["runs"]]
    return made


def _read_run(read: dict[str, Any]) -> Run:
    text, xs, scores = str(read["text"]), read["x"], read["score"]
    doubts: Sequence[str] = read.get("doubt") or [""] * len(text)
    marks = tuple(
        Mark(ch, _real(xs[2 * n]), _real(xs[2 * n + 1]), _real(scores[n], 0, 1), str(doubts[n]))
        for n, ch in enumerate(text)
    )
    if not marks:
        raise RecordError("a run without characters")
    return Run(_real(read["y"][0]), _real(read["y"][1]), marks)
