"""Titles: the lines in which a document names itself, on its cover and further down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from finalaccounts.model import Document
from finalaccounts.reference import documents as reference
from finalaccounts.reference.documents import Kind
from finalaccounts.reference.metadata import words
from finalaccounts.text import bare, squeeze

_LINE, _TITLE = 80, 90
# Lines of a wrapped text are at most this long; so many of them, and such a part of all, fill the
# column, which is ragged by a character. A line that ends a sentence does not go on.
_WRAPPED, _LEAST, _FULL, _RAGGED = 60, 4, 0.25, 1
_ENDS = "\u3002:;!?"


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed, the kind of document it names, and what it says of the report."""

    kind: Kind
    text: str
    name: str
    scope: str = ""
    year: int | None = None
    source: str = ""
    line: int = 0
    printed: str = ""
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Folded:
    """A line that is not empty, folded, with its number."""

    number: int
    text: str
    printed: str


def folded(document: Document) -> list[Folded]:
    """Return the lines that hold anything, folded; wrapped ones whole, under their first number."""
    found = [
        (Folded(at, folds, bare(line.text)), "\t" in line.text.strip())
        for at, line in enumerate(document.lines, 1)
        if (folds := squeeze(line.text))
    ]
    width = _width([len(line.printed) for line, cells in found if not cells])
    begins = re.compile("|".join((reference.words().numbered, *words().cover_ends)))
    out: list[Folded] = []
    full = False
    for line, cells in found:
        last = out[-1] if out else None
        if last and full and not cells and not begins.search(line.text):
            out[-1] = Folded(last.number, last.text + line.text, last.printed + line.printed)
        else:
            out.append(line)
        full = not cells and len(line.printed) in width and line.text[-1] not in _ENDS
    return out


def _width(lengths: Sequence[int]) -> range:
    """Return the lengths of lines that fill the column of a wrapped text, none where none is."""
    longest = max(lengths, default=0)
    width = range(longest - _RAGGED, longest + 1)
    full = sum(length in width for length in lengths)
    enough = full >= max(_LEAST, _FULL * len(lengths))
    return width if longest <= _WRAPPED and enough else range(0)


def cover_lines(lines: Sequence[Folded]) -> Sequence[Folded]:
    """Return the lines before the contents or the first part, at most ``cover_lines``."""
    rules = words()
    ends = re.compile("|".join(rules.cover_ends))
    for at, line in enumerate(lines[: rules.cover_lines]):
        if ends.search(line.text):
            return lines[:at]
    return lines[: rules.cover_lines]


def without_scope(name: str) -> tuple[str, str]:
    """Split ``name(scope)`` into the name and the scope as a value, empty where none is printed."""
    rules = words().scope
    for value, listed in (
        (rules.own, rules.own_words),
        (rules.consolidated, rules.consolidated_words),
    ):
        for word in listed:
            for suffix in (f"({word})", f"[{word}]"):
                if name.endswith(suffix):
                    return name.removesuffix(suffix), value
    for value in (rules.own, rules.consolidated):
        if name.endswith(value):
            return name.removesuffix(value), value
    return name, ""


def same(a: str, b: str) -> bool:
    """True when two names may be one entity's: one holds the other."""
    return a in b or b in a


def digits(printed: str) -> str:
    """Return a year in Arabic digits."""
    return "".join(words().digits.get(ch, ch) for ch in printed)


def is_name(name: str) -> bool:
    """True when ``name`` may be an entity's: Chinese, no clause, no bare place, no measure."""
    rules = words()
    return (
        4 <= len(name) <= 50
        and all(
            "\u4e00" <= ch <= "\u9fff" or ch.isdigit() or ch in "()\u00b7\u201c\u201d\u3001"
            for ch in name
        )
        and name.count("(") == name.count(")")
        and name not in rules.not_entities
        and not re.search(rules.bare_place, name)
        and not _clause(name)
    ) or (name in rules.short_entities)


def _clause(name: str) -> bool:
    """True where words stand in ``name`` that no entity bears."""
    plain = re.sub(reference.words().in_names, "", name)
    return any(word in plain for word in reference.words().not_in_names)


@cache
def _years() -> re.Pattern[str]:
    return re.compile(reference.words().year)


def read_year(text: str) -> int | None:
    """Return the first year printed in ``text``."""
    found = _years().search(text)
    return int(digits(found.group())[:4]) if found else None


@cache
def _never() -> re.Pattern[str]:
    return re.compile("|".join(reference.words().not_titles))


def read_title(text: str) -> Iterator[Title]:
    """Yield what kinds of title the folded ``text`` may be, one per kind."""
    if len(text) > _TITLE or _never().search(text):
        return
    rules = reference.words()
    kinds: set[str] = set()
    for kind, shape in reference.titles():
        if kind.key in kinds or not (found := shape.search(text)):
            continue
        name, scope = without_scope((found.groupdict().get("name") or "").strip("\u3001"))
        if below := re.search(words().belongs, name):
            name = below["name"]
        place = bool(name and re.search(words().bare_place, name))
        if name and not place and not is_name(name):
            continue
        government = place or re.search(rules.governments, name)
        if kind.read and government and not re.search(rules.of_departments, text):
            continue
        kinds.add(kind.key)
        yield Title(kind, text, "" if place else name, scope or _scope(text), read_year(text))


def _scope(text: str) -> str:
    """Return a scope printed behind the year, or in brackets behind the word for accounts."""
    rules = words().scope
    if re.search(rules.own_in_title, text):
        return rules.own
    if re.search(rules.consolidated_in_title, text):
        return rules.consolidated
    return without_scope(text)[1] if text.endswith((")", "]")) else ""


def _titles(document: Document, line: Folded) -> list[Title]:
    if len(line.text) > _LINE:
        return []
    source, number, printed = document.source, line.number, line.printed
    return [replace(t, source=source, line=number, printed=printed) for t in read_title(line.text)]


def on_cover(document: Document, lines: Sequence[Folded]) -> list[Title]:
    """Return the titles of the cover; a name on the lines before a title belongs to it."""
    cover = cover_lines(lines)
    found = [
        title if title.name else _with_name(title, cover[:at])
        for at, line in enumerate(cover)
        for title in _titles(document, line)
    ]
    # A name taken from the lines around counts only where no line holds the whole title.
    whole = {t.kind.key for t in found if t.name and not t.joined}
    return [t for t in found if not (t.joined and t.kind.key in whole)]


def _with_name(title: Title, before: Sequence[Folded]) -> Title:
    """Return the title with the name, and the year, that the lines before it print."""
    text, printed = title.text, title.printed
    endings = words().entity_endings
    for back, line in enumerate(reversed(before[-3:]), 1):
        if len(line.text) > _LINE or _never().search(line.text):
            break
        text, printed = line.text + text, line.printed + printed
        longer = next((t for t in read_title(text) if t.kind is title.kind), None)
        if longer is None or not longer.name.endswith(endings):
            continue
        above = before[-back - 1] if len(before) > back else None
        if longer.year is None and above and _years().fullmatch(above.text):
            longer = replace(longer, year=read_year(above.text))
            printed = above.printed + printed
        return replace(longer, source=title.source, line=title.line, printed=printed, joined=True)
    return title


def in_text(document: Document, lines: Sequence[Folded]) -> list[Title]:
    """Return the titles of any line that name an entity, a year and a kind that is read.

    As on a cover, the name may stand on the lines before.
    """
    found = []
    for at, line in enumerate(lines):
        if _years().search(line.text):
            titles = (
                title if title.name else _with_name(title, lines[max(0, at - 4) : at])
                for title in _titles(document, line)
            )
            found.extend([t for t in titles if t.name and t.kind.read and t.year][:1])
    return found
