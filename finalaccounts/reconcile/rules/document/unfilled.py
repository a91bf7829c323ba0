"""What a template left in the running text: blanks, placeholders, words to choose from (D01.R03)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from finalaccounts.reconcile import compare
from finalaccounts.reconcile.applied import FAIL, PASS, Applied
from finalaccounts.reconcile.prose import running_text
from finalaccounts.reconcile.registry import rule
from finalaccounts.reconcile.rules.document.wording import inside as inside_of
from finalaccounts.reconcile.rules.document.wording import line_of
from finalaccounts.reconcile.rules.document.wording import told as told_at
from finalaccounts.reconcile.view import View
from finalaccounts.reference.checks import checks, pattern
from finalaccounts.reference.rules import Rule

AROUND = 20  # characters before and after a blank that are told with it
LONGEST = 24  # characters of a clause that is told


@rule("D01.R03")
def blanks(view: View, rule: Rule) -> Iterator[Applied]:
    """No number or word was left unfilled in the running text."""
    prose = running_text(view)
    if not any(prose.flat.values()):
        yield compare.not_evaluable(rule, "report")
        return
    found = False
    inside, entity = inside_of(view), "".join(view.report.meta.entity.split())
    for source, flat in prose.flat.items():
        for named in checks().blank:
            for hit in named.pattern.finditer(flat):
                line = prose.line(source, hit.start())
                quote = hit.group()
                # A report made anonymous is called so throughout: nothing was left in.
                if quote in entity or any(s == source and a <= line <= b for s, a, b in inside):
                    continue
                found = True
                told = told_at(
                    rule, line_of(source, line, quote), FAIL, quote, "", quote=_clause(flat, hit)
                )
                yield replace(told, message=named.message) if named.message else told
    if not found:
        yield compare.told(rule, "report", PASS, ())


def _clause(flat: str, hit: re.Match[str]) -> str:
    """Return the words around a blank, from the mark before it to the next, if they are few."""
    marks = [m.end() for m in pattern("clause_end").finditer(flat, max(0, hit.start() - AROUND), hit.start())]  # fmt: skip
    after = pattern("clause_end").search(flat, hit.end() - 1, hit.end() + AROUND)
    end = after.start() if after else hit.end()
    clause = flat[marks[-1] if marks else hit.start() : max(end, hit.end())].rstrip("\u3002\uff1b")
    return clause if len(clause) <= LONGEST else hit.group()
