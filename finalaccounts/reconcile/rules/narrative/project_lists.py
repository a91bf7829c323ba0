"""Sums that the text writes out: project spending, "of which" project by project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from finalaccounts.amounts import decimals, half_unit
from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, Applied, Operand
from finalaccounts.reconcile.precision import PLACES
from finalaccounts.reconcile.prose import RunningText, running_text
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import pattern
from finalaccounts.reference.rules import Rule

LEAST = 3  # parts that make a list
NEAR = Decimal("0.02")  # of the whole: a list that lacks more was not meant to be complete


def project_lists(view: View, rule: Rule) -> Iterator[Applied]:
    """The projects listed under project spending add up to it, where all seem to be listed."""
    prose = running_text(view)
    for source, flat in prose.flat.items():
        for hit in pattern("project_list").finditer(flat):
            parts = list(pattern("listed_amount").finditer(flat, hit.start("list"), hit.end()))
            if len(parts) < LEAST or not _list(flat, hit, parts):
                continue
            total = _operand(prose, source, hit)
            listed = [_operand(prose, source, part) for part in parts]
            have = view.common(total, *listed)
            applied = compare.summed(
                rule, f"L{total.line}.list", have[0], have[1:], severity="warning", type="scope",
                message="project_list", words={"subject": hit["whole"]},
            )  # fmt: skip
            whole, gap = have[0].amount or Decimal(0), abs(applied.difference or Decimal(0))
            if applied.outcome == FAIL and gap > whole * NEAR:
                applied = compare.not_evaluable(rule, applied.place, have)
            yield applied if applied.outcome == FAIL else replace(applied, severity="")


def _list(flat: str, hit: re.Match[str], parts: list[re.Match[str]]) -> bool:
    """True when an amount stands before every mark between the parts, and at the end."""
    marks = [flat[a.end() : b.start("name")] for a, b in pairwise(parts)]
    return parts[0].start() == hit.start("list") and parts[-1].end() == hit.end() and not any(marks)


def _operand(prose: RunningText, source: str, hit: re.Match[str]) -> Operand:
    value = Decimal(hit["number"])
    own = decimals(value)
    line = prose.line(source, hit.start("number"))
    return Operand(
        f"{source}:{line}:{hit.start('number')}", value, half_unit(max(own, PLACES)),
        half_unit(own), hit["unit"], source, line, hit.group(),
    )  # fmt: skip
