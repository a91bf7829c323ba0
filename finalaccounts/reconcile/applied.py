"""One rule applied at one place: the operands it used and what came out.

``Applied`` is the working record behind a row of ``checks.csv``; it keeps what the finding needs
(operands with their lines, printed and expected text, the words of its message).

These records are made by the thousand. None is changed once made, but they are not ``frozen``:
that makes each five times as slow to make.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

PASS = "pass"  # noqa: S105
ROUNDING = "rounding"
SLIP = "slip"
FAIL = "fail"
ASK = "ask"
NOT_EVALUABLE = "not_evaluable"
NOT_APPLICABLE = "not_applicable"
OUTCOMES = (PASS, ROUNDING, SLIP, FAIL, ASK, NOT_EVALUABLE, NOT_APPLICABLE)
# Outcomes that a reader is told about.
TOLD = (ROUNDING, SLIP, FAIL, ASK)


@dataclass(slots=True, unsafe_hash=True)
class Operand:
    """One printed number (or blank) that a rule uses.

    ``half`` is the largest error that rounding to the printed place can have made, in the unit of
    ``amount``; ``coarse`` the same by the decimals really printed (trailing zeros may have been
    trimmed, so ``coarse >= half``). ``state`` is printed, dash, blank, declared (its table is
    declared empty) or ambiguous (the column is not decided; ``candidates`` are the feasible ones).
    """

    id: str
    amount: Decimal | None
    half: Decimal
    coarse: Decimal
    unit: str
    source: str
    line: int
    label: str = ""
    state: str = "printed"
    candidates: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    certain_blank: bool = False
    fixed: bool = False  # a number of the rule itself (100 points, 100 %), printed nowhere

    @property
    def anonymous(self) -> bool:
        """True when the operand is a line of text (``source:line``), not a record of its own."""
        return self.id.endswith(f":{self.line}") and self.id == f"{self.source}:{self.line}"

    @property
    def counts(self) -> bool:
        """True when the operand is a printed number whose place is decided."""
        return self.state == "printed" and self.amount is not None


@dataclass(slots=True, unsafe_hash=True)
class Linear:
    """What a sum or comparison demands: sum of sign x amount = 0 within the rounding of its terms.

    Blanks are terms too: they count as nothing, and may be what is wrong.
    """

    terms: tuple[Operand, ...]
    signs: tuple[int, ...]


@dataclass(slots=True, unsafe_hash=True)
class Ratio:
    """What a printed ratio demands: ``printed`` = scale x sum of ``top`` / sum of ``base``."""

    printed: Operand
    top: tuple[tuple[Operand, int], ...]
    base: tuple[tuple[Operand, int], ...]
    scale: Decimal = Decimal(100)


@dataclass(slots=True, unsafe_hash=True)
class Applied:
    """One check. Numbers are exact; ``None`` where a rule compares no numbers.

    ``signs`` runs parallel to ``operands`` for linear rules (sum of sign x amount = 0 within
    ``tolerance``); it is empty for all others. ``relation`` is equal, at_most, at_least or near. ``message`` is a key of
    ``strings/findings.toml`` (empty: the rule's own type), ``words`` fill its template,
    ``severity`` and ``type`` override the rule's, ``group`` is the finding the check belongs to
    within its rule (empty: ``place``): checks of one rule with the same group are one finding.
    With the same ``cause`` they are one finding too, under the root's own id.
    ``demand`` is what the check asks of the printed numbers where ``operands`` and ``signs`` do not
    say it: ratios, sums with blank terms, signed changes.
    """

    rule: str
    place: str
    outcome: str
    operands: tuple[Operand, ...] = ()
    signs: tuple[int, ...] = ()
    left: Decimal | None = None
    right: Decimal | None = None
    difference: Decimal | None = None
    tolerance: Decimal | None = None
    printed: str = ""
    expected: str = ""
    message: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    severity: str = ""
    type: str = ""
    group: str = ""
    relation: str = "equal"
    cause: str = ""
    demand: Linear | Ratio | None = None
    # A certain blank may (``maybe``) or does (``cell``) explain a fail (``blanks``).
    blank: str = ""
    # It rests on a number that looks like something else (``strange``): a warning at most.
    doubted: bool = False

    @property
    def asked(self) -> Linear | Ratio | None:
        """Return what the check demands of its numbers, or None where it compares none."""
        if self.demand is not None or 1 not in self.signs or -1 not in self.signs:
            return self.demand
        return Linear(self.operands, self.signs)
