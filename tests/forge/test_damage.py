"""One cell of a right report bent in any way: nobody is accused, no amount is wrong or gone.

``benchmarks/damage.py`` bends thousands, heads and whole columns too, in every format; here five of
each kind that bends a row, in formats that keep their cells.
"""

# ruff: noqa: S311  (nothing here is a secret)
from __future__ import annotations

from random import Random

import pytest

from tests.forge.bent import judge
from tests.forge.damage import KINDS

_EACH, _MOST = 5, 40
ROWS = [kind for kind in KINDS if not kind.startswith(("head", "column"))]


@pytest.mark.parametrize("kind", ROWS)
def test_a_bent_cell_accuses_nobody_and_loses_nothing(kind: str) -> None:
    random, done = Random(kind), 0
    for _ in range(_MOST):
        if done == _EACH:
            break
        number = random.randrange(10**6)
        layout, form = (
            random.choice(("central", "shaanxi")),
            random.choice(("tabs", "html", "html")),
        )
        told = judge(number, kind, layout, form, random.randrange(2))
        if told is None:
            continue
        done += 1
        counts = {k: told.counts[k] for k in ("errors", "wrong", "gone")}
        assert not any(counts.values()), (number, layout, form, told.where, told.faults)
    assert done
