"""The pages beside a department-year: forms say what they print, a context stands once."""

from decimal import Decimal

from finalaccounts.model import Evaluation, Meta, Object, Reconciled, Report, Unread
from finalaccounts.render.annexes import FormsPage, UnreadPage, annexes
from finalaccounts.render.published import Unpublished
from finalaccounts.render.shell import Crumb, SiteReport
from finalaccounts.render.words import words


def _context(kind, **resources):
    meta = Meta("cn-000000-x-2023", "某局", "x", "000000", 2023, "")
    site = SiteReport(Report(meta, (), **resources), Reconciled())
    pages = annexes(site, words("zh"), (Crumb("x"),), (), Unpublished(), "")
    return next(page.context for page in pages if isinstance(page.context, kind))


def test_a_form_shows_what_its_rate_divides_and_names_what_it_lacks():
    form = Evaluation(
        evaluation_id="project.1",
        kind="project",
        initial_budget=Decimal("100"),
        full_year_budget=Decimal("75.1"),
        executed=Decimal("75.1"),
        execution_rate="75.10%",
    )
    shown = _context(FormsPage, evaluations=(form,)).forms[0]
    assert dict(shown.told) == {
        "initial": "100.00",
        "full_year": "75.10",
        "executed": "75.10",
        "rate": "75.10%",
    }
    assert shown.untold == ("budget_score", "score", "grade")


def test_numbers_of_one_line_stand_beside_one_context():
    def seen(token, line, context):
        return Unread(token, context, "unplaced", "source.txt", line)

    rows = (seen("0", 7, "0 车 0 辆"), seen("0", 7, "0 车 0 辆"), seen("5", 9, "5 项"))
    page = _context(UnreadPage, unread=rows)
    assert [(row.tokens, row.line, row.context) for row in page.rows] == [
        (("0", "0"), 7, "0 车 0 辆"),
        (("5",), 9, "5 项"),
    ]


def test_what_was_not_read_is_listed_and_what_was_left_out_is_counted():
    def thing(kind, done, count, line):
        return Object(kind, done, count, "", "source.pdf", line, "2", "", "")

    things = (
        thing("picture", "not_read", 2, 7),
        thing("struck", "left_out", 1, 8),
        thing("struck", "left_out", 3, 9),
        thing("form_field", "read", 5, 9),
    )
    page = _context(UnreadPage, objects=things)
    assert [(row.kind, row.count, row.line) for row in page.objects] == [("picture", 2, 7)]
    assert page.left_out == (("struck", 4),)
