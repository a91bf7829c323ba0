"""Columns of a header in text without cells, by the words it prints whole."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from finalaccounts.model import Line
from finalaccounts.normalize.tables import names
from finalaccounts.normalize.tables.patterns import pattern
from finalaccounts.normalize.tables.read.context import Context
from finalaccounts.normalize.tables.tokens import Token
from finalaccounts.text import bare, counted, key

_COUNTED = 3  # columns that are counted, whatever stands in front of them
_PIECES_AHEAD = 12  # pieces after one among which the rest of its head is looked for


def column_numbers(tokens: list[Token]) -> int:
    """Return how many columns a row of column numbers counts (or a bare 1 2 3), else 0."""
    ints = [counted(t.integer) for t in tokens if t.integer]
    words = "".join(key(t.text) for t in tokens if t.kind == "text")
    if any(t.kind == "number" and not t.integer for t in tokens):
        return 0
    if words and pattern("line_numbers").match(words):
        rest = pattern("line_numbers").sub("", words)
        return max(ints, default=1) if not rest else 0
    if words and len(ints) >= _COUNTED and ints == list(range(1, len(ints) + 1)):
        return ints[-1]  # behind a word that is damaged, or that runs on into it
    if not words and len(ints) >= 3 and ints == list(range(1, len(ints) + 1)):
        return ints[-1]
    return 0


def stacked(context: Context, lines: Sequence[list[Token]]) -> bool:
    """True where heads stand on several lines and some are broken over them: the order of the
    columns is not that of the words."""
    heads = [
        (at, len({piece.line for piece in t.pieces}) > 1)
        for at, line in enumerate(lines)
        for t in line
        if t.kind == "text" and not column_numbers(line) and not names.structure(t.text)
        if not names.is_through(context.key, t.text)
    ]
    apart = len({at for at, _ in heads}) > 1
    return apart and any(broken or _is_stray(context, lines[at]) for at, broken in heads)


def _is_stray(context: Context, line: list[Token]) -> bool:
    """True for a line that holds a text that is no word of the table."""
    own = [t for t in line if not names.structure(t.text)]
    return any(_is_piece(context, t) and not names.is_through(context.key, t.text) for t in own)


def rejoined(context: Context, lines: Sequence[list[Token]]) -> list[list[Token]]:
    """Return the lines of a header with the heads that are broken over lines or blanks put together
    again: pieces that are no words of the table and make one in reading order. It stands where its
    piece on the fullest line stands, or else its first."""
    spots = [(i, k) for i, line in enumerate(lines) for k in range(len(line))]
    spots = [at for at in spots if _is_piece(context, lines[at[0]][at[1]])]
    sizes = [len(line) for line in lines]
    gone: set[tuple[int, int]] = set()
    made: dict[tuple[int, int], Token] = {}
    for n, at in enumerate(spots):
        if at in gone:
            continue
        group = names.is_through(context.key, lines[at[0]][at[1]].text)
        later = [s for s in spots[n + 1 :] if s not in gone][:_PIECES_AHEAD]
        for more in (c for size in (1, 2, 3) for c in combinations(later, size)):
            tokens = [lines[i][k] for i, k in (at, *more)]
            text = "".join(t.text for t in tokens)
            known = names.column_key(context.key, (bare(text),))
            named = names.structure(tokens[0].text) == "#name"  # its word begins columns too
            if (known and not group) or (names.structure(text) and not named):
                gone |= {at, *more}
                place = max((at, *more), key=lambda s: (sizes[s[0]], s == at))
                made[place] = Token("text", text, tuple(p for t in tokens for p in t.pieces))
                break
    kept = [
        [made.get((i, k), token) for k, token in enumerate(line) if (i, k) in made or (i, k) not in gone]
        for i, line in enumerate(lines)
    ]  # fmt: skip
    return [line for line in kept if line]


def _is_piece(context: Context, token: Token) -> bool:
    if token.kind != "text" or names.structure(token.text) not in ("", "#name"):
        return False
    if names.structure(token.text):
        return True
    if context.is_line(token.text):
        return False
    return not names.meanings(context.key, token.text)


def widths(rows: Sequence[list[Token]]) -> list[int]:
    """Return how many numbers stand after the words of each row, the most first."""
    found = []
    for row in rows:
        last = max((i for i, t in enumerate(row) if t.kind == "text"), default=None)
        if last is not None and last + 1 < len(row):
            found.append(len(row) - last - 1)
    return sorted(found, reverse=True)


def worded(context: Context, lines: Sequence[list[Token]], counted: int) -> list[str]:
    """Return the columns of a header all of whose words are columns, or nothing.

    A line below a word that only groups stands in its place; other lines go on where the line
    above them ends. Nothing either where a column would come twice or more are counted.
    """
    paths: list[tuple[str, ...]] = []
    if stacked(context, lines):
        return []
    for line in lines:
        own = [t.text for t in line if t.kind == "text" and not names.structure(t.text)]
        if not own or column_numbers(line):
            continue
        groups = [i for i, p in enumerate(paths) if _groups(context, p[-1])]
        if len(groups) == 1:
            at = groups[0]
            paths[at : at + 1] = [(*paths[at], text) for text in own]
        else:
            paths += [(text,) for text in own]
    paths = [p for p in paths if not _groups(context, p[-1])]
    keys = [names.column_key(context.key, p) for p in paths]
    if not all(keys) or len(set(keys)) < len(keys) or (counted and counted != len(keys)):
        return []
    first = Line(lines[0][0].line if lines and lines[0] else context.body.first, "")
    columns = [(context.column(p, first), p) for p in paths]
    return context.fitted(columns)


def _groups(context: Context, text: str) -> bool:
    return names.is_through(context.key, text)


def halves(context: Context, lines: Sequence[list[Token]]) -> tuple[list[str], list[str]] | None:
    """Return the columns of both halves of a header that begins each with the head of the names,
    or None where it has words that are no columns."""
    sides: list[list[str]] = []
    for token in (t for ln in lines if not column_numbers(ln) for t in ln if t.kind == "text"):
        what = names.structure(token.text)
        if what == "#name":
            sides.append([])
        elif what or (not sides and names.is_through(context.key, token.text)):
            continue
        elif not sides or not (found := names.column_key(context.key, (bare(token.text),))):
            return None
        else:
            sides[-1].append(found)
    if len(sides) != 2 or not all(sides) or any(len(set(s)) < len(s) for s in sides):
        return None
    return sides[0], sides[1]


def unplaced(context: Context, lines: Sequence[list[Token]], most: int) -> list[str]:
    """Return ``most`` columns that nobody knows, for a header of several stages or years whose
    words do not say which column is whose: none of its numbers may pass for another's."""
    at = lines[0][0].line if lines and lines[0] else context.body.first
    text = "/".join(bare(t.text) for ln in lines for t in ln if t.kind == "text")
    context.problem(at, "layout", text, "")
    return [f"other:{n}" for n in range(1, most + 1)]
