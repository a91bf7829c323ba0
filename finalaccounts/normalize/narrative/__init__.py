"""The narrative of a report: stated numbers, explanations, and what each number token is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from finalaccounts.model import Document, Explanation, Span, Statement
from finalaccounts.normalize.narrative.codes import Names
from finalaccounts.normalize.narrative.flow import places
from finalaccounts.normalize.narrative.reading import read_document
from finalaccounts.normalize.narrative.relations import relations
from finalaccounts.normalize.narrative.stated import Draft
from finalaccounts.normalize.parts import NarrativeRead, Range
from finalaccounts.reference.narrative import statements as statements_data


def read_narrative(
    documents: Sequence[Document],
    taken: Sequence[Range],
    names: Mapping[str, tuple[str, ...]],
    fiscal_year: int | None,
) -> NarrativeRead:
    """Read the statements and explanations of the lines that are in no ``taken`` range.

    ``names`` maps a line name of the report's tables, without white space, to its codes.
    Statements come in reading order; every number that was understood has a span, and a number
    without one is for the ledger to list.
    """
    statements: list[Statement] = []
    explanations: list[Explanation] = []
    ranges: list[Range] = []
    spans: dict[tuple[str, int, int], Span] = {}
    seen: Counter[str] = Counter()
    for document in documents:
        reading = read_document(document, taken, Names.of(names), fiscal_year)
        explanations.extend(reading.explanations)
        ranges.extend(_ranges(document, reading.standing, taken))
        ids = [_name(draft, seen) for draft in reading.drafts]
        speaks = relations(reading.drafts)
        for draft, name, (of, certain) in zip(reading.drafts, ids, speaks, strict=True):
            said = ("yes" if certain else "no") if of >= 0 else ""
            statement = replace(
                _statement(draft, name, fiscal_year),
                of=ids[of] if of >= 0 else "",
                of_certain=said,
            )
            statements.append(statement)
            for span in _spans(draft, statement):
                spans.setdefault((span.source, span.line, span.start), span)
        for span in reading.spans:
            spans.setdefault((span.source, span.line, span.start), span)
    ordered = tuple(spans[key] for key in sorted(spans))
    return NarrativeRead(tuple(statements), tuple(explanations), tuple(ranges), ordered)


def _name(draft: Draft, seen: Counter[str]) -> str:
    """Return the id of a draft: text.<section>.<item>[.<code>], ~2 in reading order."""
    named = draft.named
    name = ".".join(part for part in ("text", draft.section, named.item, named.code) if part)
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}~{seen[name]}"


def _year(distance: int, fiscal_year: int | None) -> str:
    if fiscal_year is not None:
        return str(fiscal_year + distance)
    return {-1: "prior", -2: "two_prior"}.get(distance, "")


def _statement(draft: Draft, name: str, fiscal_year: int | None) -> Statement:
    """Return a draft with its id and place."""
    named, number, block = draft.named, draft.number, draft.block
    line_number, column = block.at[number.start]
    line = block.document.lines[line_number - 1]
    index = line.text[:column].count("\t")
    stages = statements_data().stages
    return Statement(
        statement_id=name,
        section=draft.section,
        item=named.item,
        label=named.label,
        subject=named.subject,
        code=named.code,
        amount=number.amount,
        unit=number.unit or "",
        direction=named.direction,
        approx=number.approx,
        quote=draft.quote,
        source=block.document.source,
        source_line=line_number,
        page="" if line.page is None else str(line.page),
        box=line.boxes[index] if index < len(line.boxes) else "",
        cell=line.cells[index] if index < len(line.cells) else "",
        year=_year(draft.year, fiscal_year),
        stage=next((k for k, items in stages.items() if named.item in items), ""),
        source_column=column + 1,
        sentence=draft.sentence or None,
    )


def _spans(draft: Draft, statement: Statement) -> Iterator[Span]:
    for line, first, last in places(draft.block, draft.number.start, draft.number.end):
        yield Span(statement.source, line, first, last, "statement", statement.statement_id)


def _ranges(
    document: Document, standing: Mapping[int, str], taken: Sequence[Range]
) -> Iterator[Range]:
    """Yield runs of lines of one section; blank lines and page marks lie inside, taken lines not."""
    closed = {n for r in taken if r.source == document.source for n in range(r.first, r.last + 1)}
    first = last = 0
    key = ""
    for number in sorted(standing):
        name = key if standing[number] == "page" and key else standing[number]
        gap = any(
            n in closed or (document.lines[n - 1].text.strip() and n not in standing)
            for n in range(last + 1, number)
        )
        if first and (name != key or gap):
            yield Range(document.source, first, last, "narrative", key)
            first = 0
        if not first:
            first, key = number, name
        last = number
    if first:
        yield Range(document.source, first, last, "narrative", key)
