"""Text recognition by RapidOCR, offline, its models inside the package (extra ``ocr``)."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version
from typing import Any

import cv2
import numpy as np
from rapidocr import RapidOCR

# One character: its text, left, top, right, bottom (pixels), score; a line: top, bottom, characters.
Character = tuple[str, float, float, float, float, float]
Line = tuple[tuple[float, float], list[Character]]
# Below this a line with digits is read twice; where the readings differ, nothing is surer than that.
_SURE, _DIFFERS = 0.95, 0.5
_FIGURE = frozenset("0123456789.,%-")
_GRAMMAR = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
# Of the ground: darker is ink; of a row of dots: ink of characters, of a rule.
_INK, _TOUCHED, _RULED = 0.75, 0.02, 0.9


@cache
def _engine() -> RapidOCR:
    return RapidOCR(
        params={
            # Pages are read in full size, and weak lines are kept: their scores say so.
            "Global.max_side_len": 6000,
            "Global.text_score": 0.0,
            "Global.use_cls": False,
            "Global.return_word_box": True,
            "Global.return_single_char_box": True,
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": 2,
        }
    )


def name() -> str:
    """Return the name and version of the engine, as kept in the record."""
    return f"rapidocr {version('rapidocr')}, PP-OCRv6 small"


def characters(grey: Any) -> list[Line]:
    """Return the lines found in a picture, lines with a weak digit looked at twice."""
    found = _engine()(np.ascontiguousarray(np.repeat(grey[:, :, None], 3, axis=2)))
    if not len(found) or found.boxes is None:
        return []
    lines: list[Line] = []
    words = list(found.word_results or ())
    for n, (box, text, score) in enumerate(zip(found.boxes, found.txts, found.scores, strict=True)):
        x0, top = float(box[:, 0].min()), float(box[:, 1].min())
        x1, bottom = float(box[:, 0].max()), float(box[:, 1].max())
        own: list[Character] = []
        for ch, sure, place in words[n] if n < len(words) else ():
            if place is None or len(ch) != 1:
                own = []
                break
            xs, ys = [p[0] for p in place], [p[1] for p in place]
            own.append(
                (ch, float(min(xs)), float(min(ys)), float(max(xs)), float(max(ys)), float(sure))
            )
        if "".join(c[0] for c in own) != text.replace(" ", "") or not own:
            own = _spread(text, x0, top, x1, bottom, float(score))
        lines.append(((top, bottom), own))
    return _twice(grey, lines)


def _weak(line: Line) -> bool:
    text = "".join(c[0] for c in line[1])
    if not any(map(str.isdigit, text)):
        return False
    return min(c[-1] for c in line[1]) < _SURE or _malformed(text)


def _malformed(text: str) -> bool:
    """True for what is made of a number's characters and is no number (``3.174.44``)."""
    return set(text) <= _FIGURE and _GRAMMAR.fullmatch(text) is None


def _twice(grey: Any, lines: list[Line]) -> list[Line]:
    """Return the lines; those with a weak digit are read again, cut closer and larger."""
    weak = [n for n, line in enumerate(lines) if _weak(line)]
    pieces = [_close(grey, lines[n]) for n in weak]
    if not pieces:
        return lines
    read = _engine().recognize_txt(pieces)
    for n, text, about in zip(weak, read.txts, read.word_results, strict=True):
        again = [(ch, s) for ch, s in zip(text, about.confs, strict=False) if ch.strip()]
        lines[n] = (lines[n][0], settled(lines[n][1], again))
    return lines


def settled(first: list[Character], second: list[tuple[str, float]]) -> list[Character]:
    """Return the characters that two readings of one line give.

    Where both are the same, the surer scores count. Where only the second is a number, it is
    taken, and is as sure as it is only if no digit differs. Else none of the line is sure.
    """
    was, now = "".join(c[0] for c in first), "".join(ch for ch, _ in second)
    if was == now:
        better = min(s for _, s in second) > min(c[5] for c in first)
        return (
            [(*c[:5], float(s)) for c, (_, s) in zip(first, second, strict=True)]
            if better
            else first
        )
    if len(was) == len(now) and _malformed(was) and not _malformed(now) and set(now) <= _FIGURE:
        pairs = zip(was, now, strict=True)
        digits = all(a == b or not (a.isdigit() or b.isdigit()) for a, b in pairs)
        most = 1.0 if digits else _DIFFERS
        return [
            (ch, *c[1:5], min(float(s), most)) for c, (ch, s) in zip(first, second, strict=True)
        ]
    return [(*c[:5], min(c[5], _DIFFERS)) for c in first]


def _close(grey: Any, line: Line) -> Any:
    """Return a line cut out with little around its ink, three times as large."""
    (top, bottom), own = line
    x0, x1 = int(min(c[1] for c in own)), int(max(c[3] for c in own)) + 1
    y0, y1 = max(0, int(top)), int(bottom) + 1
    x0 = max(0, x0 - (y1 - y0) // 4)
    piece = grey[y0:y1, x0 : x1 + (y1 - y0) // 4]
    # Rows of ink, those of a rule of the table (dark from end to end) aside.
    dark = (piece < np.percentile(piece, 80) * _INK).mean(axis=1)
    rows = np.nonzero((dark > _TOUCHED) & (dark < _RULED))[0]
    if len(rows) > 3:
        margin = max(2, (rows[-1] - rows[0]) // 6)
        piece = piece[max(0, rows[0] - margin) : rows[-1] + margin + 1]
    piece = cv2.resize(piece, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    return np.ascontiguousarray(np.repeat(piece[:, :, None], 3, axis=2))


def _spread(
    text: str, x0: float, top: float, x1: float, bottom: float, score: float
) -> list[Character]:
    """Return characters without places of their own spread over their line, none of them sure."""
    weights = [0.5 if ch < "\u2e80" else 1.0 for ch in text]
    step, at, found = (x1 - x0) / (sum(weights) or 1.0), x0, []
    for ch, weight in zip(text, weights, strict=True):
        if ch.strip():
            found.append((ch, at, top, at + weight * step, bottom, min(score, 0.5)))
        at += weight * step
    return found
