"""What a report says of itself: entity, scope, fiscal year, title, division, and what it found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from finalaccounts.model import Document, Meta
from finalaccounts.normalize.division import place
from finalaccounts.normalize.entity import read_entity, read_parent
from finalaccounts.normalize.titles import (
    Title,
    cover_lines,
    digits,
    folded,
    in_text,
    on_cover,
    same,
    without_scope,
)
from finalaccounts.reference.metadata import words
from finalaccounts.reference.places import slug
from finalaccounts.text import bare, counted, squeeze

# Weight of one mention of a year: in a title, on the cover, with the word for accounts, alone.
_TITLE, _COVER, _STRONG, _WEAK = 20, 10, 4, 1


def _year(lines: Sequence[str], covers: Sequence[str], titles: Sequence[Title]) -> int | None:
    """Return the year most often named as that of the accounts; ties go to the first named."""
    rules = words()
    votes: Counter[int] = Counter()
    for title in titles:
        if title.year and title.kind.read:
            votes[title.year] += _TITLE
    for texts, patterns, weight in (
        (covers, (*rules.year_strong, *rules.year_weak, *rules.year_cover), _COVER),
        (lines, rules.year_strong, _STRONG),
        (lines, rules.year_weak, _WEAK),
    ):
        for pattern in patterns:
            search = re.compile(pattern)
            for text in texts:
                for found in search.finditer(text):
                    votes[int(digits(found.group(1)))] += weight
    return max(votes, key=lambda year: votes[year], default=None)


def _title(titles: Sequence[Title], entity: str, year: int | None) -> Title | None:
    """Return the title that is most surely the report's own; it may be printed in pieces."""
    named = [t for t in titles if t.kind.read]
    return max(
        named,
        key=lambda t: (bool(t.name) and same(t.name, entity), t.year == year, not t.joined),
        default=None,
    )


def _first(patterns: Iterable[str], lines: Sequence[str]) -> re.Match[str] | None:
    for pattern in patterns:
        search = re.compile(pattern)
        for line in lines:
            if found := search.search(line):
                return found
    return None


def _month(covers: Sequence[str]) -> str:
    rules = words().found
    if not (found := _first(rules.month, covers)):
        return ""
    year, month = digits(found.group(1)), found.group(2)
    number = rules.months.index(month) + 1 if month in rules.months else int(digits(month))
    return f"{year}-{number:02}" if 1 <= number <= 12 else ""


def _reviews(lines: Sequence[str]) -> list[str]:
    """Return the review marks of the cover, label and value as printed."""
    found: list[str] = []
    for word in words().found.reviews:
        for line in lines:
            if line.startswith(word) and len(line) <= 40 and not any(word in f for f in found):
                found.append(line)
    return found


def _units(document: Document) -> list[str]:
    """Return the names in the list of units whose accounts the report includes."""
    rules = words().found
    after, row = re.compile("|".join(rules.units_after)), re.compile(rules.units_row)
    lines = [text for line in document.lines if (text := line.text.strip(" \u3000"))]
    for at, line in enumerate(lines):
        if not after.search(squeeze(line)):
            continue
        names: list[str] = []
        for text in lines[at + 1 :]:
            if not (found := row.match(text)):
                break
            names.append(bare(found["name"]))
        if names:
            return names
    return []


def _scope(printed: str, texts: Sequence[str], count: int) -> str:
    """Return the scope: as printed beside the entity, else by the number of units included."""
    rules = words().scope
    if printed:
        return printed
    if found := _first(rules.unit_count, ["".join(texts)]):
        count = counted(found.group(1))
    return (rules.own if count == 1 else rules.consolidated) if count else ""


def read_metadata(documents: Sequence[Document], known: Mapping[str, Any] | None = None) -> Meta:
    """Read who reports, for which year and scope, and where.

    ``known`` holds the keys of ``[report]`` in source.toml that a person has settled; they win.
    What is not certain is left out (division ``000000``) and said in ``found["warnings"]``.
    """
    known = {key: value for key, value in (known or {}).items() if value not in ("", None)}
    parts = [folded(document) for document in documents]
    lines = [line.text for part in parts for line in part]
    covers = [line.text for part in parts for line in cover_lines(part)]
    titles = [t for d, part in zip(documents, parts, strict=True) for t in on_cover(d, part)]
    titles = titles or [
        t for d, part in zip(documents, parts, strict=True) for t in in_text(d, part)
    ]
    warnings: list[str] = []

    entity, suffix = read_entity(documents, parts, titles)
    entity = str(known.get("entity", entity))
    name, _ = without_scope(squeeze(entity))
    placed = place(name, "".join(lines))
    division = str(known.get("division", placed.code))
    if placed.warning and "division" not in known:
        warnings.append(placed.warning)
    if not entity:
        warnings.append("entity unknown: named in no cell, cover or heading")
    year = known.get("fiscal_year", _year(lines, covers, titles))
    if year is None:
        warnings.append("fiscal year unknown")

    title = _title(titles, entity, year)
    rules = words().found
    units = next((u for d in documents if (u := _units(d))), [])
    found: dict[str, Any] = {
        "units": units,
        "contact": m.group(1) if (m := _first(rules.contact, ["".join(lines)])) else "",
        "published_month": _month(covers),
        "budget_code": m.group(1) if (m := _first(rules.budget_code, covers)) else "",
        "reviews": _reviews(covers),
        "parent": read_parent([line for part in parts for line in part], entity),
        "unit": m.group(1) if (m := _first(rules.unit, lines)) else "",
        "warnings": warnings,
    }
    word = str(known.get("slug", slug(placed.department)))
    return Meta(
        report_id=f"cn-{division}-{word}-{year or '0000'}",
        entity=entity,
        slug=word,
        division=division,
        fiscal_year=year,
        title=str(known.get("title", title.printed if title else "")),
        scope=str(known.get("scope", _scope(suffix, lines, len(units)))),
        found={key: value for key, value in found.items() if value},
    )
