"""Who reports: the entity's name and scope, read from cells, cover, headings and mentions.

Every place that names the entity gives a vote; a typo in one cell is outvoted by the others.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from finalaccounts.model import Document
from finalaccounts.normalize.titles import Folded, Title, cover_lines, is_name, without_scope
from finalaccounts.reference.metadata import words
from finalaccounts.reference.places import by_name
from finalaccounts.text import squeeze

# Weight of one vote: a title names its own report, a line beside it may be a website's; a table's
# cell is repeated nine times.
_TITLE, _JOINED, _BESIDE, _CELL, _HEADING, _WEAK = 20, 15, 10, 6, 8, 2
_LENGTH = range(2, 51)
_HEADING_LENGTH = 60


def _plausible(name: str) -> bool:
    rules = words()
    return (
        len(name) in _LENGTH
        and all(
            "\u4e00" <= ch <= "\u9fff" or ch.isdigit() or ch in "()\u00b7\u201c\u201d\u3001"
            for ch in name
        )
        and name not in rules.not_entities
        and name.endswith((*rules.entity_endings, ")"))
    )


def _in_cells(lines: Iterable[str], labels: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Yield (name, scope) of every ``label:name`` cell; ``lines`` are not folded."""
    listed = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    ends = "|".join(words().cell_ends)
    cell = re.compile(
        rf"(?:^|\s)(?:{listed})[:\uff1a]\s*(?P<name>.{{2,80}}?)(?=\s{{2,}}|\t|$|\s*(?:{ends}))"
    )
    for line in lines:
        if ":" not in line and "\uff1a" not in line:
            continue
        for found in cell.finditer(unicodedata.normalize("NFKC", line)):
            name, scope = without_scope(re.sub(words().seal, "", squeeze(found["name"])))
            if _plausible(name):
                yield name, scope


def _beside(cover: Sequence[Folded], titles: Sequence[Title]) -> Iterable[str]:
    """Yield the names alone on a line beside a title that names nobody."""
    bare = {title.line for title in titles if title.kind.read and not title.name}
    year = re.compile(words().year_in_title)
    for at, line in enumerate(cover):
        beside = (*cover[max(0, at - 1) : at], *cover[at + 1 : at + 2])
        if any(near.number in bare for near in beside):
            name, _ = without_scope(year.sub("", line.text))
            if _plausible(name) and len(name) >= 3:
                yield name


def _in_headings(lines: Sequence[Folded]) -> Iterable[str]:
    """Yield the names in headings of parts, which may be broken over three lines."""
    patterns = [re.compile(p) for p in words().headings]
    for at, _line in enumerate(lines):
        text = ""
        for part in lines[at : at + 3]:
            text += part.text
            if len(text) > _HEADING_LENGTH:
                break
            found = next((m for p in patterns if (m := p.search(text))), None)
            if found:
                name, _ = without_scope(found["name"])
                if _plausible(name):
                    yield name
                break


def _in_sentences(lines: Sequence[Folded]) -> Counter[str]:
    """Count the names that sentences begin with: for a report without title or cells."""
    patterns = [re.compile(p) for p in words().sentences]
    counts: Counter[str] = Counter()
    for line in lines:
        for pattern in patterns:
            for found in pattern.finditer(line.text):
                name, _ = without_scope(found["name"])
                if is_name(name) and _plausible(name):
                    counts[name] += 1
    return counts


def read_parent(lines: Sequence[Folded], entity: str) -> str:
    """Return the department above the entity where the report names it."""
    counts: Counter[str] = Counter()
    for pattern in map(re.compile, words().parents):
        for line in lines:
            for found in pattern.finditer(line.text):
                name = found["name"]
                if is_name(name) and _plausible(name) and name != entity:
                    counts[name] += 1
    return max(counts, key=lambda n: counts[n], default="")


def _mentioned(text: str) -> Counter[str]:
    """Count ``place + department`` in the folded text: for a report that names itself nowhere."""
    rules = words()
    names = sorted((n for n in by_name() if len(n) > 1), key=len, reverse=True)
    places, after = "|".join(names), "".join(rules.not_after_name)
    pattern = re.compile(rf"(?:{places}){{1,3}}(?:{rules.mention_tail})(?![{after}])")
    # Thousands of names are tried only where the first two characters are those of one.
    starts = {name[:2] for name in names}
    counts: Counter[str] = Counter()
    at = 0
    while at < len(text):
        found = pattern.match(text, at) if text[at : at + 2] in starts else None
        if found:
            counts[found.group()] += 1
        at = found.end() if found else at + 1
    return counts


def read_entity(
    documents: Sequence[Document], parts: Sequence[Sequence[Folded]], titles: Sequence[Title]
) -> tuple[str, str]:
    """Return (name, scope) as the report prints them; both may be empty."""
    rules = words()
    votes: Counter[str] = Counter()
    scopes: Counter[str] = Counter()
    for title in titles:
        if title.kind.read and title.name:
            votes[title.name] += _JOINED if title.joined else _TITLE
        if title.kind.read and title.scope:
            scopes[title.scope] += 1
    for document, lines in zip(documents, parts, strict=True):
        texts = [line.text for line in document.lines]
        for labels, weight in ((rules.entity_labels, _CELL), (rules.entity_weak_labels, _WEAK)):
            for name, scope in _in_cells(texts, labels):
                votes[name] += weight
                if weight == _CELL and scope:
                    scopes[scope] += 1
        for name in _beside(cover_lines(lines), [t for t in titles if t.source == document.source]):
            votes[name] += _BESIDE
        for name in _in_headings(lines):
            votes[name] += _HEADING
    if max(votes.values(), default=0) < _CELL:
        votes += Counter(n for lines in parts for n in _in_sentences(lines).elements())
    if not votes:
        votes = _mentioned("".join(line.text for lines in parts for line in lines))
    name = max(votes, key=lambda n: (votes[n], len(n)), default="")
    scope = max(scopes, key=lambda s: scopes[s], default="")
    return name, scope
