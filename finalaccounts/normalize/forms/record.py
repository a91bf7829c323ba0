"""From what was read to records: evaluations, funds, indicators, and spans for the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from finalaccounts import amounts
from finalaccounts.model import Document, Evaluation, Fund, Indicator, Line, Span
from finalaccounts.normalize.forms import body as bodies
from finalaccounts.normalize.forms import funds as fund_block
from finalaccounts.normalize.forms.find import Found
from finalaccounts.normalize.forms.head import read as read_head
from finalaccounts.normalize.forms.pieces import FormPiece, join
from finalaccounts.normalize.forms.rows import KEPT
from finalaccounts.normalize.parts import Range
from finalaccounts.reference.forms import FormWords
from finalaccounts.text import squeeze

_FORM_TEXT = "form_text"
_CHOICE = "form_choice"
_UNKNOWN = "unknown_column"


def _flat(pieces: Iterable[FormPiece]) -> Iterable[FormPiece]:
    for piece in pieces:
        yield piece
        yield from piece.more


def _place(line: Line, piece: FormPiece) -> dict[str, str]:
    """Return page, box and cell of a piece, where the source has them."""
    at = line.text.count("\t", 0, piece.start)
    return {
        "page": "" if line.page is None else str(line.page),
        "box": line.boxes[at] if at < len(line.boxes) else "",
        "cell": line.cells[at] if at < len(line.cells) else "",
    }


@dataclass(slots=True)
class Read:
    """Collects the records of all forms of a report."""

    words: FormWords
    evaluations: list[Evaluation] = field(default_factory=list)
    funds: list[Fund] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def form(self, document: Document, found: Found) -> None:
        """Read one form and add its records."""
        words = self.words
        read = bodies.certain if found.tabbed else bodies.running
        body = read(found.lines, words)
        head = read_head(body.head, words)
        entries = fund_block.entries(head.tokens)
        seq = len(self.evaluations) + 1
        whole = any(word in found.title for word in words.data.department_words)
        kind = "department" if whole else "project"
        form_id = f"{kind}.{seq}"
        foot = read_head(body.foot, words).fields.get("grade")
        if foot and "grade" not in head.fields:
            head.fields["grade"] = foot
        fields = {name: join(pieces) for name, pieces in head.fields.items()}
        money = {(e.origin, e.column): e for e in reversed(entries)}

        def amount(column: str) -> Decimal | None:
            entry = money.get(("total", column))
            return amounts.parse(entry.piece.text) if entry else None

        def printed(column: str) -> str:
            entry = money.get(("total", column))
            return entry.piece.text if entry else ""

        score = body.execution.get("score")
        weight = body.execution.get("weight")
        total = body.total.get("score")
        totals = {printed(column) for column in ("initial", "full_year", "executed")}
        unit = head.unit or self._unit(found, totals - {""})
        # A form reaches as far as its rows, whatever its end looked like.
        last = max(body.last, found.first.number, *(row.first.line for row in body.rows))
        self.evaluations.append(
            Evaluation(
                evaluation_id=form_id,
                seq=seq,
                kind=kind,
                project_name=fields.get("project_name", ""),
                competent_department=fields.get("competent_department", ""),
                implementing_unit=fields.get("implementing_unit", ""),
                initial_budget=amount("initial"),
                full_year_budget=amount("full_year"),
                executed=amount("executed"),
                execution_rate=printed("rate"),
                budget_score=score.text if score else printed("score"),
                total_score=total.text if total else fields.get("total_score", ""),
                grade=fields.get("grade", ""),
                unit=unit,
                first_line=found.first.number,
                last_line=last,
                source=found.source,
                total_weight=body.total["weight"].text if "weight" in body.total else "",
                budget_weight=weight.text if weight else printed("weight"),
                total_line=self._total_line(total, head.fields.get("total_score")),
                choices=head.choices(words),
            )
        )
        self.ranges.append(Range(found.source, found.first.number, last, "form", form_id))
        for entry in entries:
            line = document.lines[entry.piece.line - 1]
            is_amount = entry.column not in {"weight", "rate", "score"}
            self.funds.append(
                Fund(
                    evaluation_id=form_id,
                    origin=entry.origin,
                    label=entry.label,
                    column=entry.column,
                    printed=entry.piece.text,
                    amount=amounts.parse(entry.piece.text.rstrip("%\uff05")),
                    unit=unit if is_amount else ("%" if entry.piece.rate else ""),
                    source=found.source,
                    source_line=entry.piece.line,
                    **_place(line, entry.piece),
                )
            )
        placed: list[FormPiece] = [e.piece for e in entries]
        placed += [p for pieces in head.fields.values() for p in pieces]
        placed += [*body.total.values(), *body.execution.values()]
        self._cover(found.source, placed, "evaluation", form_id)
        start = len(self.indicators)
        for row in body.rows:
            first = row.first
            row_id = f"{form_id}.L{first.line}"
            same = sum(r.source_line == first.line for r in self.indicators[start:])
            row_id += f"~{same + 1}" if same else ""
            line = document.lines[first.line - 1]
            self.indicators.append(
                Indicator(
                    evaluation_id=form_id,
                    indicator_id=row_id,
                    level1=row.level1,
                    level2=row.level2,
                    level3=row.text("level3"),
                    operator=row.text("operator"),
                    target=row.text("target"),
                    target_unit=row.text("unit"),
                    actual=row.text("actual"),
                    weight=row.text("weight"),
                    score=row.text("score"),
                    deviation=row.text("deviation"),
                    reason=row.text("reason"),
                    source=found.source,
                    source_line=first.line,
                    **_place(line, first),
                )
            )
            stray = {id(piece) for piece in row.strays(words)}
            kept = [piece for piece in row.pieces(KEPT) if id(piece) not in stray]
            body.loose.extend(p for p in row.pieces(tuple(row.parts)) if id(p) in stray)
            self._cover(found.source, kept, "indicator", row_id)
            placed += kept
        self._rest(
            found,
            last,
            placed,
            [t.pieces[0] for t in head.tokens if t.kind == "number"],
            body.loose,
            body.unknown(),
        )

    def _total_line(self, total: FormPiece | None, named: Sequence[FormPiece] | None) -> int | None:
        if total is not None:
            return total.line
        return named[0].line if named else None

    def _unit(self, found: Found, totals: set[str]) -> str:
        """Return the unit that stands with the total amounts elsewhere in the form, if one does."""
        text = "".join(squeeze(line.text) for line in found.lines)
        counts = {
            unit: sum(_stands(text, total + squeeze(unit)) for total in totals)
            for unit in self.words.data.values.amount_units
        }
        best = max(counts.values(), default=0)
        units = [unit for unit, count in counts.items() if count == best]
        return units[0] if best and len(units) == 1 else ""

    def _cover(self, source: str, pieces: Iterable[FormPiece], kind: str, what: str) -> None:
        for piece in _flat(pieces):
            if any(ch.isdigit() for ch in piece.text):
                self.spans.append(Span(source, piece.line, piece.start, piece.end, kind, what))

    def _rest(
        self,
        found: Found,
        last: int,
        placed: Sequence[FormPiece],
        tokens: Sequence[FormPiece],
        loose: Sequence[FormPiece],
        unknown: Sequence[FormPiece],
    ) -> None:
        """Account for all other text of the form.

        Plain numbers of the funds block or of the rows that found no place stay uncovered: the
        ledger lists them, with all that stands in unknown columns. All else (goals, notes, titles, years) is recognised as a form's text.
        """
        covered = {(p.line, p.start) for p in _flat(placed)}
        open_: dict[int, list[tuple[int, int]]] = {}
        for piece in _flat([*tokens, *loose]):
            if (piece.number or piece.rate) and (piece.line, piece.start) not in covered:
                open_.setdefault(piece.line, []).append((piece.start, piece.end))
        for piece in _flat(unknown):
            open_.setdefault(piece.line, []).append((piece.start, piece.end))
        self._cover(found.source, unknown, "unread", _UNKNOWN)
        for line in {line.number: line for line in (found.first, *found.lines)}.values():
            if line.number > last or not line.text.strip():
                continue
            at = 0
            for start, end in sorted(open_.get(line.number, [])):
                if at < start:
                    self._text(found.source, line, at, start)
                at = end
            if at < len(line.text):
                self._text(found.source, line, at, len(line.text))

    def _text(self, source: str, line: Line, start: int, end: int) -> None:
        text = line.text[start:end]
        what = _CHOICE if self.words.boxes.search(text) else _FORM_TEXT
        if what == _CHOICE or any(ch.isdigit() for ch in text):
            self.spans.append(Span(source, line.number, start, end, "recognised", what))


def _stands(text: str, quantity: str) -> bool:
    """True when a quantity stands in a text as a whole number with its unit."""
    at = text.find(quantity)
    while at >= 0:
        if at == 0 or not (text[at - 1].isdigit() or text[at - 1] in ".,"):
            return True
        at = text.find(quantity, at + 1)
    return False
