"""Who spends on a subject? One page per functional (``f/``) and economic (``e/``) code in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from finalaccounts.reference import Strict, load_csv
from finalaccounts.render import shown
from finalaccounts.render.entries import Entry
from finalaccounts.render.facts import Fact
from finalaccounts.render.links import page as address
from finalaccounts.render.pages.cut import Below, by_region
from finalaccounts.render.shell import Crumb, Page
from finalaccounts.render.uses import PLACES, Use
from finalaccounts.render.words import Words

TOP = 20  # rows above the regions
MOST = 80  # departments on a page; more are listed by region
MOST_CODES = 250  # codes in the list of all; more are listed on the pages of their classes
# kind -> folder, reference file.
KINDS = {"function": ("f", "functional.csv"), "economic": ("e", "economic.csv")}


class _Named(Strict, extra="ignore"):
    code: str
    name: str
    name_en: str = ""
    valid_to: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A code in use."""

    code: str = field(metadata={"doc": "The code."})
    name: str = field(metadata={"doc": "Its name: official, else as printed."})
    href: str = field(metadata={"doc": "Its page."})
    count: int = field(metadata={"doc": "How many reports use it."})


@dataclass(frozen=True, slots=True)
class Spender:
    """A report's amount under a code."""

    name: str = field(metadata={"doc": "The department."})
    where: str = field(metadata={"doc": "Its region."})
    page: str = field(metadata={"doc": "Address of the row on its page."})
    line: str = field(metadata={"doc": "Address of the printed line."})
    amount: str = field(metadata={"doc": "As shown; empty when none is certain."})
    state: str = field(metadata={"doc": "Why there is no amount: a key of words.codes.state."})
    unit: str = field(metadata={"doc": "Its unit."})
    share: str = field(metadata={"doc": "Of the department's whole, or empty."})
    table: str = field(metadata={"doc": "The table it is read from, where not the usual one."})
    fact: Fact | None = field(metadata={"doc": "The printed number."})
    bar: str = field(default="", metadata={"doc": "Length of its bar, of 100, or empty."})


@dataclass(frozen=True, slots=True)
class CodePage:
    """Context of ``code.html``."""

    code: str = field(metadata={"doc": "The code."})
    name: str = field(metadata={"doc": "Its name."})
    year: int = field(metadata={"doc": "Fiscal year."})
    unit: str = field(metadata={"doc": "Unit of the largest amount."})
    table: str = field(metadata={"doc": "Name of the table it is read from."})
    years: tuple[tuple[int, str], ...] = field(metadata={"doc": "Years and their pages."})
    count: int = field(metadata={"doc": "Number of departments."})
    rows: tuple[Spender, ...] = field(
        metadata={"doc": "All departments, largest first; of too many, the largest."}
    )
    below: Below = field(metadata={"doc": "Pages by region: name, address, how many."})
    share: str = field(metadata={"doc": "What the shares are of."})
    related: tuple[Code, ...] = field(metadata={"doc": "The code above and those below."})


@dataclass(frozen=True, slots=True)
class CodesPage:
    """Context of ``codes.html``."""

    kind: str = field(metadata={"doc": "function or economic."})
    heading: str = field(metadata={"doc": "Heading."})
    kinds: tuple[tuple[str, str], ...] = field(metadata={"doc": "Both lists: key, address."})
    groups: tuple[tuple[Code, tuple[Code, ...]], ...] = field(
        metadata={"doc": "Classes with the codes below them."}
    )


def _by_code(entries: Sequence[Entry], kind: str) -> dict[str, dict[int, list[tuple[Entry, Use]]]]:
    found: dict[str, dict[int, list[tuple[Entry, Use]]]] = {}
    for e in entries:
        for use in e.uses[kind]:
            found.setdefault(use.code, {}).setdefault(e.year, []).append((e, use))
    return found


def _spender(e: Entry, use: Use, usual: str, words: Words) -> Spender:
    fact, whole = use.fact, use.whole
    same = whole is not None and fact is not None and whole.unit == fact.unit
    share = shown.ratio(fact.amount, whole.amount) if fact and whole and same else None
    return Spender(
        e.name,
        e.where,
        f"{e.href}#{use.place}" if fact else e.href,  # blank rows stand aside
        use.address,
        shown.amount(fact.amount) if fact else "",
        words.codes.state[use.state] if not fact else "",
        fact.unit if fact else "",
        shown.percent(share) if share is not None else "",
        "" if use.table == usual else use.title,
        fact,
    )


def _bars(rows: Sequence[Spender], unit: str) -> list[Spender]:
    """Return the rows with the length of their bars, of 100; none where amounts are no parts."""
    facts = [r.fact for r in rows if r.fact and r.unit == unit and not r.table]
    if len(facts) < 2 or min(f.amount for f in facts) < 0 or not max(f.amount for f in facts):
        return list(rows)
    most = max(f.amount for f in facts)

    def bar(row: Spender) -> str:
        if not row.fact or row.unit != unit or row.table:
            return ""
        return format((row.fact.amount / most * 100).quantize(Decimal("0.1")), "f")

    return [replace(row, bar=bar(row)) for row in rows]


def _kind(kind: str, entries: Sequence[Entry], words: Words) -> Iterator[Page]:
    root, file = KINDS[kind]
    usual = PLACES[kind][0][0]
    official = {c.code: c for c in load_csv(file, _Named) if not c.valid_to}
    uses = _by_code([e for e in entries if e.year], kind)
    english = words.language == "en"

    def named(code: str) -> str:
        # The name as the newest report prints it: the official lists are only a gloss.
        listed = official.get(code)
        if english and listed and listed.name_en:
            return str(listed.name_en)
        return uses[code][max(uses[code])][0][1].label

    codes = {
        code: Code(code, named(code), address(f"{root}/{code}"), sum(map(len, years.values())))
        for code, years in sorted(uses.items())
    }
    home, top = Crumb(words.shell.home, "index.html"), Crumb(words.codes[kind], address(root))
    tops = sorted({code[:3] for code in codes})
    groups = tuple(
        (
            codes.get(t) or Code(t, t, address(root), 0),
            tuple(c for c in codes.values() if c.code[:3] == t and c.code != t)
            if t not in codes or len(codes) <= MOST_CODES
            else (),
        )
        for t in tops
    )
    both = tuple((k, address(v[0])) for k, v in KINDS.items())
    heading = words.codes[kind]
    yield Page(
        address(root),
        "codes.html",
        heading,
        CodesPage(kind, heading, both, groups),
        "codes",
        "",
        (home, Crumb(heading)),
    )
    for code, entry in codes.items():
        years = sorted(uses[code], reverse=True)
        up = [c for c in (code[:n] for n in (3, 5)) if c in codes and c != code]
        near = [c for c in codes if c.startswith(code) and c != code]
        for number, year in enumerate(years):
            folder = f"{root}/{code}" if number == 0 else f"{root}/{code}/{year}"
            title = words("codes.title", code=code, name=entry.name, year=year)
            for cut in by_region(uses[code][year], lambda pair: pair[0], MOST):
                rows = [_spender(e, use, usual, words) for e, use in cut.all]
                rows.sort(key=_largest_first)
                unit = rows[0].unit or words.list.unit
                rows = _bars(rows, unit)
                at = cut.folder(f"{root}/{code}/{year}") if cut.trail else folder
                context = CodePage(
                    code,
                    entry.name,
                    year,
                    unit,
                    words.codes[f"{kind}_table"],
                    tuple(
                        (y, entry.href if y == years[0] else address(f"{root}/{code}/{y}"))
                        for y in years
                    ),
                    len(rows),
                    tuple(rows[:TOP] if cut.regions else rows),
                    cut.below(f"{root}/{code}/{year}"),
                    words.codes[f"{kind}_share"],
                    tuple(codes[c] for c in (*up, *near)),
                )
                crumbs = (
                    home,
                    top,
                    *(Crumb(f"{c} {codes[c].name}", codes[c].href) for c in up),
                    *((Crumb(entry.name, address(folder)),) if cut.trail else ()),
                    Crumb(cut.name or entry.name),
                )
                told = f"{title} {cut.name}".rstrip()
                yield Page(address(at), "code.html", told, context, "codes", "", crumbs)


def _largest_first(row: Spender) -> tuple[bool, str, Decimal, str]:
    return (not row.fact, row.unit, -row.fact.amount if row.fact else Decimal(0), row.page)


def pages(entries: Sequence[Entry], words: Words) -> Iterator[Page]:
    """Yield the lists of codes and a page per code and year (the newest at the code itself)."""
    for kind in KINDS:
        yield from _kind(kind, entries, words)
