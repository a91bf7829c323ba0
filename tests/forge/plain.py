"""Reports as text: cells parted by tabs, or by single spaces with the empty ones lost."""

# ruff: noqa: S311  (nothing here is a secret)
from __future__ import annotations

from random import Random

from tests.forge.blocks import Block, Form, Grid, Prose
from tests.forge.quirks import Quirks

_WIDE = 42


def _spaced(text: str) -> str:
    """Space after the comma and the point, as some reports print: 1, 049. 22."""
    return text.replace(",", ", ").replace(".", ". ")


def _joined(texts: list[str]) -> str:
    return " ".join(text for text in texts if text)


def _row(cells: list[str], amounts: list[bool], quirks: Quirks, random: Random) -> list[str]:
    """Return the lines of one row of space-parted text, broken where a quirk strikes."""
    texts = [
        _spaced(t) if amount and quirks.spaced and ("," in t) else t
        for t, amount in zip(cells, amounts, strict=True)
    ]
    if quirks.split_codes and texts[0].isdigit() and len(texts[0]) == 5 and random.random() < 0.3:
        return [texts[0][:3], texts[0][3:], _joined(texts[1:])]
    name = next(
        (t for t, amount in zip(texts, amounts, strict=True) if not amount and len(t) > 12), ""
    )
    if quirks.wrapped and name and texts[0].isdigit() and len(cells) <= 9 and random.random() < 0.4:
        at = texts.index(name)
        return [_joined(texts[:at]) if at else "", name[:-3], name[-3:], _joined(texts[at + 1 :])]
    last = texts[-1]
    if (
        quirks.split_numbers
        and amounts[-1]
        and "." in last
        and " " not in last
        and len(last.split(".")[1]) == 2
        and random.random() < 0.1
    ):
        return [_joined([*texts[:-1], last[:-1]]), last[-1]]
    return [_joined(texts)]


def _table(grid: Grid, quirks: Quirks, random: Random) -> list[str]:
    lines = [grid.title, *([grid.number] if grid.number else []), _joined(grid.head)]
    header = [_joined(row) for row in grid.header]
    lines += header
    for at, row in enumerate(grid.rows):
        if at and at % 20 == 0 and quirks.page_numbers:
            lines.append(
                str(random.randint(5, 30))
                if random.random() < 0.3
                else f"- {random.randint(5, 30)} -"
            )
            if quirks.repeated_headers:
                lines += header
        lines += _row([c.text for c in row], [c.place is not None for c in row], quirks, random)
    return [line for line in lines if line] + grid.notes


def _prose(lines: list[str], random: Random) -> list[str]:
    """Wrap paragraphs as printed pages do, also inside of numbers."""
    out = []
    for line in lines:
        while len(line) > _WIDE:
            cut = _WIDE - random.randint(0, 3)
            out.append(line[:cut])
            line = line[cut:]
        out.append(line)
    return out


def spaces(blocks: list[Block], quirks: Quirks) -> str:
    """Return the report as text whose cells are parted by single spaces."""
    random = Random(quirks.seed)
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Prose):
            told = [line.replace("\t", " ") for line in block.lines]
            lines += _prose(told, random) if quirks.wrapped else told
        elif isinstance(block, Grid):
            lines += _table(block, quirks, random)
        else:
            lines += [block.title, *(_joined(row) for row in block.rows)]
    if quirks.blank_lines:
        lines = [part for line in lines for part in (line, "")]
    return "\n".join(lines) + "\n"


def rows_of(grid: Grid) -> list[list[str]]:
    """Return the header and the rows of a table as texts."""
    return [*grid.header, *([c.text for c in row] for row in grid.rows)]


def tabs(blocks: list[Block], quirks: Quirks) -> str:
    """Return the report as text whose cells are parted by tabs."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Prose):
            lines += block.lines
        elif isinstance(block, Grid):
            lines += [block.title, *([block.number] if block.number else []), "\t".join(block.head)]
            rows = ["\t".join(row).replace("\n", " ") for row in rows_of(block)]
            lines += [*rows, *block.notes]
        else:
            assert isinstance(block, Form)
            lines += [block.title, *("\t".join(row) for row in block.rows)]
    if quirks.blank_lines:
        lines = [part for line in lines for part in (line, "")]
    return "\n".join(lines) + "\n"
