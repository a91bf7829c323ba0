"""One cell, head or column of a right report bent in any way: nobody is accused, nothing is gone.

``benchmarks/damage.py`` bends thousands in every format; here some 300, five of each kind, in text
with cells and without and in pages.
"""

# ruff: noqa: S311  (nothing here is a secret)
from __future__ import annotations

from random import Random

import pytest

from tests.forge.bent import judge
from tests.forge.damage import KINDS

_EACH, _MOST = 5, 40
FORMS = ("tabs", "html", "html", "spaces")


@pytest.mark.parametrize("kind", KINDS)
def test_a_bent_report_accuses_nobody_and_loses_nothing(kind: str) -> None:
    random, done = Random(kind), 0
    for _ in range(_MOST):
        if done == _EACH:
            break
        number = random.randrange(10**6)
        layout, form = random.choice(("central", "shaanxi")), random.choice(FORMS)
        told = judge(number, kind, layout, form, random.randrange(2))
        if told is None:
            continue
        done += 1
        counts = {k: told.counts[k] for k in ("errors", "wrong", "gone")}
        assert not any(counts.values()), (number, layout, form, told.where, told.faults)
    assert done
