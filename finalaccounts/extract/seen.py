"""A page as a person sees it: turned upright, watermarks, struck-out text and note marks set apart.

What a page source yields is where ink lies. Here it becomes what is read: the same for PDF, OFD and
scans.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from finalaccounts.extract.page import Glyph, Page, PageObject, Ruling
from finalaccounts.extract.words import height, rows, words

# Degrees by which a line may slope and still be level or upright.
_LEVEL = 4.0
# A raised mark: at most this part of the height of the character before it, raised by these parts
# of it, and this near.
_SMALL, _RAISED_LEAST, _RAISED_MOST, _NEAR = 0.8, 0.12, 0.75, 0.35
# A stroke strikes text out where it runs through these parts of its height (from above), and ends
# within this many heights of its ends.
_STRUCK_TOP, _STRUCK_BOTTOM, _ENDS = 0.3, 0.72, 0.8
# Where a mark is looked for: points around its beginning, and above a line.
_NEAREST, _LINE = 6.0, 16.0
_MARKS = frozenset("0123456789*\u2217\uff0a\u2020\u2021()[]\uff08\uff09\u3014\u3015\u3010\u3011")
_CIRCLED = range(0x2460, 0x2500)


def _quarter(turn: float) -> int | None:
    """Return the quarter turns of a line, None when it slopes."""
    if not turn:
        return 0
    turns = round(turn / 90)
    return turns % 4 if abs(turn - 90 * turns) <= _LEVEL else None


def _box(one: Glyph | Ruling | PageObject, turns: int, page: Page) -> dict[str, float]:
    """Return the box of something on the page after it was turned back by quarter turns."""
    x0, x1, top, bottom = one.x0, one.x1, one.top, one.bottom
    if turns == 1:
        x0, x1, top, bottom = top, bottom, page.width - x1, page.width - x0
    elif turns == 2:
        x0, x1 = page.width - x1, page.width - x0
        top, bottom = page.height - bottom, page.height - top
    elif turns == 3:
        x0, x1, top, bottom = page.height - bottom, page.height - top, x0, x1
    return {"x0": x0, "x1": x1, "top": top, "bottom": bottom}


def _back(glyph: Glyph, turns: int, page: Page) -> Glyph:
    """Return a glyph on the page turned back; its baseline is kept in its own direction."""
    shift = {0: 0.0, 1: page.width, 2: page.height, 3: 0.0}
    left = (round(glyph.turn / 90) - turns) % 4
    box = _box(glyph, turns, page)
    if left == 0:
        return Glyph(glyph.text, **box, base=glyph.base + shift[turns])
    return Glyph(glyph.text, **box, base=_own_base(box, left), turn=90.0 * left)


def _own_base(box: dict[str, float], turns: int) -> float:
    """Return a baseline for a glyph that stays turned: near the foot of its box."""
    foot = {1: -box["x0"], 2: -box["top"], 3: box["x1"]}[turns]
    return foot - 0.2 * (box["x1"] - box["x0"] if turns != 2 else box["bottom"] - box["top"])


def around(kind: str, done: str, found: Sequence[Glyph]) -> PageObject:
    """Return glyphs as one object, its text in their order."""
    return PageObject(
        kind,
        done,
        min(g.x0 for g in found),
        max(g.x1 for g in found),
        min(g.top for g in found),
        max(g.bottom for g in found),
        "".join(g.text for g in found).strip(),
    )


def _runs(found: Sequence[Glyph], chosen: Callable[[Glyph], bool]) -> list[list[Glyph]]:
    """Return the chosen glyphs, those that follow one another together."""
    runs: list[list[Glyph]] = []
    open_run = False
    for glyph in found:
        if not chosen(glyph):
            open_run = open_run and glyph.text == " "
            continue
        if not open_run:
            runs.append([])
        runs[-1].append(glyph)
        open_run = True
    return runs


def _upright(page: Page) -> Page:
    """Turn a page back whose text runs mostly upwards, downwards or upside down."""
    turned = Counter(glyph.turn for glyph in page.glyphs if glyph.text != " ")
    counted: Counter[int] = Counter()
    for turn, count in turned.items():
        if (quarter := _quarter(turn)) is not None:
            counted[quarter] += count
    if not counted or set(counted) == {0}:
        return page
    turns = max(counted, key=lambda quarter: (counted[quarter], -quarter))
    glyphs = [
        _back(glyph, turns, page) if _quarter(glyph.turn) is not None else glyph
        for glyph in page.glyphs
    ]
    if not turns:
        return replace(page, glyphs=glyphs)
    wide, high = (page.height, page.width) if turns % 2 else (page.width, page.height)
    strokes = [Ruling(**_box(stroke, turns, page)) for stroke in page.rulings]
    # Objects keep the box they have in the file, but stand in its order.
    objects = [
        PageObject(one.kind, one.done, **_box(one, turns, page), text=one.text, count=one.count)
        for one in page.objects
    ]
    return Page(page.number, wide, high, glyphs, strokes, objects)


def _struck(page: Page) -> tuple[set[int], set[int]]:
    """Return the numbers of glyphs struck out by a stroke, and of the strokes that do so."""
    strokes_at: dict[float, list[int]] = defaultdict(list)
    for number, stroke in enumerate(page.rulings):
        if stroke.top == stroke.bottom:
            strokes_at[round(stroke.top, 1)].append(number)
    bands: dict[int, list[tuple[float, float, int]]] = defaultdict(list)
    for at, glyph in enumerate(page.glyphs) if strokes_at else ():
        if not glyph.turn and glyph.text != " ":
            high = height(glyph)
            first = glyph.bottom - (1 - _STRUCK_TOP) * high
            last = glyph.bottom - (1 - _STRUCK_BOTTOM) * high
            for band in range(int(first // _LINE), int(last // _LINE) + 1):
                bands[band].append((first, last, at))
    hit: dict[int, list[int]] = defaultdict(list)
    for level, numbers in strokes_at.items():
        crossed = [at for a, b, at in bands.get(int(level // _LINE), ()) if a <= level <= b]
        for number in numbers if crossed else ():
            stroke = page.rulings[number]
            for at in crossed:
                glyph = page.glyphs[at]
                spare = 0.3 * (glyph.x1 - glyph.x0)
                if stroke.x0 <= glyph.x0 + spare and stroke.x1 >= glyph.x1 - spare:
                    hit[number].append(at)
    glyphs: set[int] = set()
    strokes: set[int] = set()
    for number, struck in hit.items():
        stroke, own = page.rulings[number], [page.glyphs[at] for at in struck]
        room = _ENDS * max(map(height, own))
        begins = min(g.x0 for g in own) - stroke.x0 <= room
        ends = stroke.x1 - max(g.x1 for g in own) <= room
        covered = sum(g.x1 - g.x0 for g in own)
        # A rule of a table runs on over gaps; what strikes out ends where its text does.
        if begins and ends and covered >= 0.7 * (stroke.x1 - stroke.x0):
            glyphs.update(struck)
            strokes.add(number)
    return glyphs, strokes


def _is_mark(text: str) -> bool:
    return text in _MARKS or ord(text[0]) in _CIRCLED


def _raised(found: list[Glyph]) -> set[int]:
    """Return the numbers of small raised digits and signs behind a number or a name: note marks.

    A raised digit behind a letter belongs to a unit: it is set on the line of the letter.
    """
    ends: dict[tuple[int, int], list[int]] = defaultdict(list)
    heights = [height(glyph) for glyph in found]
    for at, glyph in enumerate(found):
        if not glyph.turn and glyph.text != " ":
            ends[int(glyph.x1 // _NEAREST), int(glyph.base // _LINE)].append(at)
    tallest: dict[int, float] = defaultdict(float)
    for (_, line), numbers in ends.items():
        tallest[line] = max(tallest[line], *(heights[n] for n in numbers))
    small = []
    for at, glyph in enumerate(found):
        if not glyph.turn and _is_mark(glyph.text):
            line = int(glyph.base // _LINE)
            most = max(tallest.get(n, 0.0) for n in (line - 1, line, line + 1))
            if heights[at] <= _SMALL * most:
                small.append((glyph.x0, at))
    small.sort()
    marks: set[int] = set()
    for _, at in small:
        glyph = found[at]
        x, y = int(glyph.x0 // _NEAREST), int(glyph.base // _LINE)
        near = (ends.get((i, j), ()) for i in (x - 1, x, x + 1) for j in (y - 1, y, y + 1))
        for number in (one for numbers in near for one in numbers if one != at):
            last, high = found[number], heights[number]
            lift = (last.base - glyph.base) / high
            if abs(lift) > 1 or abs(glyph.x0 - last.x1) > _NEAR * high:
                continue
            # The second character of a mark stands beside the first.
            beside = number in marks and abs(lift) < 0.05
            lifted = heights[at] <= _SMALL * high and _RAISED_LEAST <= lift <= _RAISED_MOST
            if lifted and last.text.isascii() and last.text.isalpha():
                found[at] = replace(glyph, base=last.base)
            elif beside or lifted:
                marks.add(at)
    return marks


@dataclass(frozen=True, slots=True)
class Turned:
    """A line that runs upwards or downwards: where it lies, and its glyphs as if it were level."""

    box: PageObject
    upright: list[Glyph]


def turned_lines(page: Page) -> list[Turned]:
    """Return the lines of a page whose text is turned by a quarter, from its beginning on."""
    found = []
    for turns in sorted({_quarter(glyph.turn) or 0 for glyph in page.glyphs if glyph.turn}):
        own = [glyph for glyph in page.glyphs if glyph.turn and _quarter(glyph.turn) == turns]
        back = {id(one := _back(glyph, turns, page)): (one, glyph) for glyph in own}
        for line in rows([one for one, _ in back.values()]):
            for word in words(line):
                found.append(Turned(around("", "", [back[id(g)][1] for g in word]), word))
    return found


def seen(page: Page) -> Page:
    """Return a page upright, with only the text that is read; the rest is among its objects."""
    page = _upright(page)
    objects = list(page.objects)

    def apart(found: Iterable[list[Glyph]], kind: str) -> None:
        objects.extend(one for run in found if (one := around(kind, "left_out", run)).text)

    if any(glyph.turn for glyph in page.glyphs):
        apart(_runs(page.glyphs, lambda g: _quarter(g.turn) is None), "watermark")
        page = replace(page, glyphs=[g for g in page.glyphs if _quarter(g.turn) is not None])
    struck, strokes = _struck(page)
    marks = _raised(page.glyphs) - struck
    for kind, numbers in (("struck", struck), ("note_mark", marks)):
        if not numbers:
            continue
        chosen = {id(page.glyphs[n]) for n in numbers}
        apart(_runs(page.glyphs, lambda g, own=chosen: id(g) in own), kind)  # type: ignore[misc]
    left = struck | marks
    return replace(
        page,
        glyphs=[g for n, g in enumerate(page.glyphs) if n not in left],
        rulings=[r for n, r in enumerate(page.rulings) if n not in strokes],
        objects=objects,
    )
