"""What text recognition found on pages that are pictures (see ``recognition``)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mark:
    """One recognised character: its box, how sure the engine is of it (0 to 1), and why it is
    doubtful all the same (``stamp``, ``edge``), if it is."""

    text: str
    x0: float
    x1: float
    score: float
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that the engine found side by side, from left to right."""

    top: float
    bottom: float
    marks: tuple[Mark, ...]


@dataclass(slots=True)
class Sheet:
    """One page that was a picture: its size, how it was turned, and what was found on it."""

    page: int
    width: float
    height: float
    dpi: int
    turned: float
    runs: list[Run] = field(default_factory=list)
    # Strokes: left, top, right, bottom; level or upright.
    rulings: list[tuple[float, float, float, float]] = field(default_factory=list)
    # The straightened page (JPEG) while it is at hand; it is not kept in the record.
    picture: bytes = b""


@dataclass(slots=True)
class Recognition:
    """All pages of one file (by its SHA-256) that were pictures, and what read them."""

    sha256: str
    engine: str
    sheets: list[Sheet] = field(default_factory=list)
