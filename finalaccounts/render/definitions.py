"""Where the terms of a department-year page are explained: by the report itself, else by the
glossary of the site.
"""

from __future__ import annotations

import re

from finalaccounts.model import Report
from finalaccounts.reference.terms import reading, terms
from finalaccounts.render.languages import FIRST
from finalaccounts.render.sources import Sources
from finalaccounts.render.words import Words
from finalaccounts.text import bare

GLOSSARY = "about/glossary/index.html"


def own(report: Report) -> dict[str, tuple[str, int]]:
    """Return (source, line) of the definitions that the report prints, by term."""
    patterns = reading()
    heading, end = re.compile(patterns.heading), re.compile(patterns.end)
    wanted = {
        linked.term: re.compile(patterns.definition.replace("{term}", re.escape(linked.term)))
        for linked in patterns.linked
    }
    found: dict[str, tuple[str, int]] = {}
    for document in report.documents:
        texts = [bare(line.text) for line in document.lines]
        starts = [n for n, text in enumerate(texts) if heading.search(text)]
        if not starts:
            continue
        for n in range(starts[-1] + 1, len(texts)):
            if end.search(texts[n]):
                break
            for term, pattern in wanted.items():
                if pattern.search(texts[n]):
                    found.setdefault(term, (document.source, n + 1))
    return found


def definitions(report: Report, sources: Sources, words: Words) -> tuple[tuple[str, str], ...]:
    """Return (name, address of the explanation) of the terms, the report's own first choice."""
    printed, listed = own(report), terms()
    done = []
    for linked in reading().linked:
        name = linked.term if words.key == FIRST else linked.en
        if linked.term in printed:
            done.append((name, sources.address(*printed[linked.term])))
        elif linked.term in listed:
            done.append((name, f"{GLOSSARY}#{listed[linked.term][0].anchor}"))
    return tuple(done)
