"""What every page source yields: a page as it is shown, in points from its upper left corner.

PDF, OFD and scans are page sources: each returns characters with boxes, the strokes drawn, and
the objects that stand on the page without being either. Everything after that (tables, rows over
pages, words) is shared and does not know where a page came from. A source yields what a person
sees: what is hidden, off the page, transparent or clipped away is no glyph but an object
``left_out``, and what is seen but cannot be read (a picture, a drawn formula) one ``not_read``.
"""

from __future__ import annotations

from dataclasses import dataclass, field


# Not frozen: a file has hundreds of thousands, and a frozen record takes three times as long to
# make. Nothing changes them.
@dataclass(slots=True, unsafe_hash=True)
class Glyph:
    """One character: its box, and how far its baseline lies below the top of the page.

    ``turn`` is the direction in which its line runs, in degrees clockwise (0 for upright text);
    the box is upright whatever the turn.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    turn: float = 0.0


@dataclass(slots=True, unsafe_hash=True)
class Ruling:
    """A horizontal (``top == bottom``) or vertical (``x0 == x1``) stroke."""

    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageObject:
    """Something on a page that is no glyph and no stroke; the fields are those of ``model.Object``."""

    kind: str
    done: str
    x0: float
    x1: float
    top: float
    bottom: float
    text: str = ""
    count: int = 1


@dataclass(slots=True)
class Page:
    """One page: its number from 1, its size as shown, and what stands on it."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    objects: list[PageObject] = field(default_factory=list)
