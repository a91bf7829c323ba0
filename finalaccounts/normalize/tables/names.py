"""Printed labels to keys: lines, columns, and the names of codes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from functools import cache

from finalaccounts import equations
from finalaccounts.reference import tables as reference
from finalaccounts.text import bare, key

_CODE = re.compile(r"\d{3}|\d{5}|\d{7}")


@cache
def _base(table: str) -> str:
    """Return the table whose labels are those of ``table``: its own, or where a second key has no
    labels of its own, those of the table that it is printed beside."""
    known = reference.labelled(table)
    return known.key if known else table


@cache
def rows_of(table: str, kind: str) -> tuple[reference.Label, ...]:
    """Return the labels of one kind that a table knows, its own first, then the longest."""
    base = _base(table)
    own = [r for r in reference.labels() if r.table == base]
    # What a table names itself is not what any table can have.
    taken = {key(r.label) for r in own}
    shared = [r for r in reference.labels() if r.table == "*"]
    if kind == "column":
        shared = [r for r in shared if r.key.startswith("#") or key(r.label) not in taken]
    found = [r for r in (*own, *shared) if r.kind == kind]
    return tuple(sorted(found, key=lambda r: (r.table == "*", -len(r.label))))


@cache
def _by_label(table: str, kind: str) -> dict[str, tuple[reference.Label, ...]]:
    out: dict[str, list[reference.Label]] = {}
    for row in rows_of(table, kind):
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


def undated(texts: Sequence[str]) -> dict[str, str]:
    """Return what to read instead of header texts that begin with an earlier year than another of
    the header: the year before this one is a stage of its own, older ones are not known."""
    found: dict[str, tuple[int, str]] = {}
    for text in texts:
        folded = key(text)
        year = re.match(reference.shared().text.year, folded)
        if year:
            found[text] = (int(folded[:4]), folded[year.end() :])
    now = any(re.fullmatch(reference.shared().text.this_year, key(text)) for text in texts)
    last = max((y for y, _ in found.values()), default=0) + now
    before = reference.shared().text.year_before
    return {
        text: (before if year == last - 1 else f"{before}{before}") + rest
        for text, (year, rest) in found.items()
        if year < last
    }


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
    for row in _by_label(table, side).get(full, ()) if numbered else ():
        if not row.under or row.under in seen:
            return row.key
    # With an ordinal it may begin the list anew; printed a second time it stands below the balance.
    plain = next((row.key for row in rows if not row.under), "")
    for row in rows:
        if row.under and row.under in seen and (not numbered or plain in seen):
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
    plain = [r.key for r in rows if not r.under and not telling]
    return tuple(dict.fromkeys(below or plain or _staged(table, path)))


@cache
def _stage(text: str) -> str:
    """Return the stage, year or rate that a folded head names by itself, or nothing."""
    for stage in equations.stages().values():
        if text in map(key, stage.heads) or any(re.fullmatch(p, text) for p in stage.like):
            return stage.key
    return ""


@cache
def _staged(table: str, path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the key of a column at another stage or of a rate: by its own head, by the whole of
    its heads, or by a head above it (or a beginning of its own) and the column below."""
    texts = [head(p) for p in path]
    if found := _stage("".join(texts)):
        return (found,)
    if found := _stage(texts[-1]):
        above = column_key(table, path[:-1]) if path[:-1] else ""
        own = above in equations.columns_of(table) and above[0] != "#"
        return (equations.staged(table, found, above) if own else found,)
    for at, text in enumerate(texts[:-1]):
        if stage := _stage(text):
            rest = column_key(table, (*path[:at], *path[at + 1 :]))
            return (equations.staged(table, stage, rest),) if rest and rest[0] != "#" else ()
    for stage_of in equations.stages().values():
        begin = stage_of.before and re.match(stage_of.before, texts[-1])
        if begin and begin.end() < len(texts[-1]):
            rest = column_key(table, (*path[:-1], texts[-1][begin.end() :]))
            if rest and rest[0] != "#" and rest not in equations.stages():
                return (equations.staged(table, stage_of.key, rest),)
    return ()


def column_key(table: str, path: tuple[str, ...]) -> str:
    """Return the likeliest key of a column, or nothing."""
    return next(iter(column_keys(table, path)), "")


def _own_line(table: str, folded: str) -> bool:
    return any(r.table != "*" for r in _by_label(table, "line").get(folded, ()))


def line_in_header(table: str, text: str) -> str:
    """Return the line of this very table that a header cell names, or nothing."""
    rows = _by_label(table, "line").get(head(text), ())
    found = next((r.key for r in rows if r.table != "*"), "")
    known = reference.kind(table)
    # Where the items are the rows, stages and rates stand beside budget and outturn.
    return found or (_stage(head(text)) if known and known.shape == "items" else "")


@cache
def own_line(table: str, line: str) -> bool:
    """True when ``line`` is the key of a line that only this table has."""
    return any(r.key == line and r.table != "*" for r in rows_of(table, "line"))


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
    return rows[0].key if rows and rows[0].key.startswith("#") else ""


def is_column_word(table: str, text: str) -> bool:
    """True when ``text`` can stand in the header of the table."""
    folded = head(text)
    known = folded in _by_label(table, "column") or folded in _by_label(table, "through")
    return known or bool(_staged(table, (text,)))


def is_through(table: str, text: str) -> bool:
    """True for a header text that only groups columns."""
    return head(text) in _by_label(table, "through") and not meanings(table, text)


def meanings(table: str, text: str) -> frozenset[str]:
    """Return all keys of columns that a header text can stand for, whatever stands above it."""
    found = frozenset(r.key for r in _by_label(table, "column").get(head(text), ()))
    return found or frozenset(_staged(table, (text,)))


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
    pool = [r.label for r in rows_of(table, kind) if r.table != "*" or r.key[0] != "#"]
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
