"""What the rules on the narrative and on the text need to know: ``checks.toml``.

Which stated quantity is printed where in the tables, which words mean which quantity, and the
patterns of slips (blanks, years, ordinals). All of it is data, so that another province's
wording is a row there.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import Literal

from finalaccounts.reference import Strict, load_toml


class Quantity(Strict):
    """A quantity that the narrative states and a table prints: ``table.line.column``, first wins.

    ``label`` is a pattern for the printed words where the item alone does not tell, ``subject`` one
    for what an amount speaks of that is no part of another; a number that
    fits one of ``also`` instead may only be named loosely, one that fits ``wider`` is that total.
    """

    rule: str
    section: str
    item: str
    label: str = ""
    subject: str = ""
    figures: list[str]
    also: tuple[str, ...] = ()
    wider: tuple[str, ...] = ()  # totals of all money, which the same words may name
    places: bool = False  # where the text has lost the column, the statement tells it


class ShareWords(Strict):
    """Percentages of one section: rule, and the item (and figures) that is their whole."""

    rule: str
    section: str
    whole: list[str]
    figures: tuple[str, ...] = ()
    label: str = ""  # how such a share is printed, where the section has others
    not_: str = ""  # how it is not
    stated: str = ""  # section.item of the whole where no table prints it


class Partition(Strict):
    """Shares of one section that add up to 100 % where their amounts make up the whole."""

    rule: str
    section: str
    whole: list[str]
    not_: str = ""


class Named(Strict):
    """Words (patterns) that mean ``key``; the first that fits wins."""

    key: str
    words: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.words)


class Blank(Named):
    """What a template leaves where something should be filled in; ``message`` tells of it."""

    message: str = ""


class Denied(Strict):
    """Something a text may say there is none of, and the figures that would contradict it."""

    words: str
    figures: tuple[str, ...] = ()
    items: tuple[str, ...] = ()  # section.item of statements
    costs: str = ""  # pattern for rows of costs in forms
    english: str


class Again(Strict):
    """A quantity of the whole department that body and annexes both state.

    ``body`` lists ``section.item`` of the main narrative. ``key`` restricts to a part of the
    three-public expenses; ``within`` names the item of the whole that must agree first;
    ``loose`` quantities may have another base (a budget before or after adjustment);
    ``indicator`` is a pattern for rows of the department's form that print it too.
    """

    body: list[str]
    items: list[str]
    key: str = ""
    within: tuple[str, ...] = ()
    loose: bool = False
    indicator: str = ""


class Counted(Strict):
    """People of one kind under several names: patterns whose group ``who`` says which people."""

    names: list[str]

    def who(self, name: str) -> str:
        """Return which people a name speaks of, empty when it is no name of these."""
        for words in self.names:
            if hit := re.fullmatch(words, name):
                return hit["who"]
        return ""


class CheckWords(Strict):
    """Single patterns."""

    whole_subject: str
    kind_subject: str
    funds_subject: str
    sentence_end: str
    clause_end: str
    reason: str
    listing: str
    listing_end: str
    listing_split: str
    listing_and: str
    and_so_on: str
    above_budget: str
    below_budget: str
    level_budget: str
    level_year: str
    level_part: str
    item_path: str
    expenditure_suffix: str
    name_noise: str
    years_compared: str
    year_end: str
    year_counted: str
    year_of_subject: str
    year_title: str
    document_word: str
    contents: str
    unit_list_row: str
    unit_itself: str  # the department's own row in a list of its units
    unit_list_head: str
    denial: str
    denial_head: str
    yuan: str
    yuan_rate: str
    same_magnitude: str
    part: str
    heading: str
    subheading: str
    budget_context: str
    form_spent: str
    form_done: str
    form_share: str
    of_initial: str
    no_initial_budget: str
    year_told: str
    own_subject: str
    cost_level: str
    class_share: str
    three_public_share: str
    cost_apart: str
    project_part: str
    in_brackets: str
    bounded_rate: str  # names of rates that cannot be above 100 %
    respectively: str
    nearly_level: str
    project_level: str
    form_report: str
    form_kind: str
    report_kind: str
    project_list: str
    listed_amount: str
    goal_amount: str
    evaluated_project: str


class Checks(Strict):
    """The whole file."""

    current_not: list[str]
    budget_items: list[str]
    final_items: list[str]
    budget_rate_item: str
    budget_change_items: list[str]
    other_origins: list[str]
    other_incomes: list[str]
    main_sections: list[str]
    year_end_sections: list[str]
    three_public_sections: list[str]
    annex_sections: list[str]
    form_sections: list[str]
    rate_rules: dict[str, str]
    completion_rules: dict[str, str]
    three_public_counts: dict[str, list[str]]
    related: dict[str, list[str]]
    direction: dict[Literal["increase", "decrease", "flat"], dict[Literal["zh", "en"], str]]
    words: CheckWords
    quantity: list[Quantity]
    share: list[ShareWords]
    partition: list[Partition]
    direction_rule: str
    three_public: list[Named]
    three_public_rule: str  # its budget and outturn, part by part
    blank: list[Blank]
    ordinal: list[Named]
    project_kind: list[Named]
    form_rate: list[Named]
    numerals: str
    ten_thousand: str
    levels: tuple[str, str, str]  # of the functional classification
    document_kind: str
    budget_words: tuple[str, str, str]
    denied: list[Denied]
    again: list[Again]
    counted: list[Counted]

    def declared(self) -> set[str]:
        """Return the rules under which this file says what of the narrative is compared."""
        told = {q.rule for q in self.quantity} | {s.rule for s in self.share}
        told |= {p.rule for p in self.partition}
        return {
            *told,
            *self.rate_rules.values(),
            *self.completion_rules.values(),
            self.direction_rule,
        }

    def three_public_key(self, *texts: str) -> str:
        """Return the part of the three-public expenses that the first telling text names."""
        for text in texts:
            for named in self.three_public:
                if text and named.pattern.search(text):
                    return named.key
        return ""


@cache
def checks() -> Checks:
    """Return what the narrative and document rules need to know."""
    found: Checks = load_toml("checks.toml", Checks)
    return found


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return one of the single patterns, compiled."""
    return re.compile(getattr(checks().words, name))
