"""What the cells of performance self-evaluation forms are called: ``forms.toml``.

The models mirror the file; ``FormWords`` is what the readers ask: it folds a printed label (full
width to half width, no white space, no numbering, no unit in brackets) and looks it up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pydantic import Field

from finalaccounts.reference import Strict, load_toml
from finalaccounts.text import squeeze

_LONGEST_LEVEL = 12  # characters of a level-2 name
_SHORTEST_HEAD = 3  # characters of a name that such a row leaves at least
_LONGEST_TAIL = 3  # characters of a name that may be cut off by a row printed in its middle


class Head(Strict):
    """Labels of one field of a form's head."""

    field: str
    labels: tuple[str, ...]


class Origin(Strict):
    """Labels of one row of the funds block."""

    origin: str
    labels: tuple[str, ...]


class FundColumn(Strict):
    """Labels of one column of the funds block."""

    column: str
    labels: tuple[str, ...]


class FormColumn(Strict):
    """Labels of one column of the indicators; ``suffix`` are second halves of split labels."""

    column: str
    whole: tuple[str, ...]
    suffix: tuple[str, ...] = ()


class FormLevel(Strict):
    """Level-1 names and the level-2 names that belong under them."""

    level1: tuple[str, ...]
    level2: tuple[str, ...]


class Level2End(Strict):
    """What unlisted level-2 names end with, and the level-1 names they belong under."""

    end: str
    level1: tuple[str, ...]


class Members(Strict):
    """Standard level-3 names under one level-2 name."""

    level2: str
    level3: tuple[str, ...]


class Values(Strict):
    """Signs, units and words that fill the cells of a row."""

    operators: tuple[str, ...]
    units: tuple[str, ...]
    words: tuple[str, ...]
    statuses: tuple[str, ...]
    points: str
    value: str
    note: str
    opening: str
    weight_open: str
    weight_close: str
    weight_whole: str
    weight_part: str
    weight_length: int
    date: str
    date_more: str
    name_ends: str
    ends: str
    amount_units: tuple[str, ...]
    boxes: str


class Forms(Strict):
    """The whole of ``forms.toml``."""

    titles: tuple[str, ...]
    department_words: tuple[str, ...]
    not_titles: str
    title_length: int = Field(gt=0)
    title_reach: int = Field(gt=0)
    untitled_reach: int = Field(gt=0)
    noise_before: str
    noise_after: str
    heads: tuple[Head, ...]
    origins: tuple[Origin, ...]
    fund_columns: tuple[FundColumn, ...]
    columns: tuple[FormColumn, ...]
    header_prefixes: tuple[str, ...]
    totals: tuple[str, ...]
    execution_rows: tuple[str, ...]
    sides: tuple[str, ...]
    stops: str
    notes: str
    after_total: str
    page_numbers: str
    levels: tuple[FormLevel, ...]
    level2_ends: tuple[Level2End, ...]
    members: tuple[Members, ...]
    values: Values


@dataclass(frozen=True, slots=True)
class FormWords:
    """The vocabulary, folded. Every mapping is from folded label to key."""

    data: Forms
    head: dict[str, str]
    origin: dict[str, str]
    fund_column: dict[str, str]
    column: dict[str, str]
    openings: frozenset[str]
    suffix: dict[str, str]
    level1: frozenset[str]
    level2: dict[str, frozenset[str]]
    torn: dict[str, tuple[str, ...]]
    side: frozenset[str]
    total: frozenset[str]
    execution: frozenset[str]
    member: dict[str, str]
    operator: frozenset[str]
    unit: frozenset[str]
    word: frozenset[str]
    status: frozenset[str]
    points: re.Pattern[str]
    value: re.Pattern[str]
    note: re.Pattern[str]
    opening: re.Pattern[str]
    weight_open: re.Pattern[str]
    weight_close: re.Pattern[str]
    weight_whole: re.Pattern[str]
    weight_part: re.Pattern[str]
    date: re.Pattern[str]
    date_more: re.Pattern[str]
    name_ends: re.Pattern[str]
    ends: re.Pattern[str]
    titles: re.Pattern[str]
    not_titles: re.Pattern[str]
    stops: re.Pattern[str]
    notes: re.Pattern[str]
    page_numbers: re.Pattern[str]
    after_total: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    boxes: re.Pattern[str]

    def parents(self, name: str) -> frozenset[str] | None:
        """Return the level-1 names of a folded level-2 name; None when it is none."""
        if name in self.level2:
            return self.level2[name]
        if name in self.level1 or len(name) > _LONGEST_LEVEL:
            return None
        for known in self.data.level2_ends:
            if name.endswith(known.end):
                return frozenset(known.level1)
        return None

    def listed(self, name: str) -> bool:
        """True for a folded level-1 or level-2 name of the lists."""
        return name in self.level1 or name in self.level2

    def level(self, name: str) -> bool:
        """True for a folded level-1 or level-2 name."""
        return name in self.level1 or self.parents(name) is not None

    def fold(self, text: str) -> str:
        """Return ``text`` as labels are compared: folded, without white space and noise."""
        return _folded(text, self.before, self.after)


def _tails(names: set[str]) -> dict[str, tuple[str, ...]]:
    """Return, for every beginning of a name, the short ends that complete it."""
    tails: dict[str, set[str]] = {}
    for name in names:
        for cut in range(1, min(_LONGEST_TAIL, len(name) - _SHORTEST_HEAD) + 1):
            tails.setdefault(name[:-cut], set()).add(name[-cut:])
    return {beginning: tuple(sorted(ends)) for beginning, ends in tails.items()}


@lru_cache(maxsize=1 << 16)
def _folded(text: str, before: re.Pattern[str], after: re.Pattern[str]) -> str:
    return before.sub("", after.sub("", squeeze(text)))


@cache
def load() -> FormWords:
    """Read ``forms.toml`` (ReferenceDataError when it does not fit)."""
    data = load_toml("forms.toml", Forms)
    before, after = re.compile(data.noise_before), re.compile(data.noise_after)

    def folded(labels: tuple[str, ...]) -> list[str]:
        return [before.sub("", after.sub("", squeeze(label))) for label in labels]

    level2: dict[str, set[str]] = {}
    for level in data.levels:
        for name in folded(level.level2):
            level2.setdefault(name, set()).update(folded(level.level1))
    values = data.values
    level1 = frozenset(n for level in data.levels for n in folded(level.level1))
    return FormWords(
        data=data,
        head={squeeze(n): h.field for h in data.heads for n in (*h.labels, *folded(h.labels))},
        origin={name: o.origin for o in data.origins for name in folded(o.labels)},
        fund_column={name: c.column for c in data.fund_columns for name in folded(c.labels)},
        column={squeeze(name): c.column for c in data.columns for name in c.whole},
        openings=frozenset(
            squeeze(name)[0]
            for c in data.columns
            if c.column in {"level1", "ignored"}
            for name in c.whole
        ),
        suffix={squeeze(name): c.column for c in data.columns for name in c.suffix},
        level1=level1,
        torn=_tails({*level1, *level2}),
        level2={name: frozenset(parents) for name, parents in level2.items()},
        side=frozenset(folded(data.sides)),
        total=frozenset(folded(data.totals)),
        execution=frozenset(folded(data.execution_rows)),
        member={squeeze(n): squeeze(m.level2) for m in data.members for n in m.level3},
        operator=frozenset(squeeze(name) for name in values.operators),
        unit=frozenset(squeeze(name) for name in values.units),
        word=frozenset(squeeze(name) for name in values.words),
        status=frozenset(squeeze(name) for name in values.statuses),
        points=re.compile(values.points),
        value=re.compile(values.value),
        note=re.compile(values.note),
        opening=re.compile(values.opening),
        weight_open=re.compile(values.weight_open),
        weight_close=re.compile(values.weight_close),
        weight_whole=re.compile(values.weight_whole),
        weight_part=re.compile(values.weight_part),
        date=re.compile(values.date),
        date_more=re.compile(values.date_more),
        name_ends=re.compile(values.name_ends),
        ends=re.compile(values.ends),
        titles=re.compile("|".join(data.titles)),
        not_titles=re.compile(data.not_titles),
        stops=re.compile(data.stops),
        notes=re.compile(data.notes),
        page_numbers=re.compile(data.page_numbers),
        after_total=re.compile(data.after_total),
        before=before,
        after=after,
        boxes=re.compile(values.boxes),
    )
