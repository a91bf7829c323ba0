"""Worked examples of a rule as tables a reader understands: the same documents that the tests run.

A document (``tests/rules/<rule>.md``) holds fenced blocks: printed figures, stated numbers, forms
and their rows, words of the report, and what must come out. Keys become the names that people
read; a block of an unknown kind stays as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from markupsafe import Markup

from finalaccounts.reference.findings import findings
from finalaccounts.render.words import Words

_STATEMENT = re.compile(
    r"text\.(?P<section>\w+)\.(?P<item>\w+)(?:\.(?P<code>\d+))?(?:~\d+)?\s*=\s*"
    r"(?P<amount>-?[\d.]+)?\s*(?P<unit>[^\s()]*)(?:\s+(?P<way>increase|decrease|flat))?"
    r"(?:\s+\((?P<subject>[^)]*)\))?(?P<rest>.*)$"
)
_LABEL = re.compile(r'"([^"]+)"')
Rows = Sequence[str]


def examples(text: str, words: Words) -> Iterator[Markup]:
    """Yield the examples of a document as HTML, each with its heading."""
    _, *listed = text.split("\n## ")
    for number, example in enumerate(listed, 1):
        head, _, body = example.partition("\n")
        told, _, remark = head.partition(":")
        outcome, _, severity = told.partition(" ")
        names = [words.rules.outcome_names.get(outcome, outcome)]
        if severity:
            names.append(words.rules.severities.get(severity, severity))
        short = (re.split(r" ?[(\uff08]", name)[0] for name in names)  # without the explanation
        title = words("rules.example", n=number, outcome=words.rules.separator.join(short))
        # The remarks are English: pages in another language number the examples only.
        title += remark if words.key == "en" else ""
        # Every region of a page has a name of its own.
        blocks = _blocks(body, words).replace('aria-label="', f'aria-label="{number}. ')
        yield Markup(f"<h3>{escape(title)}</h3>\n") + blocks  # noqa: S704


def _blocks(body: str, words: Words) -> Markup:
    out = Markup()
    for kind, block in re.findall(r"```(\w*)\n(.*?)\n?```", body, re.S):
        rows = block.split("\n")
        made = _KINDS.get(kind)
        if made is None:
            out += Markup("<pre><code>{}</code></pre>\n").format(block)
        else:
            out += made(rows, words)
    return out


def _table(caption: str, head: Rows, rows: Sequence[Rows]) -> Markup:
    """Return a table; a column in which nothing stands is left out."""
    kept = [n for n in range(len(head)) if not rows or any(row[n] for row in rows)]
    heads = Markup("").join(Markup('<th scope="col">{}').format(head[n]) for n in kept)
    body = Markup("").join(
        Markup("<tr>") + Markup("").join(Markup("<td>{}").format(row[n]) for n in kept) + Markup("\n")
        for row in rows
    )  # fmt: skip
    return Markup(
        '<div class="tw" tabindex="0" role="region" aria-label="{}"><table class="d"><caption>{}</caption>\n'
        "<thead><tr>{}\n<tbody>{}</table></div>\n"
    ).format(caption, caption, heads, body)


def _name(key: str, words: Words) -> str:
    """Return what people call an item, a column, a line or a field of a form."""
    own = words.worked.names.get(key)
    found = findings().items.get(key) or findings().fields.get(key)
    said = (found.en if words.language == "en" else found.zh) if found is not None else ""
    return own or words.columns.get(key) or words.lines.get(key) or said or key


def _cell(text: str, words: Words) -> str:
    """Return a cell of a figures block: a number, or what stands for none."""
    value, _, rule = text.strip().partition("@")
    undecided = value.endswith("?")
    value = words.worked.cells.get(value.rstrip("?"), value.rstrip("?"))
    if undecided:
        value = words("worked.undecided", value=value)
    return words("worked.placed", value=value, rule=rule) if rule else value


def _figures(rows: Rows, words: Words) -> Markup:
    out = Markup()
    for block in "\n".join(rows).split("\n\n"):
        listed = [[cell.strip() for cell in row.split("|")] for row in block.split("\n") if row]
        if not listed:
            continue
        (table, *columns), *lines = listed
        body = []
        for line, *cells in lines:
            code, _, label = line.partition(" ")
            name = line if label or code.isdigit() else _name(code, words)
            told = [_cell(c, words) for c in cells] + [""] * (len(columns) - len(cells))
            body.append([name, *told[: len(columns)]])
        head = [words.worked.row, *(_name(c, words) for c in columns)]
        out += _table(words.table_names.get(table, table), head, body)
    return out


def _statements(rows: Rows, words: Words) -> Markup:
    body = []
    for row in rows:
        hit = _STATEMENT.match(row)
        if hit is None:
            continue
        label = _LABEL.search(hit["rest"])
        more = [hit["code"] or "", words.worked.prior if "[prior]" in hit["rest"] else ""]
        amount = f"{hit['amount'] or words.worked.none}{hit['unit'] if hit['amount'] else ''}"
        body.append([
            words.rules.scopes.get(f"text.{hit['section']}", words.worked.sections.get(hit["section"], hit["section"])),
            " ".join(x for x in (hit["subject"] or "", *more) if x),
            label[1] if label else _name(hit["item"], words),
            amount, words.worked.ways.get(hit["way"] or "", ""),
        ])  # fmt: skip
    w = words.worked
    return _table(w.text, [w.section, w.subject, w.item, w.amount, w.way], body)


def _pairs(rows: Rows, words: Words, caption: str) -> Markup:
    """Return forms or their money: a row each, a column for every field that is given."""
    listed = []
    for row in rows:
        first, *cells = [cell.strip() for cell in row.split("|")]
        given = dict(c.split("=", 1) for c in cells if "=" in c)
        given.pop("lines", "")
        plain = [words.worked.origins.get(c, c) for c in cells if "=" not in c]
        listed.append((words.worked.forms.get(first.split(".")[0], first) + f" {first.split('.')[-1]}", plain, given))  # fmt: skip
    keys = list(dict.fromkeys(k for _, _, given in listed for k in given))
    width = max((len(plain) for _, plain, _ in listed), default=0)
    head = [words.worked.form, *[words.worked.origin] * width, *(_name(k, words) for k in keys)]
    body = [
        [name, *plain, *[""] * (width - len(plain)), *(given.get(k, "") for k in keys)]
        for name, plain, given in listed
    ]
    return _table(caption, head, body)


def _indicators(rows: Rows, words: Words) -> Markup:
    w = words.evaluations
    head = [words.worked.form, w.level, w.target, w.actual, w.weight, w.got]
    body = []
    for row in rows:
        form, _one, _two, *rest = [cell.strip() for cell in row.split("|")]
        kind, _, number = form.partition(".")
        body.append([f"{words.worked.forms.get(kind, kind)} {number}", *(rest + [""] * 5)[:5]])
    return _table(words.worked.indicators, head, body)


def _tables(rows: Rows, words: Words) -> Markup:
    body = []
    for row in rows:
        key, _, rest = row.partition("=")
        state, _, title = rest.strip().partition(" ")
        body.append([title or words.table_names.get(key.strip(), key.strip()), words.worked.states.get(state, state)])  # fmt: skip
    return _table(words.worked.tables, [words.worked.table, words.worked.state], body)


def _expected(rows: Rows, words: Words) -> Markup:
    body = []
    for row in rows:
        told = [w for w in row.split() if not re.fullmatch(r"[A-Z]+\d*\.R\d\d", w)]
        at = next((n for n, w in enumerate(told) if w in words.rules.outcome_names.keys()), None)  # noqa: SIM118
        if at is None:
            continue
        outcome = re.split(r" ?[(\uff08]", words.rules.outcome_names[told[at]])[0]
        body.append([outcome, *[*told[at + 1 :], "", ""][:2]])
    head = [words.rules.outcome, words.worked.printed, words.worked.expected]
    return _table(words.worked.result, head, body) if body else Markup()


def _words_of(rows: Rows, words: Words) -> Markup:
    said = Markup("<br>").join(rows)
    return Markup("<blockquote><p>{}</p></blockquote>\n").format(said)


_KINDS: dict[str, Callable[[Rows, Words], Markup]] = {
    "figures": _figures,
    "statements": _statements,
    "forms": lambda rows, words: _pairs(rows, words, words.worked.form_list),
    "funds": lambda rows, words: _pairs(rows, words, words.worked.money),
    "indicators": _indicators,
    "tables": _tables,
    "text": _words_of,
    "entity": _words_of,
    "expect": _expected,
}
