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


def _sheet(read: dict[str, Any]) -> Sheet:
    width, height = map(float, read["size"])
    rulings = [(float(x0), float(y0), float(x1), float(y1)) for x0, y0, x1, y1 in read["rulings"]]
    made = Sheet(int(read["page"]), width, height, int(read["dpi"]), float(read["turned"]))
    made.rulings = rulings
    made.runs = [_read_run(run) for run in read["runs"]]
    return made


def _read_run(read: dict[str, Any]) -> Run:
    text, xs, scores = read["text"], read["x"], read["score"]
    doubts: Sequence[str] = read.get("doubt") or [""] * len(text)
    marks = tuple(
        Mark(ch, float(xs[2 * n]), float(xs[2 * n + 1]), float(scores[n]), str(doubts[n]))
        for n, ch in enumerate(text)
    )
    return Run(float(read["y"][0]), float(read["y"][1]), marks)
