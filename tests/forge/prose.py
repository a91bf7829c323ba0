"""Cover, profile and the explanation of the accounts: sentences that agree with the tables."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from tests.forge.accounts import Accounts, shown, total
from tests.forge.blocks import Prose
from tests.forge.codes import economic_names, names
from tests.forge.halves import ordinal
from tests.forge.layouts import Layout


class Writer:
    """Collects paragraphs; ``{amount|unit}`` parts are noted as quantities."""

    def __init__(self, overrides: dict[tuple[str, ...], str]) -> None:
        self.lines: list[str] = []
        self.numbers: list[tuple[str, str]] = []
        self._overrides = overrides

    def number(self, value: object, unit: str, *place: str) -> str:
        """Return a quantity as printed, replaced where something was injected."""
        printed = self._overrides.get(("narrative", *place), str(value))
        unit = self._overrides.get(("narrative", *place, "unit"), unit)
        self.numbers.append((printed, unit))
        return printed + unit

    def word(self, value: str, *place: str) -> str:
        """Return a word, replaced where something was injected."""
        return self._overrides.get(("narrative", *place, "word"), value)

    def say(self, text: str) -> None:
        self.lines.append(text)


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Return a percentage of printed amounts, two decimals."""
    return (100 * part / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def cover(accounts: Accounts, layout: Layout) -> Prose:
    """The lines before the first part."""
    lines = layout.cover.format(entity=accounts.entity, year=accounts.year).split("\n")
    return Prose(lines)


def profile(accounts: Accounts, layout: Layout) -> Prose:
    """The first part: duties, units, staff."""
    w = Writer(accounts.overrides)
    quota, reserve, office, field = accounts.staff
    y = accounts.year
    w.say("第一部分 部门概况")
    w.say("一、主要职责")
    w.say(f"负责{accounts.place}有关行政管理和公共服务工作。")
    w.say("二、人员情况")
    w.say(
        f"截至{y}年底，本部门人员编制{w.number(quota + reserve, '人', 'staff', 'quota')}，"
        f"其中行政编制{w.number(quota, '人')}、事业编制{w.number(reserve, '人')}；"
        f"实有人员{w.number(office + field, '人')}，其中行政{w.number(office, '人')}、事业{w.number(field, '人')}。"
    )
    return Prose(w.lines, w.numbers)


def _whole(
    w: Writer, accounts: Accounts, words: str, now: Decimal, before: Decimal, key: str
) -> str:
    """Totals against the year before."""
    change = now - before
    up = change >= 0
    twice = w.number(now, "万元", key, "total")
    w.numbers.append(w.numbers[-1])
    more = w.number(abs(change), "万元", key, "change")
    w.numbers.append(w.numbers[-1])
    rate = w.number(abs(percent(change, before)), "%", key, "rate")
    w.numbers.append(w.numbers[-1])
    verb, noun = ("增加", "增长") if up else ("减少", "下降")
    return (
        f"{accounts.year}年度{words}均为{twice}。与{accounts.year - 1}年度相比，均{verb}{more}，"
        f"{w.word(noun, key, 'direction')}{rate}，主要原因是：项目安排变化。"
    )


def explained(accounts: Accounts, layout: Layout) -> Prose:
    """The explanation of the accounts, in the order of the central template."""
    w = Writer(accounts.overrides)
    y, head = accounts.year, iter(range(1, 40))

    def heading(text: str) -> None:
        w.say(f"{ordinal(next(head))}、{text}")

    every, own, other = (
        total(accounts.everything),
        total(accounts.appropriated),
        total(accounts.other),
    )
    general = total(accounts.general)
    before = shown(accounts.previous)
    w.say(f"第二部分 {y}年度部门决算情况说明")
    heading("收入支出决算总体情况说明")
    grand = shown(every.revenue + every.opening)
    w.say(_whole(w, accounts, "收入总计、支出总计", grand, before, "summary"))
    heading("收入决算情况说明")
    income = shown(every.revenue)
    parts = [f"财政拨款收入{w.number(income, '万元', 'revenue', 'total')}"]
    w.numbers.pop()
    text = f"本年收入合计{w.number(income, '万元', 'revenue', 'total')}，其中："
    parts = [
        f"财政拨款收入{w.number(shown(own.revenue), '万元')}，占{w.number(percent(shown(own.revenue), income), '%')}"
    ]
    if other.revenue:
        parts.append(
            f"其他收入{w.number(shown(other.revenue), '万元')}，占{w.number(percent(shown(other.revenue), income), '%')}"
        )
    w.say(text + "；".join(parts) + "。")
    heading("支出决算情况说明")
    spent = shown(every.spent)
    w.say(
        f"本年支出合计{w.number(spent, '万元', 'expenditure', 'total')}，其中："
        f"基本支出{w.number(shown(every.basic), '万元')}，占{w.number(percent(shown(every.basic), spent), '%', 'expenditure', 'share')}；"
        f"项目支出{w.number(shown(every.project), '万元')}，占{w.number(percent(shown(every.project), spent), '%')}。"
    )
    heading("财政拨款收入支出决算总体情况说明")
    w.say(
        _whole(
            w,
            accounts,
            "财政拨款收入总计、支出总计",
            shown(own.revenue + own.opening),
            before,
            "appropriation",
        )
    )
    heading("一般公共预算财政拨款支出决算情况说明")
    _items(w, accounts)
    heading("一般公共预算财政拨款基本支出决算情况说明")
    staff = sum(v for c, v in accounts.economic.items() if c[:3] in ("301", "303"))
    rest = sum(accounts.economic.values()) - staff
    w.say(
        f"基本支出{w.number(shown(general.basic), '万元')}，其中：人员经费{w.number(shown(staff), '万元', 'basic', 'personnel')}，"
        f"主要包括{'、'.join(_named(accounts, ('301', '303')))}；公用经费{w.number(shown(rest), '万元')}，"
        f"主要包括{'、'.join(_named(accounts, ('302', '310')))}。"
    )
    heading("政府性基金预算财政拨款收入支出决算情况说明")
    funds = total(accounts.funds)
    if accounts.funds:
        w.say(
            f"本年收入{w.number(shown(funds.revenue), '万元')}，本年支出{w.number(shown(funds.spent), '万元')}。"
        )
    else:
        w.say(f"本部门{y}年度没有政府性基金预算财政拨款收支，公开空表。")
    heading("国有资本经营预算财政拨款支出决算情况说明")
    if accounts.capital:
        w.say(
            f"国有资本经营预算财政拨款支出{w.number(shown(total(accounts.capital).spent), '万元')}。"
        )
    else:
        w.say(f"本部门{y}年度没有国有资本经营预算财政拨款支出，公开空表。")
    heading("财政拨款“三公”经费支出决算情况说明")
    _public(w, accounts)
    heading("机关运行经费支出情况说明")
    w.say(f"{y}年度机关运行经费支出{w.number(shown(rest), '万元', 'agency', 'total')}。")
    heading("政府采购支出情况说明")
    goods, works, services = accounts.procurement
    w.say(
        f"{y}年度政府采购支出总额{w.number(shown(goods) + shown(works) + shown(services), '万元', 'procurement', 'total')}，"
        f"其中：政府采购货物支出{w.number(shown(goods), '万元')}、政府采购工程支出{w.number(shown(works), '万元')}、"
        f"政府采购服务支出{w.number(shown(services), '万元')}。"
    )
    heading("国有资产占用情况说明")
    w.say(
        f"截至{y}年12月31日，本部门共有车辆{w.number(accounts.vehicles, '辆')}；单价100万元以上设备（不含车辆）{w.number(0, '台（套）')}。"
    )
    heading("预算绩效情况说明")
    for project in accounts.projects:
        w.say(
            f"{project.name}项目绩效自评综述：全年预算数{w.number(shown(project.budget), '万元')}，"
            f"执行数{w.number(shown(project.executed), '万元')}，完成预算的{w.number(project.rate, '%')}，"
            f"自评得分{w.number(project.score, '分', 'evaluation', 'score')}。"
        )
    return Prose(w.lines, w.numbers)


def _named(accounts: Accounts, heads: tuple[str, ...]) -> list[str]:
    return [
        n
        for c, n in economic_names(accounts.year).items()
        if c in accounts.economic and c[:3] in heads
    ]


def _items(w: Writer, accounts: Accounts) -> None:
    """Section five: every item with its budget, its outturn and the share completed."""
    named = names(accounts.year)
    planned = shown(sum(accounts.initial.values()))
    done = shown(total(accounts.general).spent)
    w.say(
        f"年初预算{w.number(planned, '万元', 'general', 'initial')}，支出决算{w.number(done, '万元', 'general', 'final')}，"
        f"完成年初预算的{w.number(percent(done, planned), '%', 'general', 'rate')}。按功能分类科目，其中："
    )
    for number, (code, flow) in enumerate(accounts.general.items(), 1):
        budget, final = shown(accounts.initial[code]), shown(flow.spent)
        word = "持平" if final == budget else "大于" if final > budget else "小于"
        reason = "" if final == budget else "的主要原因是：年中按实际需要调整"
        relation = "与年初预算数持平" if final == budget else f"{word}年初预算数{reason}"
        w.say(
            f"{number}. {named[code[:3]]}（类）{named[code[:5]]}（款）{named[code]}（项）。"
            f"年初预算{w.number(budget, '万元', 'item', code, 'initial')}，支出决算{w.number(final, '万元', 'item', code, 'final')}，"
            f"完成年初预算的{w.number(percent(final, budget), '%', 'item', code, 'rate')}，决算数{relation}。"
        )


def _public(w: Writer, accounts: Accounts) -> None:
    """Section nine: the three public expenses, budget and outturn."""
    keys = ("abroad", "vehicle_purchase", "vehicle_operation", "hospitality")
    labels = ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
    budget, final = (shown(sum(of[k] for k in keys)) for of in (accounts.budget, accounts.final))
    if not budget and not final:
        w.say(f"本部门{accounts.year}年度没有“三公”经费预算和支出，公开空表。")
        return
    parts = [
        f"{label}支出决算{w.number(shown(accounts.final[k]), '万元', 'public', k)}"
        for k, label in zip(keys, labels, strict=True)
    ]
    w.numbers[-4:] = []
    w.say(
        f"“三公”经费预算{w.number(budget, '万元')}，支出决算{w.number(final, '万元', 'public', 'total')}，"
        f"完成预算的{w.number(percent(final, budget) if budget else 0, '%', 'public', 'rate')}。"
    )
    w.numbers.extend((str(shown(accounts.final[k])), "万元") for k in keys)
    w.say("其中：" + "，".join(parts) + "。")
    if accounts.final["hospitality"]:
        batches, people = accounts.hosted
        w.say(f"国内公务接待{w.number(batches, '批次')}、{w.number(people, '人次')}。")
