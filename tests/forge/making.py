"""Accounts drawn from a seed: they add up, balance, and look like those of a county office."""

# ruff: noqa: S311  (nothing here is a secret)
from __future__ import annotations

from decimal import Decimal
from random import Random

from tests.forge.accounts import PUBLIC, PUBLIC_CODES, Accounts, Flow, Project, total
from tests.forge.codes import economic_names, names, rows

# Words for projects of any department.
PROJECTS = (
    "信息系统运行维护",
    "窗口服务能力提升",
    "专项宣传培训",
    "设施维修改造",
    "基层站点建设",
    "档案数字化",
)


def _split(random: Random, amount: int, parts: int) -> list[int]:
    """Split an amount into positive parts at random."""
    if parts <= 1 or amount < parts * 20_000:
        return [amount]
    cuts = sorted(random.randrange(10_000, amount - 10_000) for _ in range(parts - 1))
    pieces = [b - a for a, b in zip([0, *cuts], [*cuts, amount], strict=True)]
    return pieces if min(pieces) > 5_000 else [amount]


def _amount(random: Random) -> int:
    """Return an amount in fen: most between 1 and 500 times 10,000 yuan, with odd fen."""
    return (
        round(10 ** random.uniform(5.9, 8.7))
        if random.random() < 0.8
        else random.randrange(1, 900) * 1_000_000
    )


def _general(random: Random, year: int) -> dict[str, Flow]:
    items = [
        c
        for c in names(year)
        if len(c) == 7 and c[:3] in ("201", "205", "206", "207", "210", "211", "213", "214", "224")
    ]
    own = random.choice(items)[:5]
    chosen = {c for c in items if c.startswith(own)}
    kept = random.sample(sorted(chosen), min(len(chosen), random.randint(1, 4)))
    kept += [*random.sample(items, random.randint(0, 3)), "2080505", "2210201"]
    if random.random() < 0.5:
        kept.append("2080506")
    flows: dict[str, Flow] = {}
    for code in sorted(set(kept)):
        fixed = code[:3] in ("208", "221") or random.random() < 0.35
        project = 0 if fixed else _amount(random)
        basic = _amount(random) if fixed or random.random() < 0.3 else 0
        opening = _amount(random) if random.random() < 0.12 else 0
        closing = random.randrange(0, opening + basic + project) if random.random() < 0.12 else 0
        flows[code] = Flow(
            opening, max(0, basic + project + closing - opening), basic, project, closing
        )
        if flows[code].revenue == 0:
            flows[code] = Flow(0, basic + project + closing, basic, project, closing)
    return flows


def _single(random: Random, year: int, prefixes: tuple[str, ...], chance: float) -> dict[str, Flow]:
    items = [c for c in names(year) if len(c) == 7 and c.startswith(prefixes)]
    if random.random() > chance or not items:
        return {}
    flows = {}
    for code in sorted(random.sample(items, min(len(items), random.randint(1, 2)))):
        project, opening = _amount(random), random.choice((0, 0, _amount(random)))
        closing = random.choice((0, opening // 3))
        flows[code] = Flow(opening, max(project + closing - opening, 0), 0, project, closing)
        if flows[code].revenue == 0:
            flows[code] = Flow(0, project + closing, 0, project, closing)
    return flows


def _economic(random: Random, year: int, basic: int) -> dict[str, int]:
    listed = [c for c in economic_names(year) if len(c) == 5]
    staff = [c for c in listed if c.startswith(("301", "303"))]
    running = [c for c in listed if c.startswith(("302", "310"))]
    share = int(basic * random.uniform(0.6, 0.9))
    out: dict[str, int] = {}
    for codes, amount in ((staff, share), (running, basic - share)):
        pieces = _split(random, amount, random.randint(4, 9))
        picked = sorted(
            random.sample([c for c in codes if c[:3] in ("301", "302")], 1)
            + random.sample(codes, len(pieces) - 1)
        )
        for code, piece in zip(picked, pieces, strict=True):
            out[code] = out.get(code, 0) + piece
    return out


def _project(random: Random, name: str, budget: int) -> Project:
    executed = budget if random.random() < 0.4 else int(budget * random.uniform(0.6, 1))
    weights = random.choice(
        ([20, 20, 10, 10, 20, 10], [15, 15, 15, 15, 20, 10], [30, 20, 10, 20, 10])
    )
    kinds = [
        ("产出指标", "数量指标", "完成次数", "≥{}次"),
        ("产出指标", "质量指标", "验收合格率", "≥{}%"),
        ("产出指标", "时效指标", "按时完成率", "≥{}%"),
        ("产出指标", "成本指标", "成本控制率", "≤{}%"),
        ("效益指标", "社会效益指标", "受益对象增长率", "≥{}%"),
        ("满意度指标", "服务对象满意度指标", "服务对象满意度", "≥{}%"),
    ]
    if len(weights) == 5:
        del kinds[2]
    rows = []
    for (one, two, three, target), weight in zip(kinds, weights, strict=True):
        goal = random.randint(80, 98)
        lost = Decimal(random.choice((0, 0, 0, 1, 2))) / 2
        rows.append(
            (
                one,
                two,
                three,
                target.format(goal),
                target[1:].format(goal if lost else goal + 1),
                weight,
                weight - lost,
            )
        )
    return Project(name, budget, executed, tuple(rows))


def make(seed: int) -> Accounts:
    """Return the accounts of a seed: the same seed gives the same accounts."""
    random = Random(seed)
    year = random.choice((2021, 2022, 2023, 2024))
    places = [
        row
        for row in rows("divisions.csv")
        if row["level"] == "county" and row["name"].endswith("县") and len(row["name"]) in (2, 3)
    ]
    place = random.choice(places)
    department = random.choice(
        [row["name"] for row in rows("departments.csv") if row["name"].endswith("局")]
    )
    general = _general(random, year)
    funds = _single(random, year, ("21208", "22960"), 0.3)
    capital = _single(random, year, ("22301", "22399"), 0.2)
    other: dict[str, Flow] = {}
    if random.random() < 0.3:
        code, amount = (
            random.choice([c for c in general if c[:3] not in ("208", "221")] or ["2210201"]),
            _amount(random),
        )
        other[code] = Flow(0, amount, 0, amount, 0)
    economic = _economic(random, year, total(general).basic)
    # Basic expenditure on a public expense is part of it.
    final = {
        key: economic.get(code, 0) + random.choice((0, _amount(random) // 20))
        for key, code in zip(PUBLIC, PUBLIC_CODES, strict=True)
    }
    spent = total(general).spent
    projects = [flow.project for flow in general.values() if flow.project] or [spent // 4]
    chosen = random.sample(PROJECTS, 2)
    goods = [random.choice((0, _amount(random))) for _ in range(3)]
    quota, reserve = random.randint(6, 40), random.randint(0, 60)
    return Accounts(
        place=place["name"],
        division=place["code"],
        department=department,
        year=year,
        scope=random.choice(("本级", "汇总")),
        general=general,
        funds=funds,
        capital=capital,
        other=other,
        economic=economic,
        budget={k: v + random.choice((0, _amount(random) // 30)) for k, v in final.items()},
        final=final,
        initial={
            c: max(10_000, int(f.spent * random.choice((1, random.uniform(0.7, 1.3)))))
            for c, f in general.items()
        },
        previous=int((total(general).spent + total(funds).spent) * random.uniform(0.6, 1.4)),
        staff=(
            quota,
            reserve,
            max(1, quota - random.randint(0, 3)),
            max(0, reserve - random.randint(0, 4)),
        ),
        procurement=(goods[0], goods[1], goods[2]),
        vehicles=random.randint(0, 5),
        hosted=(random.randint(1, 60), random.randint(61, 500)),
        projects=tuple(
            _project(random, name, max(projects[i % len(projects)], 1_000_000))
            for i, name in enumerate(chosen)
        ),
    )
