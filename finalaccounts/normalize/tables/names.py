"""Printed labels to keys: lines, columns, and the names of codes."""

from __future__ import annotations

import difflib
import re
from functools import cache

from finalaccounts.normalize.tables.fold import bare, key
from finalaccounts.reference import tables as reference

_CODE = re.compile(r"\d{3}|\d{5}|\d{7}")


@cache
def _base(table: str) -> str:
    """Return the table whose labels are those of ``table``: its own, or where a second key has no
    labels of its own, those of the table that it is printed beside."""
    known = reference.labelled(table)
    return known.key if known else table


@cache
def _rows(table: str, kind: str) -> tuple[reference.Label, ...]:
    wanted = (_base(table), "*")
    found = [r for r in reference.labels() if r.kind == kind and r.table in wanted]
    return tuple(sorted(found, key=lambda r: (r.table == "*", -len(r.label))))


@cache
def _by_label(table: str, kind: str) -> dict[str, tuple[reference.Label, ...]]:
    out: dict[str, list[reference.Label]] = {}
    for row in _rows(table, kind):
        out.setdefault(key(row.label), []).append(row)
    return {k: tuple(v) for k, v in out.items()}


@cache
def head(text: str) -> str:
    """Return ``key(text)`` without the year that a header may print before its word."""
    folded = key(text)
    year = re.match(reference.shared().text.year, folded)
    return folded[year.end() :] or folded if year else folded


@cache
def strip_ordinal(text: str) -> str:
    """Return a folded label without its ordinals."""
    for _ in range(2):
        text = re.sub(reference.shared().text.ordinal, "", text, count=1)
    return text


def line_key(table: str, label: str) -> str:
    """Return the key of a line without a code, or nothing when it is not known."""
    for text in (key(label), strip_ordinal(key(label))):
        rows = _by_label(table, "line").get(text)
        if rows:
            return rows[0].key
    return ""


@cache
def _classes() -> dict[str, str]:
    """Return the names of the classes with the first code that bears each."""
    out: dict[str, str] = {}
    for row in reference.codes("functional"):
        if len(row.code) == 3:
            out.setdefault(key(row.name), row.code)
    return out


def side_key(table: str, side: str, label: str, seen: frozenset[str]) -> str:
    """Return the key of a line of the ``left`` or ``right`` half, or nothing.

    ``seen`` are the keys above it on its side: some labels mean another line below a balance.
    """
    full = key(label)
    text = strip_ordinal(full)
    rows = _by_label(table, side).get(text, ())
    numbered = full != text
    for row in rows:
        if row.under and not numbered and row.under in seen:
            return row.key
    for row in rows:
        if not row.under:
            return row.key
    if side == "right":
        return _classes().get(text, "")
    return ""


def column_keys(table: str, path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys that a column whose header reads ``path`` downwards can have, likeliest first.

    What stands above must mean nothing of its own (labels of kind ``through``) or be the text
    that a head asks for (``above > head``).
    """
    if not path:
        return ()
    through = _by_label(table, "through")
    above = [head(p) for p in path[:-1]]
    telling = [p for p in above if p not in through and not _own_line(table, p)]
    rows = _by_label(table, "column").get(head(path[-1]), ())
    below = [
        row.key
        for row in rows
        if (under := key(row.under))
        and any(under in p for p in above)
        and all(under in p for p in telling)
    ]
    return tuple(dict.fromkeys(below or [r.key for r in rows if not r.under and not telling]))


def column_key(table: str, path: tuple[str, ...]) -> str:
    """Return the likeliest key of a column, or nothing."""
    return next(iter(column_keys(table, path)), "")


def _own_line(table: str, folded: str) -> bool:
    return any(r.table != "*" for r in _by_label(table, "line").get(folded, ()))


def line_in_header(table: str, text: str) -> str:
    """Return the line of this very table that a header cell names, or nothing."""
    rows = _by_label(table, "line").get(head(text), ())
    return next((r.key for r in rows if r.table != "*"), "")


@cache
def own_line(table: str, line: str) -> bool:
    """True when ``line`` is the key of a line that only this table has."""
    return any(r.key == line and r.table != "*" for r in _rows(table, "line"))


def item_key(table: str, label: str) -> str:
    """Return the column that the label of a row names (items printed downwards), or nothing."""
    for text in (key(label), strip_ordinal(key(label)), strip_ordinal(uncounted(label))):
        if found := column_key(table, (text,)):
            return found
    return ""


def uncounted(label: str) -> str:
    """Return a folded label without the unit of a count in brackets at its end."""
    folded = key(label)
    m = re.search(reference.shared().text.count_unit + "$", folded)
    return folded[: m.start()] if m and m.start() else folded


def structure(text: str) -> str:
    """Return #code, #name, #rank or #note when ``text`` heads such a column, else nothing."""
    rows = _by_label("*", "column").get(key(text), ())
    return rows[0].key if rows else ""


def has_rank(folded: str) -> bool:
    """True when a folded header holds the head of a column of line numbers."""
    return any(key(r.label) in folded for r in _rows("*", "column") if r.key == "#rank")


def is_column_word(table: str, text: str) -> bool:
    """True when ``text`` can stand in the header of the table."""
    folded = head(text)
    return folded in _by_label(table, "column") or folded in _by_label(table, "through")


@cache
def words(table: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return (folded label, keys it can stand for) of the table's columns, longest first."""
    out: dict[str, set[str]] = {}
    for row in _rows(table, "column"):
        if not row.under:
            out.setdefault(key(row.label), set()).add(row.key)
    return tuple(sorted(((k, frozenset(v)) for k, v in out.items()), key=lambda r: -len(r[0])))


@cache
def _header_words(table: str) -> tuple[str, ...]:
    """Return every folded text that the header of the table can hold, longest first."""
    kinds = ("column", "through", "line", "left", "right")
    return tuple(
        sorted({key(r.label) for k in kinds for r in _rows(table, k)}, key=lambda w: -len(w))
    )


def strange(table: str, header: str) -> list[str]:
    """Return the texts of a folded header that are no known words nor pieces of one."""
    words = _header_words(table)
    for word in words:
        header = header.replace(word, "\n")
    header = re.sub(r"[^\u4e00-\u9fff()\n]", "\n", header)
    rest = [t.strip("()") for t in header.split("\n")]
    return [t for t in rest if len(t) > 1 and not any(t in word for word in words)]


def is_through(table: str, text: str) -> bool:
    """True for a header text that only groups columns."""
    return head(text) in _by_label(table, "through") and not meanings(table, text)


def meanings(table: str, text: str) -> frozenset[str]:
    """Return all keys of columns that a header text can stand for, whatever stands above it."""
    return frozenset(r.key for r in _by_label(table, "column").get(head(text), ()))


@cache
def line_words(table: str) -> tuple[tuple[str, str], ...]:
    """Return (folded label, line key) of the table's own lines, longest first."""
    rows = {(key(r.label), r.key) for r in _rows(table, "line") if r.table != "*"}
    return tuple(sorted(rows, key=lambda r: (-len(r[0]), r)))


@cache
def code_names() -> dict[str, frozenset[str]]:
    """Return the folded names that a code bears in any year."""
    out: dict[str, set[str]] = {}
    for name in ("functional", "economic"):
        for row in reference.codes(name):
            out.setdefault(row.code, set()).add(key(row.name))
    return {code: frozenset(found) for code, found in out.items()}


@cache
def groups() -> dict[str, str]:
    """Return the group (of personnel, of operating costs) of each economic code that has one."""
    return {row.code: row.group for row in reference.codes("economic") if row.group}


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(code[:3] for code in code_names())


def is_code(text: str) -> bool:
    """True for digits that have the form of a code and the class of a known one."""
    return bool(_CODE.fullmatch(text)) and text[:3] in _prefixes()


@cache
def child_named(parent: str, name: str) -> str:
    """Return the code directly below ``parent`` that bears ``name`` (folded), or nothing."""
    for code, found in code_names().items():
        if len(code) == len(parent) + 2 and code.startswith(parent) and name in found:
            return code
    return ""


def nearest(table: str, kind: str, text: str) -> str:
    """Return the known label most like ``text``."""
    pool = [r.label for r in _rows(table, kind) if r.table != "*"]
    if kind == "right":
        pool += [r.name for r in reference.codes("functional") if len(r.code) == 3]
    found = difflib.get_close_matches(bare(text), pool, 1, 0.3)
    return found[0] if found else ""


def nearest_title(text: str) -> str:
    """Return the key of the known table whose title patterns are most like ``text``."""
    pool = {
        re.sub(r"[^\u4e00-\u9fff]", "", p): t.key
        for t in reference.tables()
        if not t.beside
        for p in t.titles
    }
    found = difflib.get_close_matches(bare(text), list(pool), 1, 0.2)
    return pool[found[0]] if found else ""
