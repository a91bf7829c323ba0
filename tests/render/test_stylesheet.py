"""The stylesheets: no rule without use, and nothing that a department-year page does not need."""

import re

from finalaccounts.render.shell import TEMPLATES, Shell, SiteFacts

ROOT = TEMPLATES.parent


def _names(sheet):
    css = (TEMPLATES / "assets" / sheet).read_text("utf-8")
    css = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", css, flags=re.S)
    return set(re.findall(r"[.#]([a-z][\w-]*)", css))


def _written():
    places = [*TEMPLATES.glob("**/*.html"), *TEMPLATES.glob("assets/*.js")]
    places += [*ROOT.glob("finalaccounts/render/**/*.py"), *ROOT.glob("finalaccounts/site/**/*.py")]
    return {p.name: p.read_text("utf-8") for p in places}


def test_every_class_of_the_stylesheets_is_used():
    words = set(re.findall(r"[\w-]+", " ".join(_written().values())))
    # Built from a key in the templates: levels of rows, kinds of findings, colours of charts.
    made = re.compile(r"(l[0-3]|k[2-4]|t-[a-e]|f-t-[a-e])$")
    unused = {n for n in _names("site.css") | _names("more.css") if not made.match(n)} - words
    assert unused == set()


def test_the_first_stylesheet_is_that_of_a_department_year():
    written = _written()
    names = ("base", "department", "_card", "_chart", "_grid")
    here = " ".join(written[f"{name}.html"] for name in names) + written["svg.py"]
    words = set(re.findall(r"[\w-]+", here + written["cards.py"] + written["views.py"]))
    made = re.compile(r"(l[0-3]|k[2-4]|c[1-4]|t-[a-e])$")
    assert {n for n in _names("site.css") if not made.match(n)} - words - {
        "ci",
        "cl",
        "cs",
        "ct",
    } == set()


def test_published_stylesheets_keep_no_name_without_a_value():
    shell = Shell(SiteFacts(title="x"))
    css = (shell.css.data + shell.more.data).decode()
    given = set(re.findall(r"(--[\w-]+):", css))
    used = set(re.findall(r"var\((--[\w-]+)", css))
    # --h1, --h2 … are heads of stacked rows: a style of the page of forms gives them.
    assert {name for name in used - given if not name.startswith("--h")} == set()
    assert "var(--ink)" not in shell.styles.shorter("a{color:var(--ink)}")
