"""One cell of a right report bent in one way that real files are bent; what must then be read.

``damage(blocks, kind, random)`` returns the bent parts of a report, or None where the kind finds
no cell. A bent amount is read as it was or is listed; it is never wrong, and never gone.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.forge.blocks import Block, Cell, Grid
from tests.forge.marks import MARKS, NEXT, marked

Place = tuple[str, str, str]


@dataclass
class Damaged:
    """The bent parts. ``touched`` are places whose cell, row or column is bent; ``gone`` those whose
    amount is no longer printed at all; ``seen`` what the bent cell holds, ``table`` where it is."""

    blocks: list[Block]
    kind: str
    table: str
    seen: str
    touched: set[Place] = field(default_factory=set)
    gone: set[Place] = field(default_factory=set)
    # Amounts printed in a further column, and all its numbers.
    further: list[str] = field(default_factory=list)
    inserted: set[str] = field(default_factory=set)


def _at(text: str, where: int, new: str, drop: int = 1) -> str:
    return text[:where] + new + text[where + drop :]


def _inner(text: str, random: Random) -> int:
    return random.randrange(1, len(text))


def _digit(text: str, random: Random) -> int:
    return random.choice([i for i, ch in enumerate(text) if ch.isdigit()])


def _swap(one: str, other: str) -> Callable[[str, Random], str]:
    return lambda text, random: text.replace(one, other, 1) if one in text else ""


def _tail(*marks: str) -> Callable[[str, Random], str]:
    return lambda text, random: text + random.choice(marks)


def _lead(*marks: str) -> Callable[[str, Random], str]:
    return lambda text, random: random.choice(marks) + text


def _put(*marks: str) -> Callable[[str, Random], str]:
    return lambda text, random: _at(text, _inner(text, random), random.choice(marks), 0)


def _say(*words: str) -> Callable[[str, Random], str]:
    return lambda text, random: random.choice(words)


def _shift(zero: int) -> Callable[[str, Random], str]:
    return lambda text, random: "".join(chr(zero + int(c)) if c.isdigit() else c for c in text)


def _letters(text: str, random: Random) -> str:
    like = {"0": "Oo〇", "1": "lI|", "5": "S", "8": "B", "2": "Z"}
    spots = [i for i, ch in enumerate(text) if ch in like]
    if not spots:
        return ""
    at = random.choice(spots)
    return _at(text, at, random.choice(like[text[at]]))


def _groups(mark: str) -> Callable[[str, Random], str]:
    def spell(text: str, random: Random) -> str:
        whole, _, rest = text.replace(",", "").partition(".")
        if len(whole) < 4:
            return ""
        return f"{whole[:-3]}{mark}{whole[-3:]}" + (f".{rest}" if rest else "")

    return spell


def _two(mark: str) -> Callable[[str, Random], str]:
    return lambda text, random: f"{text}{mark}{random.randint(1, 999)}.{random.randint(10, 99)}"


# How the text of an amount is bent; an empty answer: this amount cannot be bent so.
SPELLINGS: dict[str, Callable[[str, Random], str]] = {
    "letter for a digit": _letters,
    "ideographic stop": _swap(".", "。"),
    "ideographic comma": _swap(".", "、"),
    "comma for the point": _swap(".", ","),
    "wide comma for the point": _swap(".", "，"),
    "wide point": _swap(".", "．"),
    "middle dot": _swap(".", "·"),
    "colon for the point": _swap(".", ":"),
    "two points": _swap(".", ".."),
    "circled mark": _tail("①", "②", "⑴", "❶", "㊀"),
    "raised mark": _tail("¹", "²", "⁽¹⁾", "ᵃ"),
    "star": _tail("*", "＊", "※", "#", "†"),
    "note in brackets": _tail("[1]", "（注1）", "(1)", "【2】", "注2"),
    "unit behind": _tail("万元", "元", "万", "亿元"),
    "mark behind": _tail("?", "！", "。", ".", "；", "、", "-", "’", "√"),
    "percent sign": _tail("%", "％", "‰"),
    "word before": _lead("约", "￥", "¥", "其中：", "共", ">", "≈"),
    "brackets": lambda text, random: random.choice(("({})", "（{}）", "[{}]", "<{}>")).format(text),
    "space inside": _put(" ", "  ", "\u3000", "\u00a0", "\u2009"),
    "invisible inside": _put("\u200b", "\ufeff", "\u00ad", "\u2060", "\u200e", "\u202d"),
    "invisible around": lambda text, random: f"\u200b{text}\ufeff",
    "dots inside": _put("…", "_", "□", "�", "?", "*", "×"),
    "space for thousands": _groups(" "),
    "apostrophe for thousands": _groups("'"),
    "point for thousands": _groups("."),
    "wide comma for thousands": _groups("，"),
    "wide digits": _shift(0xFF10),
    "mathematical digits": _shift(0x1D7CE),
    "Arabic digits": _shift(0x660),
    "two numbers": _two(" "),
    "two numbers with a slash": _two("/"),
    "two numbers on two lines": _two("\n"),
    "line break inside": _put("\n"),
    "error value": _say("#REF!", "#N/A", "#VALUE!", "########", "#DIV/0!", "NaN", "null", "Err:502"),
    "a word": _say("见附件", "略", "无", "/", "××", "***", "待定", "（空）", "同上", "不适用"),
    "a number in words": _say("叁佰柒拾肆元伍角", "三百七十四点五", "十二万三千", "壹拾贰万元整"),
    "a date": _say("2023-05-01", "2023年5月", "12月31日", "45123/2"),
    "exponent": lambda text, random: f"{text}E2",
    "blank": lambda text, random: "",
}  # fmt: skip
_LABELS: dict[str, Callable[[str, Random], str]] = {
    "label with an amount": lambda text, random: (
        f"{text} {random.randint(1, 900)}.{random.randint(10, 99)}"
    ),
    "label with a mark": lambda text, random: f"{text}{random.choice(('①', '*', '（注1）', '¹'))}",
    "label broken": lambda text, random: (
        _at(text, _inner(text, random), "\n", 0) if len(text) > 1 else ""
    ),
    "label with a strange sign": lambda text, random: _at(text, random.randrange(len(text)), "�"),
    "label gone": lambda text, random: "",
}
_HEADS = ("年初预算数", "上年决算数", "转贷支出", "其中：专户", "调整数")
_RATES = ("完成年初预算的百分比", "比上年增减率（%）", "占比", "执行率%", "增幅")
KINDS = (
    *SPELLINGS,
    *(f"{kind} cell" for kind in MARKS),
    *_LABELS,
    "head with a strange sign",
    "head gone",
    "column of amounts",
    "column of rates",
    "column of plain rates",
    "column of words",
    "page break",
    "row number",
    "watermark row",
)


def damage(blocks: list[Block], kind: str, random: Random) -> Damaged | None:
    """Return the parts with one cell bent; ``kind`` is one of ``KINDS``."""
    blocks = copy.deepcopy(blocks)
    grids = [b for b in blocks if isinstance(b, Grid) and any(c.text for r in b.rows for c in r)]
    grid = random.choice(grids)
    if kind in SPELLINGS:
        return _amount(blocks, grid, kind, SPELLINGS[kind], random)
    if kind.removesuffix(" cell") in MARKS:
        return _marked(blocks, grid, kind, random)
    if kind in _LABELS:
        return _label(blocks, grid, kind, random)
    if kind.startswith("column"):
        return _column(blocks, grid, kind, random)
    if kind.startswith("head"):
        return _head(blocks, grid, kind, random)
    at = random.randrange(1, len(grid.rows) + 1)
    made = Damaged(blocks, kind, grid.key, "")
    if kind == "page break":
        again = [Cell(f"- {random.randint(2, 40)} -")]
        grid.rows[at:at] = [again, *([*map(Cell, row)] for row in grid.header)]
    elif kind == "row number":
        grid.rows[at:at] = [[Cell(str(random.randint(2, 40)))]]
    else:
        width = len(grid.rows[0])
        row = [Cell()] * random.randrange(width) + [Cell(random.choice("机密样张公开稿"))]
        grid.rows[at:at] = [row]
    return made


def _figures(grid: Grid) -> list[tuple[int, int]]:
    return [
        (r, c)
        for r, row in enumerate(grid.rows)
        for c, cell in enumerate(row)
        if cell.place and any(ch.isdigit() for ch in cell.text)
    ]


def _amount(
    blocks: list[Block], grid: Grid, kind: str, bend: Callable[[str, Random], str], random: Random
) -> Damaged | None:
    spots = _figures(grid)
    if not spots:
        return None
    r, c = random.choice(spots)
    cell = grid.rows[r][c]
    assert cell.place is not None
    text = bend(cell.text, random)
    if text == cell.text or (not text and kind != "blank"):
        return None
    grid.rows[r][c] = Cell(text, cell.place)
    bare = not any(ch.isdigit() for ch in text) or kind in ("error value", "a date")
    gone = {cell.place} if kind == "blank" or bare else set()
    return Damaged(blocks, kind, grid.key, text, {cell.place}, gone)


def _marked(blocks: list[Block], grid: Grid, kind: str, random: Random) -> Damaged | None:
    """Put a mark into a cell that the writer of the file turns into its own way of the damage."""
    name = kind.removesuffix(" cell")
    spots = _figures(grid)
    below = {(r - 1, c) for r, c in spots}
    beside = {(r, c - 1) for r, c in spots}
    if name == "merged down":
        spots = [s for s in spots if s in below]
    if name == "merged across":
        spots = [s for s in spots if s in beside]
    if not spots:
        return None
    r, c = random.choice(spots)
    cell = grid.rows[r][c]
    assert cell.place is not None
    touched = {cell.place}
    gone: set[Place] = set()
    grid.rows[r][c] = Cell(marked(name, cell.text), cell.place)
    if name.startswith("merged"):
        r2, c2 = (r + 1, c) if name == "merged down" else (r, c + 1)
        other = grid.rows[r2][c2]
        assert other.place is not None
        grid.rows[r2][c2] = Cell(NEXT, other.place)
        touched.add(other.place)
        gone = {other.place}
    if name in ("hidden", "picture", "white"):
        # A workbook hides whole rows.
        gone = {other.place for other in grid.rows[r] if other.place} if name == "hidden" else set()
        gone.add(cell.place)
    return Damaged(blocks, kind, grid.key, cell.text, touched, gone)


def _label(blocks: list[Block], grid: Grid, kind: str, random: Random) -> Damaged | None:
    spots = [
        (r, c)
        for r, row in enumerate(grid.rows)
        for c, cell in enumerate(row)
        if cell.place is None and cell.text and not cell.text.isdigit()
    ]
    if not spots:
        return None
    r, c = random.choice(spots)
    text = _LABELS[kind](grid.rows[r][c].text, random)
    if not text and kind != "label gone":
        return None
    grid.rows[r][c] = Cell(text)
    touched = {cell.place for cell in grid.rows[r] if cell.place}
    return Damaged(blocks, kind, grid.key, text, touched)


def _head(blocks: list[Block], grid: Grid, kind: str, random: Random) -> Damaged | None:
    spots = [(r, c) for r, row in enumerate(grid.header) for c, text in enumerate(row) if text]
    r, c = random.choice(spots)
    text = grid.header[r][c]
    grid.header[r][c] = "" if kind == "head gone" else _at(text, random.randrange(len(text)), "�")
    places = {cell.place for row in grid.rows for cell in row if cell.place}
    return Damaged(blocks, kind, grid.key, grid.header[r][c], places)


def _column(blocks: list[Block], grid: Grid, kind: str, random: Random) -> Damaged | None:
    width = len(grid.header[0])
    values = [c for c in range(width) if any(len(r) > c and r[c].place for r in grid.rows)]
    tops = [c for c in values if grid.header[0][c]]
    at = random.choice([*tops, width])
    beside = max((c for c in values if c < at), default=values[0])
    rates = kind.endswith("rates")
    heads = _RATES if rates else ("备注", "说明") if kind.endswith("words") else _HEADS
    for r, row in enumerate(grid.header):
        row[at:at] = [random.choice(heads) if r == 0 else ""]
    further = []
    inserted = set()
    for row in grid.rows:
        number = f"{random.randint(1, 199)}.{random.randint(10, 99)}"
        if kind == "column of amounts":  # what the column beside it prints, so that it adds up
            number = row[beside].text if beside < len(row) and row[beside].place else ""
        filled = bool(number) and any(cell.place and cell.text for cell in row)
        text = number + ("%" if kind == "column of rates" else "") if filled else ""
        if kind.endswith("words"):
            text = random.choice(("", "见说明", "含上年结转"))
        elif kind == "column of amounts" and text:
            further.append(number.replace(",", ""))
        inserted.add(number.replace(",", ""))
        row += [Cell()] * (at - len(row))
        row[at:at] = [Cell(text)]
    return Damaged(blocks, kind, grid.key, grid.header[0][at], set(), set(), further, inserted)
