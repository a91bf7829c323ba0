"""More to read in a forged report: the sentences and rows in which real reports slip.

``enriched`` adds them to the text of a report, all of them right. What is added follows the
amounts that the report prints, so rounding leaves the tails that a real report has.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tests.forge.accounts import Accounts, levels, shown, total
from tests.forge.codes import names
from tests.forge.prose import percent

CENT = Decimal("0.01")
PLANNED = Decimal("7.50")  # more than the item's project spent, as planned at first


@dataclass(frozen=True)
class Row:
    """One row of indicators of a form written here."""

    level2: str
    name: str
    target: str
    actual: str
    weight: str


ROWS = (
    Row("数量指标", "巡查次数", "≥24次", "26次", "20"),
    Row("质量指标", "设施完好率", "≥95%", "97%", "20"),
    Row("时效指标", "按时完成率", "100%", "100%", "10"),
    Row("社会效益指标", "受益村数", "≥12个", "12个", "15"),
    Row("服务对象满意度指标", "群众满意度", "≥90%", "93%", "5"),
)


def money(amount: Decimal) -> str:
    """Return an amount with two decimals."""
    return format(amount.quantize(CENT, ROUND_HALF_UP), "f")


def form(entity: str, name: str, sums: tuple[Decimal, Decimal, Decimal], costs: list[Row], goal: str = "", other: Decimal | None = None) -> str:  # fmt: skip
    """Return a form with its initial and full-year budget and what was executed."""
    initial, full, spent = sums
    rate, score = percent(spent, full), (10 * spent / full).quantize(CENT, ROUND_HALF_UP)
    rows = [
        f"{name}项目支出绩效自评表", f"项目名称\t{name}\t\t\t\t\t\t",
        f"主管部门\t{entity}\t\t\t实施单位\t{entity}\t\t",
        "项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分",
        f"\t年度资金总额\t{money(initial)}\t{money(full)}\t{money(spent)}\t10\t{rate}%\t{score}",
    ]  # fmt: skip
    if other is not None:
        own = full - other, spent - other
        rows.append(f"\t其中：财政拨款\t{money(initial)}\t{money(own[0])}\t{money(own[1])}\t-\t\t-")
        rows.append(f"\t单位资金\t0.00\t{money(other)}\t{money(other)}\t-\t\t-")
    if goal:
        rows.append(f"年度总体目标\t{goal}\t\t\t\t\t\t")
    rows.append("一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t")
    listed = [*ROWS[:3], *costs, *ROWS[3:]]
    first = {"数量指标": "产出指标", "社会效益指标": "效益指标", "服务对象满意度指标": "满意度指标"}
    seen: set[str] = set()
    for row in listed:
        cost = row.level2 == "经济成本指标" and "cost" not in seen
        seen |= {"cost"} if cost else set()
        level = "成本指标" if cost else first.get(row.level2, "")
        rows.append(
            f"{level}\t{row.level2}\t{row.name}\t{row.target}\t{row.actual}\t{row.weight}\t{row.weight}\t"
        )
    rows.append(f"总分\t\t\t\t\t100\t{money(90 + score)}\t")
    return "\n".join(rows) + "\n"


def cost(name: str, planned: Decimal, spent: Decimal, weight: str) -> Row:
    """Return a row of costs."""
    return Row("经济成本指标", name, f"≤{money(planned)}万元", f"{money(spent)}万元", weight)


def project_item(accounts: Accounts) -> tuple[str, Decimal] | None:
    """Return an item whose spending is all for projects and no other item's, with the amount."""
    items = {c: shown(f.project) for c, f in accounts.general.items() if f.project and not f.basic}
    whole = [(c, a) for c, a in items.items() if list(items.values()).count(a) == 1 and a >= 10]
    spent = {shown(p.executed) for p in accounts.projects}  # by another project than the one here
    odd = [(c, a) for c, a in whole if a != a.to_integral_value() and a not in spent]
    return odd[0] if odd else None


def _inserted(text: str, after: str, line: str) -> str:
    """Return the text with a line after the first one that begins so."""
    lines = text.split("\n")
    for n, have in enumerate(lines):
        if have.startswith(after):
            return "\n".join([*lines[: n + 1], line, *lines[n + 1 :]])
    return text


def enriched(text: str, accounts: Accounts) -> str:
    """Return the text of a report with more sentences and one more form, all right."""
    y, named = accounts.year, names(accounts.year)
    spent = shown(total(accounts.general).spent)
    classes = [
        (named[c], shown(f.spent)) for c, f in levels(accounts.general).items() if len(c) == 3
    ]
    listed = "；".join(f"{n}（类）{a}万元，占{percent(a, spent)}%" for n, a in classes)
    head = next(line for line in text.split("\n") if "按功能分类科目" in line)
    text = text.replace(
        head,
        f"（一）结构情况\n一般公共预算财政拨款支出{spent}万元，主要用于以下方面：{listed}。\n（二）具体情况\n{head}",
        1,
    )
    before = f"{y}年度机关运行经费支出"
    said = next((line for line in text.split("\n") if line.startswith(before)), "")
    amount = Decimal(said.removeprefix(before).removesuffix("万元。")) if said else Decimal(0)
    if amount >= 10:
        more = (amount / 11).quantize(CENT, ROUND_HALF_UP)
        rate = percent(more, amount - more)
        text = text.replace(
            said,
            f"{before}{amount}万元，比{y - 1}年度增加{more}万元，增长{rate}%，主要原因是：业务量增加。",
            1,
        )
    keys = ("abroad", "vehicle_purchase", "vehicle_operation", "hospitality")
    public = shown(sum(accounts.final[k] for k in keys))
    host, run = shown(accounts.final["hospitality"]), shown(accounts.final["vehicle_operation"])
    if public:
        text = _inserted(
            text, "其中：因公出国（境）费支出决算",
            f"{y}年度“三公”经费支出决算比{y - 1}年度减少1.80万元，其中：因公出国（境）费支出决算持平；公务用车购置及运行维护费支出决算减少0.60万元；公务接待费支出决算减少1.20万元。"
            f"“三公”经费支出决算中，公务用车运行维护费支出决算{run}万元，占{percent(run, public)}%；公务接待费支出决算{host}万元，占{percent(host, public)}%。",
        )  # fmt: skip
    n = accounts.vehicles
    if n:
        kinds = f"其中：机要通信用车1辆、其他用车{n - 1}辆；"
        text = text.replace(f"共有车辆{n}辆；", f"共有车辆{n}辆，{kinds}", 1)
    bought = sum(shown(p) for p in accounts.procurement)
    if bought >= 10:
        small, tiny = (bought * f for f in (Decimal("0.6"), Decimal("0.3")))
        small, tiny = (a.quantize(CENT, ROUND_HALF_UP) for a in (small, tiny))
        text = text.replace(
            f"{y}年度政府采购支出总额{bought}万元，",
            f"{y}年度授予中小企业合同金额{small}万元，占政府采购支出总额的{percent(small, bought)}%，其中：授予小微企业合同金额{tiny}万元，占授予中小企业合同金额的{percent(tiny, small)}%。\n{y}年度政府采购支出总额{bought}万元，",
            1,
        )
    count = len(accounts.projects) + 1
    text = _inserted(
        text, next(s for s in text.split("\n") if "预算绩效情况说明" in s),
        f"本部门在部门决算中反映河堤管护等{count}个项目绩效自评结果。为120名护林员按每人500元标准发放补助，共发放6万元。",
    )  # fmt: skip
    return text.rstrip("\n") + "\n" + last_form(accounts)


def last_form(accounts: Accounts) -> str:
    """Return one more form: of the projects of an item, with its costs and its goal."""
    item = project_item(accounts)
    paid = item[1] if item is not None else Decimal("48.35")
    first = shown(accounts.initial[item[0]]) if item is not None else paid + PLANNED
    return form(
        accounts.entity, "河堤管护", (first, paid, paid), [cost("管护费用", paid, paid, "20")]
    )
