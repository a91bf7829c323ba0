"""Performance forms: one for the department, one for each project."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from tests.forge.accounts import Accounts, Project, shown, total
from tests.forge.blocks import Form


def _printed(accounts: Accounts, value: object, *place: str) -> str:
    return accounts.overrides.get(("form", *place), str(value))


def _indicators(accounts: Accounts, project: Project, name: str) -> list[list[str]]:
    rows = [["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]]
    last = ("", "")
    for at, (one, two, three, target, actual, weight, score) in enumerate(project.indicators):
        first = one if one != last[0] else ""
        rows.append(
            [
                first,
                two,
                three,
                target,
                actual,
                _printed(accounts, weight, name, str(at), "weight"),
                _printed(accounts, score, name, str(at), "score"),
            ]
        )
        last = (one, two)
    rows.append(["总分", "", "", "", "", "100", _printed(accounts, project.score, name, "total")])
    return rows


def project_form(accounts: Accounts, project: Project) -> Form:
    """The form of one project."""
    name = project.name
    rows = [
        ["项目名称", name, "", "", "", "", ""],
        ["主管部门", accounts.entity, "", "实施单位", accounts.entity, "", ""],
        ["项目资金（万元）", "", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [
            "",
            "年度资金总额",
            str(shown(project.budget)),
            str(shown(project.executed)),
            "10",
            _printed(accounts, f"{project.rate}%", name, "rate"),
            _printed(accounts, project.budget_score, name, "budget_score"),
        ],
        *_indicators(accounts, project, name),
    ]
    return Form(f"{name}项目支出绩效自评表", rows)


def department_form(accounts: Accounts) -> Form:
    """The form of the whole department."""
    spent = shown(total(accounts.everything).spent)
    rate = Decimal("100.00")
    whole = Project(accounts.entity, 0, 0, accounts.projects[0].indicators)
    score = Decimal(10) + sum((row[-1] for row in whole.indicators), Decimal(0))
    indicators = _indicators(accounts, accounts.projects[0], "department")[:-1]
    rows = [
        ["部门（单位）名称", accounts.entity, "", "", "", "", ""],
        ["预算执行（万元）", "", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [
            "",
            "金额合计",
            str(spent),
            str(spent),
            "10",
            f"{rate}%",
            str(Decimal(10).quantize(Decimal("1"), ROUND_HALF_UP)),
        ],
        *indicators,
        ["总分", "", "", "", "", "100", _printed(accounts, score, "department", "total")],
    ]
    return Form(f"{accounts.entity}部门整体支出绩效自评表", rows)


def forms(accounts: Accounts) -> list[Form]:
    """Return all forms of the report, in order."""
    return [department_form(accounts), *(project_form(accounts, p) for p in accounts.projects)]
