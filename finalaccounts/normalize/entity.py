"""Who reports: the entity's name and scope, read from cells, cover, headings and mentions.

Every place that names the entity gives a vote; a typo in one cell is outvoted by the others.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from finalaccounts.model import Document
from finalaccounts.reference.metadata import words
from finalaccounts.reference.places import by_name

# Weight of one vote: a title names its own report, a line beside it may be a website's; a table's
# cell is repeated nine times.
_TITLE, _BESIDE, _CELL, _HEADING, _WEAK = 20, 10, 6, 8, 2
_LENGTH = range(2, 41)


def fold(text: str) -> str:
    """Return ``text`` with full-width signs folded (NFKC) and all white space removed."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def cover(document: Document) -> list[str]:
    """Return the folded lines before the contents or the first part, at most ``cover_lines``."""
    rules = words()
    ends = re.compile("|".join(rules.cover_ends))
    lines = [t for line in document.lines[: rules.cover_lines * 4] if (t := fold(line.text))]
    for at, line in enumerate(lines[: rules.cover_lines]):
        if ends.search(line):
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


def _plausible(name: str) -> bool:
    rules = words()
    return (
        len(name) in _LENGTH
        and all("\u4e00" <= ch <= "\u9fff" or ch in "()\u00b7\u201c\u201d" for ch in name)
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
            name, scope = without_scope(fold(found["name"]))
            if _plausible(name):
                yield name, scope


def _on_cover(lines: Sequence[str]) -> Iterable[tuple[str, int]]:
    """Yield the names in titles of the cover, and those alone on a line beside a title."""
    rules = words()
    dated = re.compile("|".join((*rules.year_strong, *rules.year_weak, *rules.year_cover)))
    for at, line in enumerate(lines):
        name, weight = line, _TITLE
        if rules.document_word in line:
            cuts = [line.find(w) for w in rules.title_words if w in line]
            name = line[: min(cuts)] if cuts else line
        else:
            weight = _BESIDE
            beside = (*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2])
            if not any(rules.document_word in near or dated.search(near) for near in beside):
                continue
        name, _ = without_scope(re.sub(rules.year_in_title, "", name))
        if _plausible(name) and len(name) >= 3:
            yield name, weight


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


def read_entity(documents: Sequence[Document]) -> tuple[str, str]:
    """Return (name, scope) as the report prints them; both may be empty."""
    rules = words()
    votes: Counter[str] = Counter()
    scopes: Counter[str] = Counter()
    for document in documents:
        texts = [line.text for line in document.lines]
        for labels, weight in ((rules.entity_labels, _CELL), (rules.entity_weak_labels, _WEAK)):
            for name, scope in _in_cells(texts, labels):
                votes[name] += weight
                if weight == _CELL and scope:
                    scopes[scope] += 1
        for name, weight in _on_cover(cover(document)):
            votes[name] += weight
        for line in texts:
            if len(line) > 80:
                continue
            for pattern in rules.headings:
                if (found := re.search(pattern, fold(line))) and _plausible(found["name"]):
                    votes[found["name"]] += _HEADING
    if not votes:
        votes = _mentioned("".join(fold(line.text) for d in documents for line in d.lines))
    name = max(votes, key=lambda n: (votes[n], len(n)), default="")
    scope = max(scopes, key=lambda s: scopes[s], default="")
    return name, scope
