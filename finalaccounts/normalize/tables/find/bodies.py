"""Cutting the tables out of a document: title, content lines, notes, and the gap after."""

from __future__ import annotations

from dataclasses import replace

from finalaccounts.model import Document, Line
from finalaccounts.normalize.tables import names
from finalaccounts.normalize.tables.find.listing import Listing, is_list_head, read_listing
from finalaccounts.normalize.tables.find.titles import TableTitle, heads, is_stop, mention, unknown
from finalaccounts.normalize.tables.parts import Body, Piece
from finalaccounts.normalize.tables.patterns import pattern
from finalaccounts.normalize.tables.tokens import cells, digit_runs
from finalaccounts.reference import tables as reference
from finalaccounts.text import bare, fold, key

_REMARK = 60  # characters of a remark without a label below a table


def find(document: Document) -> tuple[list[TableTitle], list[TableTitle], list[Listing]]:
    """Return (titles that head a table, titles only named, lists of tables) of a document."""
    heading: list[TableTitle] = []
    named: list[TableTitle] = []
    listings: list[Listing] = []
    previous: Line | None = None
    skip = 0
    for line in document.lines:
        if not line.text.strip():
            continue
        if line.number <= skip:
            previous = None
            continue
        if is_list_head(line) and (listing := read_listing(document.lines, line)):
            listings.append(listing)
            skip = listing.last
            continue
        title = mention(line, previous)
        previous = line
        if title is None:
            other = unknown(line, document.lines)
            if other is not None:
                heading.append(other)
            continue
        if heads(title.key, document.lines, title.last):
            if named and named[-1].last >= title.first:
                named.pop()
            heading.append(title)
            previous = None
        else:
            named.append(title)
    return _both_printed(_numbered_above(heading, document)), named, listings


def _numbered_above(titles: list[TableTitle], document: Document) -> list[TableTitle]:
    """Give each title the number printed right above it, unless that follows another title."""
    ends = {t.last for t in titles}
    out: list[TableTitle] = []
    for title in titles:
        above = [ln for ln in document.lines[: title.first - 1] if ln.text.strip()][-2:]
        folded = fold(above[-1].text).strip() if above else ""
        own = pattern("number").fullmatch(folded)
        if own and not title.number and not any(ln.number in ends for ln in above):
            title = replace(title, number=bare(above[-1].text), above=above[-1].number)
        out.append(title)
    return out


def _both_printed(titles: list[TableTitle]) -> list[TableTitle]:
    """Give a table its second key where the report prints it in two ways."""
    for table in reference.tables():
        if not table.beside:
            continue
        own = [t for t in titles if t.key == table.beside]
        second = [t for t in own if table.fits(t.folded)]
        if second and len({t.folded for t in own}) > 1 and len(second) < len(own):
            titles = [
                TableTitle(table.key, t.printed, t.folded, t.number, t.ordinal, t.first, t.last)
                if t in second
                else t
                for t in titles
            ]
    return titles


def _is_info(text: str, body: Body) -> bool:
    """True for a text around a table that holds no figure: number, entity, unit, year, date."""
    folded = fold(text).strip()
    if not folded:
        return True
    if m := pattern("number").fullmatch(folded):
        body.number = body.number or bare(text)
        return True
    if m := pattern("unit").search(folded):
        body.unit = body.unit or m.group("unit")
        rest = (folded[: m.start()] + " " + folded[m.end() :]).strip()
        return not rest or _is_info(rest, body)
    if m := pattern("unit_in_brackets").fullmatch(folded):
        body.unit = body.unit or m.group("unit")
        return True
    if m := pattern("number").match(folded):
        body.number = body.number or bare(text[: m.end()])
        return _is_info(text.strip()[m.end() :], body)
    return bool(
        pattern("entity").fullmatch(folded)
        or pattern("year").fullmatch(folded)
        or pattern("date").fullmatch(folded)
        or pattern("running").fullmatch(folded)
    )


def _take_info(line: Line, body: Body) -> bool:
    """True when all cells of the line are information; its digits are then recognised."""
    texts = [c.text for c in cells(line) if c.text] if "\t" in line.text else [line.text]
    if not all(_is_info(t, body) for t in texts):
        return False
    for piece in digit_runs(line):
        body.recognise(piece, "table_head")
    return True


def _titled(document: Document, title: TableTitle) -> Body:
    """Return a table of which only the title is read: its lines, and a unit that it names."""
    body = Body(
        title.key, title.printed, title.number, "", document.source, title.first, title.last
    )
    for line in document.lines[(title.above or title.first) - 1 : title.last]:
        for piece in digit_runs(line):
            body.recognise(piece, "title")
        if m := pattern("unit_in_brackets").search(fold(line.text)):
            body.unit = m.group("unit")
    return body


def cut(document: Document, title: TableTitle, limit: int) -> Body:
    """Return the table that ``title`` heads; its range ends before line ``limit`` (1-based)."""
    body = _titled(document, title)
    noting = closed = False
    for line in document.lines[title.last : limit - 1]:
        folded = fold(line.text).strip()
        if not folded:
            continue
        if is_stop(line) or is_list_head(line):
            break
        if pattern("page").fullmatch(folded):
            for piece in digit_runs(line):
                body.recognise(piece, "page_number")
        elif pattern("note").match(folded) or is_instruction(line) or _remark(line, noting):
            body.notes.append(line)
            noting, closed = True, False
        elif noting and not closed and _continues(body.notes[-1], line):
            body.notes.append(line)
        elif noting and mention(line):
            break
        elif pattern("sentence").search(folded) and "\t" not in line.text:
            if body.lines:
                break
            body.notes.append(line)
        elif not _take_info(line, body):
            row = not noting or _is_row(title.key, line)
            if not row and not folded.replace(".", "").replace(",", "").isdigit():
                break  # but a stray number or page number after the note is kept
            closed = noting if row else closed
            body.lines.append(line)
        body.end = line.number
    return body


def is_instruction(line: Line) -> bool:
    """True for a line of the template that says how a table is to be filled in."""
    return "\t" not in line.text and bool(pattern("instruction").search(fold(line.text).strip()))


def _remark(line: Line, noting: bool) -> bool:
    """True for a short line that declares the table empty in words of its own, without a label.

    After other notes, and where it is no sentence, it must speak of the table itself.
    """
    folded = fold(line.text).strip()
    if "\t" in line.text or len(folded) > _REMARK or mention(line):
        return False
    if not pattern("empty").search(folded):
        return False
    sentence = pattern("sentence").search(folded) and not noting
    return bool(sentence or pattern("about_table").search(folded))


def _continues(note: Line, line: Line) -> bool:
    """True when ``line`` goes on with the note: its next point, or its unfinished sentence."""
    if "\t" in line.text:
        return False
    folded = fold(line.text).strip()
    if folded.replace(".", "").isdigit():
        return False
    if pattern("note_item").match(folded):
        return not names.is_code(folded.split()[0])
    return not note.text.rstrip().endswith("\u3002")


def _is_row(table: str, line: Line) -> bool:
    """True for a header line or a row of figures after a note (a table goes on)."""
    tabbed = "\t" in line.text
    texts = [c.text for c in cells(line) if c.text] if tabbed else line.text.split()
    if not texts:
        return False
    return (
        names.is_code(fold(texts[0]))
        or bool(names.structure(texts[0]))
        or bool(pattern("line_numbers").match(key(line.text)))
        or bool(names.line_key(table, texts[0]))
    )


def note_spans(body: Body) -> None:
    """Account for the digits of the notes: ordinals and years; other numbers are unread."""
    for line in body.notes:
        folded = fold(line.text)
        known = [
            (m.start(), m.end())
            for p in ("note_label", "note_item", "year", "date", "number")
            for m in pattern(p).finditer(folded)
            if p != "note_item" or m.start() == 0
        ]
        for piece in digit_runs(line):
            if any(a <= piece.start < b for a, b in known) or _ordinal(folded, piece):
                body.recognise(piece, "note")
            else:
                body.unread(piece, "in_note")


def _ordinal(folded: str, piece: Piece) -> bool:
    """True for a small number that opens a point of a note, after a sign that ends a sentence."""
    before, after = folded[: piece.start].rstrip(), folded[piece.end : piece.end + 1]
    return (
        piece.end - piece.start <= 2
        and after in ".\u3001"
        and (not before or before[-1] in ":;\u3002")
    )
