"""The charts of a department-year: one function per chart. No chart is drawn from missing data.

Each returns a ``ChartView`` or None; the page then says in words why there is no picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from finalaccounts.render import shown
from finalaccounts.render.charts.views import CLASS, ChartView, budgets, ordered, parts
from finalaccounts.render.facts import Fact, Facts
from finalaccounts.render.words import Words

TOP = 8
PROJECTS = 12


def income(facts: Facts, words: Words) -> ChartView | None:
    """Where does the money come from? Sources of income and the opening balance."""
    named = []
    for key in words.charts.income.sources:
        if fact := facts.amount("summary", key):
            named.append((words.lines[key], fact))
    if not named:
        for key in words.charts.income.stated:
            if fact := facts.stated(("revenue",), key):
                named.append((words.lines[key], fact))
    return parts(words, "income", named, facts, merge=True)


def basic(facts: Facts, words: Words) -> ChartView | None:
    """Basic against project expenditure (and business, remitted, subsidies where there are any)."""
    named = []
    for key in ("basic", "project", "business", "remitted", "subsidies"):
        fact = facts.amount("expenditure", "total", key) or facts.stated(("expenditure",), key)
        if fact:
            named.append((words.columns[key], fact))
    return parts(words, "basic", named, facts, merge=False)


def _classes(lines: Iterable[tuple[str, str, Fact]]) -> dict[str, str]:
    """Return the printed names of the classes among the lines of a table, by code."""
    return {code: label for code, label, _ in lines if code.isdigit() and len(code) == CLASS}


def function(facts: Facts, words: Words) -> ChartView | None:
    """What for? Items (seven digits) of the expenditure table, else classes of the summary."""
    for table, column in (("expenditure", "total"), ("general_expenditure", "total")):
        lines = facts.lines(table, column)
        items = [row for row in lines if row[0].isdigit() and len(row[0]) == 7]
        if items:
            whole = facts.amount(table, "total", column)
            return ordered(words, "function", items, whole, _classes(lines), TOP)
    classes = [row for row in facts.lines("summary", "final") if row[0].isdigit()]
    return ordered(words, "function", classes, facts.year("expenditure"), None, TOP)


def economic(facts: Facts, words: Words) -> ChartView | None:
    """On what? Economic sections (five digits) of basic expenditure."""
    lines = facts.lines("basic_expenditure", "final")
    items = [row for row in lines if row[0].isdigit() and len(row[0]) == 5]
    return ordered(words, "economic", items, facts.part("basic"), _classes(lines), TOP + 1)


def budget(facts: Facts, words: Words) -> ChartView | None:
    """Planned against final: appropriation expenditure and the initial budget stated for it."""
    plan = facts.stated(("general_expenditure",), "initial_budget")
    final = facts.amount("general_expenditure", "total", "total") or facts.stated(
        ("general_expenditure",), "final"
    )
    if not plan or not final or plan.unit != final.unit:
        return None
    gap = final.amount - plan.amount
    way = "same" if gap == 0 else "more" if gap > 0 else "less"
    title = words(f"charts.budget.{way}", gap=shown.amount(abs(gap)), unit=plan.unit)
    return budgets(words, "budget", [(words.charts.budget.row, plan, final)], title)


def sangong(facts: Facts, words: Words) -> ChartView | None:
    """The three public expenses: budget and final, item by item."""
    pairs = []
    for column in ("vehicle_operation", "hospitality", "abroad", "vehicle_purchase"):
        pairs.append(
            (
                words.columns[column],
                facts.amount("three_public", "budget", column),
                facts.amount("three_public", "final", column),
            )
        )
    plan = facts.amount("three_public", "budget", "total")
    final = facts.amount("three_public", "final", "total")
    share = shown.ratio(final.amount, plan.amount) if plan and final else None
    title = (
        words("charts.sangong.title", x=shown.percent(share))
        if share is not None
        else words.charts.sangong.plain
    )
    return budgets(words, "sangong", pairs, title)


def projects(facts: Facts, words: Words) -> ChartView | None:
    """Executed? Full-year budget against what was executed, project by project, largest first.

    Not drawn when every project was executed in full: one sentence and the table say that.
    """
    rows = []
    for e in facts.report.evaluations:
        if e.kind == "project" and e.full_year_budget and e.executed is not None:
            plan, done = (
                Fact(amount, e.unit, e.source, e.first_line, e.evaluation_id)
                for amount in (e.full_year_budget, e.executed)
            )
            score = words("charts.projects.score", score=e.total_score) if e.total_score else ""
            rows.append((e.project_name, plan, done, score))
    whole = sum(plan.amount == done.amount for _, plan, done, _ in rows)
    if whole == len(rows) or len({plan.unit for _, plan, _, _ in rows}) > 1:
        return None
    rows.sort(key=lambda row: -row[1].amount)
    title = words("charts.projects.title", count=len(rows), whole=whole)
    rows = rows[:PROJECTS]
    return budgets(words, "projects", [row[:3] for row in rows], title, [row[3] for row in rows])


CHARTS: tuple[Callable[[Facts, Words], ChartView | None], ...] = (
    income,
    basic,
    function,
    economic,
    budget,
    sangong,
    projects,
)
