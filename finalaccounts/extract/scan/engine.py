"""Text recognition by RapidOCR, offline, its models inside the package (extra ``ocr``)."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np
from rapidocr import RapidOCR

# One character: its text, left, top, right, bottom (pixels), score.
Character = tuple[str, float, float, float, float, float]


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


def characters(grey: Any) -> list[tuple[tuple[float, float], list[Character]]]:
    """Return the lines found in a picture: top and bottom, and the characters of each."""
    found = _engine()(np.ascontiguousarray(np.repeat(grey[:, :, None], 3, axis=2)))
    if not len(found) or found.boxes is None:
        return []
    lines = []
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
    return lines


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
