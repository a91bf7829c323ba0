"""The words of a header in one string: which columns and lines it names, and what nobody knows."""

from __future__ import annotations

import re
from functools import cache

from finalaccounts import equations
from finalaccounts.normalize.tables import names
from finalaccounts.text import key


def has_rank(folded: str) -> bool:
    """True when a folded header holds the head of a column of line numbers."""
    return any(key(r.label) in folded for r in names.rows_of("*", "column") if r.key == "#rank")


@cache
def words(table: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return (folded label, keys it can stand for) of the table's columns, longest first."""
    out: dict[str, set[str]] = {}
    for row in names.rows_of(table, "column"):
        # The shortest words of the shared columns stand within too many others.
        if not row.under and (row.table != "*" or row.key[0] == "#" or len(row.label) > 3):
            out.setdefault(key(row.label), set()).add(row.key)
    return tuple(sorted(((k, frozenset(v)) for k, v in out.items()), key=lambda r: -len(r[0])))


@cache
def _header_words(table: str) -> tuple[str, ...]:
    """Return every folded text that the header of the table can hold, longest first."""
    kinds = ("column", "through", "line", "left", "right")
    return tuple(
        sorted(
            {key(r.label) for k in kinds for r in names.rows_of(table, k)}, key=lambda w: -len(w)
        )
    )


@cache
def _rated() -> str:
    """Return a pattern of the heads of changes and rates that any table can have."""
    return "|".join(f"(?:{p})" for stage in equations.stages().values() for p in stage.like)


def stages_in(table: str, header: str) -> bool:
    """True when a folded header names columns of other stages or years, changes or rates."""
    if re.search(_rated(), header):
        return True
    for word, keys in words(table):
        if keys & equations.stages().keys() and word in header:
            return True
        header = header.replace(word, "\n")
    return False


def strange(table: str, header: str) -> list[str]:
    """Return the texts of a folded header that are no known words nor pieces of one."""
    words = _header_words(table)
    header = re.sub(_rated(), "\n", header)
    for word in words:
        header = header.replace(word, "\n")
    header = re.sub(r"[^\u4e00-\u9fff()\n]", "\n", header)
    rest = [t.strip("()") for t in header.split("\n")]
    return [t for t in rest if len(t) > 1 and not any(t in word for word in words)]


@cache
def line_words(table: str) -> tuple[tuple[str, str], ...]:
    """Return (folded label, line key) of the table's own lines, longest first."""
    rows = {(key(r.label), r.key) for r in names.rows_of(table, "line") if r.table != "*"}
    return tuple(sorted(rows, key=lambda r: (-len(r[0]), r)))
