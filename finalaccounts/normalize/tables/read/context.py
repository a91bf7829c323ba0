"""What a reader of one table needs to know: its labels, its layout, and where to report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from finalaccounts import equations
from finalaccounts.model import Line, Problem
from finalaccounts.normalize.tables import names, words
from finalaccounts.normalize.tables.parts import PERCENT, Body, Slot
from finalaccounts.normalize.tables.tokens import Token
from finalaccounts.reference import tables as reference
from finalaccounts.reference import tabular
from finalaccounts.text import bare, key

_DATA = "data/reference/cn/tables"


class Context:
    """One table being read: looks labels up, collects names of codes and problems."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.key = body.key
        known = reference.kind(body.key)
        self.shape = known.shape if known else "codes"
        self.known = known is not None
        self.named_lines = known is not None and known.named_lines
        self.names: dict[str, list[str]] = {}
        self.problems: list[Problem] = []
        self.seen: dict[str, set[str]] = {"left": set(), "right": set()}
        self.left = ""  # the last line read in the left half

    def problem(self, line: int, kind: str, text: str, nearest: str, data: str = "") -> None:
        """Report something unknown, once per text; of an unknown table only the table itself."""
        if not self.known and kind != "table":
            return
        data = (
            data
            or f"{_DATA}/{known.key if (known := reference.labelled(self.key)) else self.key}.toml"
        )
        found = Problem(kind, text, nearest, data, self.body.source, line)
        if all((p.kind, p.text) != (kind, text) for p in self.problems):
            self.problems.append(found)

    # ------------------------------------------------------------ lines

    def is_line(self, text: str) -> bool:
        """True when ``text`` labels a line of this table."""
        if self.shape == "sides":
            seen = frozenset(self.seen["left"] | self.seen["right"])
            return any(names.side_key(self.key, s, text, seen) for s in ("left", "right"))
        if self.shape == "items":
            return bool(names.line_in_header(self.key, text) or names.item_key(self.key, text))
        return bool(names.line_key(self.key, text))

    def line_in_header(self, text: str) -> str:
        """Return the line that a header cell names (three-public in one row), or nothing."""
        return names.line_in_header(self.key, text) if self.shape == "items" else ""

    def lines_of(self, code: str, label: str, side: int, line: Line) -> str:
        """Return the key of a line by its code or label; side 0 is the left half."""
        if code and self.shape != "sides" and (self.known or names.is_code(code) or not label):
            if label:
                self.names.setdefault(bare(label), [])
                if code not in self.names[bare(label)]:
                    self.names[bare(label)].append(code)
            return code
        if not label:
            return ""
        if self.shape == "sides":
            return self.side_line("left" if side == 0 else "right", label, line)
        if self.shape == "items":
            if found := names.line_in_header(self.key, label):
                return found
            if column := names.item_key(self.key, label):
                # ``#own``: a known word without a key, kept under itself.
                return f"other:{bare(label)}" if column == "#own" else f"#{column}"
        if found := names.line_key(self.key, label):
            return found
        if not self.named_lines:
            self.problem(line.number, "line", bare(label), names.nearest(self.key, "line", label))
        return f"other:{bare(label)}"

    def side_line(self, side: str, label: str, line: Line) -> str:
        """Return the key of a line of one half; an unknown label is kept as ``other:``."""
        seen = self.seen[side]
        found = names.side_key(self.key, side, label, frozenset(seen))
        if not found:
            self.problem(line.number, "line", bare(label), names.nearest(self.key, side, label))
            found = f"other:{bare(label)}"
        seen.add(found)
        if side == "left":
            self.left = found
        return found

    def unnamed(self, side: int, line: Line) -> str:
        """Return a key for numbers in a line without a label.

        Right of the parts of an opening balance stand those of the closing one, often unlabelled.
        """
        beside = re.sub("^opening_(?!balance)", "closing_", self.left)
        if side == 1 and beside != self.left and beside not in self.seen["right"]:
            return beside
        self.problem(line.number, "line", "", "")
        return "other:"

    def slot(self, line: str, label: str, column: str, in_header: str = "") -> Slot:
        """Return the slot; where the items are rows, the header names the line instead.

        The total of a column that has a line of its own stands on that line.
        """
        if line.startswith("#"):
            return Slot(in_header or column, bare(label), line[1:])
        if self.shape == "items" and in_header and line.startswith("other:"):
            return Slot(in_header, bare(label), line)
        if line == "total" and names.own_line(self.key, f"{column}_total"):
            return Slot(f"{column}_total", bare(label), "final")
        return Slot(in_header or line, bare(label), column)

    def places(self, slots: Sequence[Slot]) -> int:
        """Return the decimals that every amount of these slots has, 0 where none need have them."""
        counts = any(equations.kind(self.key, s.column, s.line) in ("count", "rate") for s in slots)
        return 0 if counts else self.body.places

    def numbers(self, tokens: Sequence[Token], slots: Sequence[Slot]) -> list[Token]:
        """Return the numbers of a row; one with a percent sign is odd where no rate can stand."""
        kinds = {equations.kind(self.key, s.column, s.line) for s in slots}
        if kinds & {"rate", ""}:
            return list(tokens)
        percent = tuple(PERCENT)
        return [replace(t, kind="odd") if t.text.endswith(percent) else t for t in tokens]

    # ------------------------------------------------------------ columns

    def column(self, path: tuple[str, ...], line: Line, alone: bool = True) -> str:
        """Return the key of a column by its header; an unknown one is kept as ``other:``.

        ``alone``: no other column of the header ends in the same text.
        """
        found = names.column_key(self.key, path)
        if found and not found.startswith("#"):
            return found
        if economic := self._economic(path):
            return economic
        if not (len(path) == 1 and self.line_in_header(path[0])):
            near = names.nearest(self.key, "column", bare(path[-1]))
            self.problem(line.number, "column", "/".join(path), near)
        plain = alone and (len(path) == 1 or not names.is_column_word(self.key, path[-1]))
        return f"other:{bare(path[-1] if plain else ''.join(path))}"

    def fitted(self, columns: list[tuple[str, tuple[str, ...]]]) -> list[str]:
        """Return the keys of all columns; where labels can mean several, a layout decides.

        ``columns`` are (likeliest key, header path), in printed order.
        """
        plain = [c for c, _ in columns]
        layouts = [set(lay.columns) for lay in reference.layouts(self.key)]
        if set(plain) in layouts:
            return plain
        for layout in layouts:
            chosen = [
                next((k for k in names.column_keys(self.key, path) if k in layout), column)
                for column, path in columns
            ]
            if set(chosen) == layout and len(chosen) == len(layout):
                return chosen
        return plain

    def columns_of(self, line: str, columns: list[str]) -> list[str]:
        """Return the columns that a line can fill: an economic code only those of its group."""
        known = names.groups()
        own = names.column_key(self.key, (known[line],)) if line in known else ""
        others = {names.column_key(self.key, (g,)) for g in known.values()} - {own}
        return [c for c in columns if c not in others] if own in columns else columns

    def _economic(self, path: tuple[str, ...]) -> str:
        """Return the economic code that a column's header names (tables by economic class)."""
        if not self.key.endswith("_by_economic"):
            return ""
        by_name: dict[str, list[str]] = {}
        for row in reference.codes("economic"):
            by_name.setdefault(key(row.name), []).append(row.code)
        folded = [key(p) for p in path]
        parents = [c for p in folded[:-1] for c in by_name.get(p, ()) if len(c) == 3]
        for code in by_name.get(folded[-1], ()):
            if len(path) == 1 or not parents or code[:3] in parents:
                return code
        whole = names.column_key(self.key, path[-1:]) == "total"
        return parents[-1] if parents and whole else ""

    # ------------------------------------------------------------ layouts (text without cells)

    def layout(
        self, header: str, counted: int, line: int
    ) -> tuple[tabular.Layout | None, bool, frozenset[str]]:
        """Return the layout whose columns stand in the folded ``header``, whether it surely fits
        (all its columns are named, or as many are counted), and the columns named.

        ``counted`` is how many columns the row of column numbers counts (0: none printed). Two
        layouts that fit equally well are a problem, and so is none.
        """
        found, counts = self._words(header)
        fits: list[tuple[tuple[bool, bool, bool, int, int], tabular.Layout]] = []
        for layout in reference.layouts(self.key):
            if not _counts(layout, counts):
                continue
            own = {s.split(".")[-1] for s in layout.slots} or set(layout.columns)
            own = own or set(layout.left + layout.right)
            sizes = {len(layout.slots), len(layout.columns), len(layout.left + layout.right)}
            odd = sum(not keys & (own | set(layout.beside)) for keys in found)
            lacking = len(own - {k for keys in found for k in keys})
            whole = not odd and not lacking
            told = len(layout.words) * whole
            score = (whole, counted in sizes - {0}, not odd, -odd - lacking, told)
            fits.append((score, layout))
        named = frozenset(k for keys in found for k in keys)
        if not fits:
            return None, False, named
        best = max(score for score, _ in fits)
        winners = [layout for score, layout in fits if score == best]
        if len(winners) > 1:
            text = ", ".join(w.name for w in winners)
            self.problem(line, "two_layouts", self.key, text)
        elif not best[2] or (not best[1] and best[3] < -1):
            self.problem(line, "layout", self.key, winners[0].name)
        return winners[0], best[0] or (best[1] and best[2]), named

    def _words(self, header: str) -> tuple[list[frozenset[str]], dict[str, int]]:
        """Return the columns named in a header (each with all it can mean), and how often each
        column and line is named."""
        found: list[frozenset[str]] = []
        counts: dict[str, int] = {}
        for label, keys in words.words(self.key):
            if times := header.count(label):
                header = header.replace(label, "\n")
                stage = self.shape == "items" and keys <= equations.stages().keys()
                if not stage and not any(k.startswith("#") for k in keys):
                    found.append(keys)
                for k in keys:
                    counts[k] = counts.get(k, 0) + times
        lines: dict[str, int] = {}
        for label, line in words.line_words(self.key):
            lines[line] = lines.get(line, 0) + header.count(label)
            header = header.replace(label, "\n")
        return found, lines | counts


def _counts(layout: tabular.Layout, counts: dict[str, int]) -> bool:
    """True when the words that tell the layout apart stand as often as it says."""
    for word, wanted in layout.words.items():
        have = counts.get(word, 0)
        bound = int(wanted.lstrip("<>="))
        if wanted.startswith("<="):
            fits = have <= bound
        elif wanted.startswith(">="):
            fits = have >= bound
        else:
            fits = have == bound
        if not fits:
            return False
    return True
