"""The gate before reading: what kind of document is this, of whom, of which year?

A title on the cover says it; where there is none, or where titles disagree, the headings and
sentences of the text do. A document that is no final accounts of a department is refused with
the line that says so: its numbers would be read as what they are not.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from finalaccounts.model import Document
from finalaccounts.normalize.titles import Folded, Title, folded, in_text, on_cover, same
from finalaccounts.reference.documents import Kind, beside, words

_HEADING, _QUOTED = 60, 60


class RefusedError(ValueError):
    """The document is no final accounts of one department and one year: what it is, and why."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A line that speaks for a kind."""

    source: str
    line: int
    text: str

    def __str__(self) -> str:
        cut = self.text if len(self.text) <= _QUOTED else self.text[:_QUOTED] + "\u2026"
        return f"{self.source} line {self.line}: \u201c{cut}\u201d"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document says it is; ``refusal`` is empty where it can be read."""

    kind: Kind | None
    evidence: tuple[Evidence, ...] = ()
    refusal: str = ""


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(words().numbered)


def headings(lines: Sequence[Folded], key: str) -> dict[str, Folded]:
    """Return the first line of each kind of heading that speaks for ``key``."""
    left = list(beside(key)[0])
    found: dict[str, Folded] = {}
    for line in lines:
        if len(line.text) > _HEADING or line.text.endswith(tuple(words().sentence_ends)):
            continue
        text = _numbered().sub("", line.text)
        for pattern in left:
            if pattern.search(text):
                found[pattern.pattern] = line
                left.remove(pattern)
                break
    return found


def _points(kind: Kind, titles: Sequence[Title], parts: Sequence[Sequence[Folded]]) -> int:
    points = words().points
    said = [t for t in titles if t.kind.key == kind.key]
    score = 0
    if said:
        named = not kind.read or any(t.name for t in said)
        score = kind.title_points or (points.title if named else points.title_without_name)
    heads = sum(len(headings(lines, kind.beside)) for lines in parts)
    score += min(points.headings_at_most, points.heading * heads)
    whole = "\n".join(line.text for lines in parts for line in lines)
    told = sum(bool(p.search(whole)) for p in beside(kind.beside)[1])
    return score + min(points.phrases_at_most, points.phrase * told)


def _evidence(
    kind: Kind,
    titles: Sequence[Title],
    documents: Sequence[Document],
    parts: Sequence[Sequence[Folded]],
) -> tuple[Evidence, ...]:
    for title in titles:
        if title.kind.key == kind.key:
            return (Evidence(title.source, title.line, title.text),)
    for document, lines in zip(documents, parts, strict=True):
        for line in headings(lines, kind.beside).values():
            return (Evidence(document.source, line.number, line.text),)
        for line in lines:
            if any(p.search(line.text) for p in beside(kind.beside)[1]):
                return (Evidence(document.source, line.number, line.text),)
    return ()


def identify(documents: Sequence[Document]) -> Identity:
    """Return what the documents of one report say they are."""
    parts = [folded(document) for document in documents]
    titles = [t for d, lines in zip(documents, parts, strict=True) for t in on_cover(d, lines)]
    kinds = words().kind
    said = {t.kind.key for t in titles}
    accounts = [k for k in kinds if k.read]
    if any(k.key in said for k in accounts):
        # A title of accounts is outweighed only by another title, never by an annex.
        rivals = [k for k in kinds if k.read or k.key in said]
    else:
        rivals = list(kinds)
    chosen: Kind | None = None
    if len(rivals) > len(accounts) or not said:
        best = words().points.needed - 1
        for kind in rivals:
            if (score := _points(kind, titles, parts)) > best:
                best, chosen = score, kind
    else:
        chosen = next(t.kind for t in sorted(titles, key=lambda t: (not t.name, t.line)))
    if chosen is None:
        return Identity(None, (), _nothing(documents, parts))
    evidence = _evidence(chosen, titles, documents, parts)
    if not chosen.read:
        return Identity(chosen, evidence, _refused(chosen, evidence))
    return Identity(chosen, evidence, _several(documents, parts, titles))


def _refused(kind: Kind, evidence: Sequence[Evidence]) -> str:
    return (
        f"this is {kind.en} ({kind.zh}), not the final accounts of a department "
        f"({words().kind[0].zh}); {'; '.join(map(str, evidence))}; nothing was read"
    )


def _nothing(documents: Sequence[Document], parts: Sequence[Sequence[Folded]]) -> str:
    first = next(
        (
            Evidence(d.source, p[0].number, p[0].text)
            for d, p in zip(documents, parts, strict=True)
            if p
        ),
        None,
    )
    begins = f"; it begins with {first}" if first else f"; {documents[0].source} holds no text"
    return (
        "this does not say that it is the final accounts of a department "
        f"({words().kind[0].zh}): no title, table or section of such a report was found{begins}; "
        "nothing was read"
    )


def _several(
    documents: Sequence[Document], parts: Sequence[Sequence[Folded]], titles: Sequence[Title]
) -> str:
    """Say which two reports stand in one file, or which two files are not of one report."""
    firsts = [
        next((t for t in titles if t.source == d.source and t.name and t.kind.read), None)
        for d in documents
    ]
    named = [t for t in firsts if t is not None]
    for a, b in itertools.pairwise(named):
        if told := _differ(a, b):
            return told
    for document, lines in zip(documents, parts, strict=True):
        starts = in_text(document, lines)
        for a, b in itertools.pairwise(starts):
            if (told := _differ(a, b)) and _repeated(a, b, starts, lines):
                return told
    return ""


def _differ(a: Title, b: Title) -> str:
    where = f"{Evidence(a.source, a.line, a.text)}; {Evidence(b.source, b.line, b.text)}"
    if not same(a.name, b.name):
        return f"two entities in one report, {a.name} and {b.name}: {where}; nothing was read"
    if a.year and b.year and a.year != b.year:
        return f"two years in one report, {a.year} and {b.year}: {where}; nothing was read"
    return ""


def _repeated(a: Title, b: Title, starts: Sequence[Title], lines: Sequence[Folded]) -> bool:
    """True when both titles begin a report of their own: a heading with its text in each."""
    after = [t.line for t in starts if t.line > b.line and not same(t.name, b.name)]
    end = min(after, default=lines[-1].number + 1)
    first = _opened([line for line in lines if line.number < b.line])
    second = _opened([line for line in lines if b.line <= line.number < end])
    return bool(first & second)


def _opened(lines: Sequence[Folded]) -> set[str]:
    """Return the kinds of headings that text or a table follows (not those of a table of contents)."""
    shown = re.compile(words().opened)
    at = {line.number: i for i, line in enumerate(lines)}
    opened: set[str] = set()
    for key in {k.beside for k in words().kind if k.read}:
        for pattern in beside(key)[0]:
            for line in lines:
                if len(line.text) > _HEADING or not pattern.search(_numbered().sub("", line.text)):
                    continue
                near = lines[at[line.number] + 1 : at[line.number] + 3]
                if any(shown.search(line.text) for line in near):
                    opened.add(pattern.pattern)
                    break
    return opened
