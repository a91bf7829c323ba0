"""What a page shows of a chart, and the three ways a chart is made of printed numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from finalaccounts.render import shown
from finalaccounts.render.charts.marks import (
    KEYS,
    Bar,
    Bullet,
    Drawing,
    Segment,
    bars,
    bullets,
    stacked,
)
from finalaccounts.render.facts import Fact, Facts
from finalaccounts.render.words import Words

SMALL = Decimal("0.5")  # per cent: smaller parts of a stacked bar are merged
ZERO = Decimal(0)
CLASS = 3  # digits of the code of a class


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart as a page shows it."""

    id: str = field(metadata={"doc": "Key of the chart; anchor chart-<id>."})
    title: str = field(metadata={"doc": "What the chart says."})
    sub: str = field(metadata={"doc": "What is measured, unit, year."})
    key: tuple[tuple[str, str], ...] = field(metadata={"doc": "Legend: CSS class, words."})
    drawing: Drawing = field(metadata={"doc": "The marks and labels."})
    alt: str = field(metadata={"doc": "Long description."})
    heads: tuple[str, ...] = field(metadata={"doc": "Heads of the data table."})
    rows: tuple[tuple[str, ...], ...] = field(metadata={"doc": "Rows of the data table, as shown."})
    facts: tuple[Fact, ...] = field(metadata={"doc": "The printed numbers it was drawn from."})
    table: str = field(
        default="", metadata={"doc": "Anchor of the table that holds the rows, or empty."}
    )


def _alt(words: Words, kind: str, rows: Sequence[tuple[str, ...]]) -> str:
    first = words.charts.comma.join(f"{row[0]} {row[1]}" for row in rows[:3])
    rest = words("charts.alt_rest", count=len(rows) - 3) if len(rows) > 3 else ""
    return words("charts.alt", kind=words.charts[kind], rows=first, rest=rest)


def parts(
    words: Words, chart: str, named: list[tuple[str, Fact]], facts: Facts, merge: bool
) -> ChartView | None:
    """Return a 100 % bar of parts, the largest named in the title."""
    named = [(label, fact) for label, fact in named if fact.amount != 0]
    if not named or any(fact.amount < 0 for _, fact in named):
        return None
    if len({fact.unit for _, fact in named}) > 1:
        return None
    total = sum((fact.amount for _, fact in named), ZERO)
    if merge:
        named.sort(key=lambda pair: -pair[1].amount)
    shares = [(label, fact.amount, fact.amount / total * 100) for label, fact in named]
    drawn = [s for s in shares if not merge or s[2] >= SMALL][: len(KEYS)]
    rest = [s for s in shares if s not in drawn]
    if len(rest) == 1 and len(drawn) < len(KEYS):
        drawn, rest = [*drawn, *rest], []  # a single small part keeps its own name
    if rest:
        keep = drawn[: len(KEYS) - 1]
        rest = [s for s in shares if s not in keep]
        drawn = [
            *keep,
            (
                words.charts.rest_parts,
                sum((s[1] for s in rest), ZERO),
                sum((s[2] for s in rest), ZERO),
            ),
        ]
    segments = [
        Segment(label, value, shown.percent(share), KEYS[i])
        for i, (label, value, share) in enumerate(drawn)
    ]
    rows = tuple(
        (label, shown.amount(value), shown.percent(share)) for label, value, share in shares
    )
    top = max(shares, key=lambda s: s[2])
    if len(shares) == 1 or top[2] >= Decimal("99.5"):
        title = words(f"charts.{chart}.almost_all", label=top[0])
    elif len(shares) == 2:
        title = words(
            "charts.two_parts",
            a=shares[0][0],
            b=shares[1][0],
            x=shown.percent(shares[0][2]),
            y=shown.percent(shares[1][2]),
        )
    else:
        title = words("charts.largest_part", label=top[0], x=shown.percent(top[2]))
    return ChartView(
        chart,
        title,
        words(f"charts.{chart}.sub", unit=named[0][1].unit, total=shown.amount(total)),
        tuple((KEYS[i], label) for i, (label, _, _) in enumerate(drawn)) if len(drawn) > 2 else (),
        stacked(segments),
        _alt(words, "stacked", rows),
        (words.charts.part, words("charts.amount", unit=named[0][1].unit), words.charts.share),
        rows,
        tuple(fact for _, fact in named),
    )


def ordered(
    words: Words,
    chart: str,
    items: list[tuple[str, str, Fact]],
    whole: Fact | None,
    classes_named: Mapping[str, str] | None,
    top: int,
) -> ChartView | None:
    """Return ordered bars of classified items; colours by class: largest c1, next c2, c3, rest c4.

    ``classes_named`` holds the names of the classes (codes of three digits) as far as printed: the
    legend shows a class without a name by its code. None: the bars are classes, all of one colour.
    """
    items = [item for item in items if item[2].amount != 0]
    if not items:
        return None
    classes: dict[str, Decimal] = {}
    for code, _, fact in items:
        classes[code[:CLASS]] = classes.get(code[:CLASS], ZERO) + fact.amount
    ranked = sorted(classes, key=lambda code: -classes[code])
    colour = {
        code: KEYS[min(i, 3) if classes_named is not None else 0] for i, code in enumerate(ranked)
    }
    key = (
        [(colour[code], classes_named.get(code) or code) for code in ranked]
        if classes_named is not None
        else []
    )
    if len(key) > len(KEYS):
        key[3:] = [(KEYS[3], words("charts.other_classes", count=len(ranked) - 3))]
    items.sort(key=lambda item: (-item[2].amount, item[0]))
    unit = items[0][2].unit
    base = whole.amount if whole and whole.unit == unit else None
    rows, drawn = [], []
    negative = any(fact.amount < 0 for _, _, fact in items)
    for code, label, fact in items:
        share = shown.ratio(fact.amount, base)
        told = shown.percent(share) if share is not None and not negative else ""
        rows.append((f"{code} {label}", shown.amount(fact.amount), told))
        drawn.append(Bar(label, fact.amount, shown.amount(fact.amount), told, colour[code[:CLASS]]))
    if len(drawn) > top + 1:
        rest = sum((bar.value for bar in drawn[top:]), ZERO)
        share = shown.ratio(rest, base)
        told = shown.percent(share) if share is not None and not negative else ""
        label = words("charts.rest_items", count=len(drawn) - top)
        drawn = [*drawn[:top], Bar(label, rest, shown.amount(rest), told, "c4")]
    first = rows[0]
    title = (
        words("charts.largest_item", label=items[0][1], x=first[2])
        if first[2]
        else words("charts.largest_plain", label=items[0][1])
    )
    return ChartView(
        chart,
        title,
        words(f"charts.{chart}.sub", unit=unit),
        tuple(key) if len(key) > 1 else (),
        bars(drawn),
        _alt(words, "ordered", rows),
        (words.charts.item, words("charts.amount", unit=unit), words.charts.share),
        tuple(rows),
        tuple(fact for _, _, fact in items),
        items[0][2].id.partition(".")[0],
    )


def _bullet(words: Words, label: str, budget: Fact | None, final: Fact | None) -> Bullet | None:
    if budget and final and budget.unit != final.unit:
        return None
    plan, done = budget.amount if budget else None, final.amount if final else None
    # What was not found is said so; only a printed zero is none.
    if plan is None and done is None:
        return Bullet(label, plan, done, words.charts.neither)
    if plan is None and done is not None:
        return Bullet(label, plan, done, words("charts.no_budget", final=shown.amount(done)))
    if not plan:
        if not done:
            text = words.charts.unprinted if done is None else words.charts.nothing
            return Bullet(label, plan, done, text)
        return Bullet(label, plan, done, words("charts.zero_budget", final=shown.amount(done)))
    share = shown.ratio(done, plan) if done is not None else None
    final_text = shown.amount(done) if done is not None else words.charts.unprinted
    return Bullet(
        label,
        plan,
        done,
        f"{final_text} / {shown.amount(plan)}",
        shown.percent(share) if share is not None else "",
    )


def budgets(
    words: Words,
    chart: str,
    pairs: Sequence[tuple[str, Fact | None, Fact | None]],
    title: str,
    told: Sequence[str] = (),
) -> ChartView | None:
    """Return bullets of budget and final; ``told`` replaces the amounts beside the labels."""
    facts = [fact for _, b, f in pairs for fact in (b, f) if fact]
    if not any(fact.amount for fact in facts):
        return None
    rows = [(bullet, b, f) for label, b, f in pairs if (bullet := _bullet(words, label, b, f))]
    if not rows or any(fact.amount < 0 for fact in facts):
        return None
    done = words.charts[chart].get("done", words.charts.final)
    table = tuple(
        (
            bullet.label,
            shown.amount(b.amount) if b else words.charts.unprinted,
            shown.amount(f.amount) if f else words.charts.unprinted,
            bullet.share,
        )
        for bullet, b, f in rows
    )
    return ChartView(
        chart,
        title,
        words(f"charts.{chart}.sub", unit=facts[0].unit),
        (("kt", words.charts[chart]["budget"]), ("c1", done)),
        bullets(
            [
                bullet._replace(shown=told[n]) if told else bullet
                for n, (bullet, _, _) in enumerate(rows)
            ]
        ),
        _alt(words, "bullet", [(row[0], f"{row[2]} / {row[1]}") for row in table]),
        (words.charts.item, words.charts[chart]["budget"], done, words.charts.done),
        table,
        tuple(facts),
    )
