"""The columns of a table whose cells are certain, by its header and by what stands below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from finalaccounts.model import Line
from finalaccounts.normalize.tables import names
from finalaccounts.normalize.tables.read.context import Context
from finalaccounts.normalize.tables.tokens import Cell, cells
from finalaccounts.text import bare, fold, key

_VALUE = "#value"
_DAMAGED = "\ufffd"  # a character that no reader could decode
_SEVERAL, _MOST = 4, 5  # cells that show what a column holds; one name in so many may be none


@dataclass(slots=True)
class Block:
    """Columns that belong together: codes, names, ranks, and the values of one line."""

    codes: list[int] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    ranks: list[int] = field(default_factory=list)
    values: list[tuple[int, str, str]] = field(default_factory=list)  # index, line, column


def paths_of(header: list[list[Cell]], width: int) -> list[tuple[str, ...]]:
    """Return the header texts above each column, merged cells spread to the right.

    A cell is merged with its left neighbour when it is empty and both lie below one cell.
    """
    groups = [0] * width
    paths: list[list[str]] = [[] for _ in range(width)]
    for row in header:
        texts = [c.text for c in row] + [""] * (width - len(row))
        new = list(groups)
        shown = list(texts)
        for i in range(width):
            merged = i > 0 and not texts[i] and groups[i] == groups[i - 1] and shown[i - 1] != ""
            if merged:
                shown[i], new[i] = shown[i - 1], new[i - 1]
            else:
                new[i] = max(new[:i], default=0) + 1
        for i in range(width):
            if shown[i] and (not paths[i] or key(paths[i][-1]) != key(shown[i])):
                paths[i].append(bare(shown[i]))
        groups = new
    return [tuple(p) for p in paths]


def blocks_of(
    context: Context,
    header: list[list[Cell]],
    line: Line,
    heads: dict[str, str],
    held: Mapping[int, str],
) -> list[Block]:
    """Return the blocks of a header; ``heads`` takes the header's words for lines, as printed,
    ``held`` says of which columns the cells are codes or names (see ``contents``)."""
    width = max(len(row) for row in header)
    earlier = names.undated([c.text for row in header for c in row])
    header = [[replace(c, text=earlier.get(c.text, c.text)) for c in row] for row in header]
    blocks: list[Block] = []
    headless = False
    used: set[tuple[int, str, str]] = set()
    paths = paths_of(header, width)
    ends = [key(path[-1]) for path in paths if path]
    for index, path in enumerate(paths):
        what = names.structure(path[-1]) if path else ""
        if not what and path and not names.column_key(context.key, path):
            what = next(
                (s for p in reversed(path[:-1]) if (s := names.structure(p)) == "#code"), ""
            )
        last = blocks[-1] if blocks else None
        if held.get(index) == _VALUE and what in ("#code", "#name"):
            what, path = "", ()  # its own head is gone, and this is that of the column beside it
        what = _by_content(context, what, path, held.get(index, ""), last)
        if what in ("#code", "#name") and (last is None or last.values or headless):
            headless = False
            last = Block()
            blocks.append(last)
        if last is None:
            last = Block()
            blocks.append(last)
        # A column of amounts without a head ends its block all the same.
        headless |= not path and not what and bool(last.labels)
        if what == "#code":
            last.codes.append(index)
        elif what == "#name":
            last.labels.append(index)
        elif what == "#rank":
            last.ranks.append(index)
        elif path and what != "#note":
            in_line = next((k for p in path if (k := context.line_in_header(p))), "")
            if in_line:
                heads.setdefault(in_line, next(p for p in path if context.line_in_header(p)))
            rest = tuple(p for p in path if not context.line_in_header(p)) if in_line else path
            column = context.column(rest or path, line, ends.count(key(path[-1])) == 1)
            if (len(blocks), in_line, column) in used:
                column = f"other:{bare(''.join(path))}"
            used.add((len(blocks), in_line, column))
            last.values.append((index, in_line, column))
    if context.shape == "codes" and len(blocks) == 1:
        values = blocks[0].values
        keys = context.fitted([(column, paths[index]) for index, _, column in values])
        blocks[0].values = [(i, ln, k) for (i, ln, _), k in zip(values, keys, strict=True)]
    return blocks


def contents(lines: Iterable[Line]) -> dict[int, str]:
    """Return the columns that hold codes of the classifications (``#code``), words (``#name``) or
    amounts (``#value``), whatever their heads say."""
    seen: dict[int, Counter[str]] = {}
    known = names.code_names()
    for line in lines:
        filled = [c for c in cells(line) if c.text]
        for cell in filled if len(filled) > 1 else ():
            text = fold("".join(cell.text.split()))
            number = cell.number()
            amount = number is not None and "." in text
            what = "#code" if text in known else _VALUE if amount else "" if number else "#name"
            seen.setdefault(cell.index, Counter())[what] += 1
    out = {}
    for index, counts in seen.items():
        what, count = counts.most_common(1)[0]
        others = (counts.total() - count) * (_MOST if what == "#name" else 2)  # heads among them
        if what and count >= _SEVERAL and others <= counts.total():
            out[index] = what
    return out


def _by_content(
    context: Context, what: str, path: tuple[str, ...], held: str, last: Block | None
) -> str:
    """Return what a column is: as its head says or, where its head is gone or is no word of the
    table, as its cells do. Words are the names of a block only in front of its values."""
    known = what or (path and names.column_key(context.key, path))
    if what == "#code" and held == "#name" and last is not None and last.codes and not last.labels:
        return held  # a head that is gone leaves its cell to the one beside it
    if known or held in ("", _VALUE):
        return what
    fresh = last is None or not last.values
    if held == "#code" or (fresh and not (last and last.labels)):
        return held
    whole = not path or names.is_through(context.key, path[-1]) or _DAMAGED in path[-1]
    return held if whole and not fresh and context.shape in ("sides", "blocks") else what
