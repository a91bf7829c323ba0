"""The normalized resources of a report (ARCHITECTURE section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from finalaccounts.model.columns import col


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the report, printed, listed or declared empty."""

    table: str = col("Key of the table (ARCHITECTURE section 3), or other:<title>.")
    title: str = col("Title as printed.")
    number: str = col("Label as printed at the table, else the one in the list of tables.")
    unit: str = col("Unit of measure as printed.")
    source: str = col("File name of the source.")
    first_line: int = col("Line of the title.", "integer")
    last_line: int = col("Last row of the table, or its own note.", "integer")
    state: str = col("with_figures, zero_only, declared_empty, listed_only or not_read.")
    reason: str = col("The report's own words for an empty table; of one not read, a key: why.")
    numberless: tuple[str, ...] = col(
        "Lines whose label is printed and no number, where the text has lost its cells.",
        "list",
        default=(),
    )


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed number (or dash, or certain blank) of a table, with its place."""

    figure_id: str = col("<table>.<line>.<column>, ~2 when the report prints the place twice.")
    table: str = col("Key of the table.")
    line: str = col("Key of the line: a code, a key, or other:<label>.")
    line_label: str = col("Label of the line as printed.")
    column: str = col("Key of the column.")
    state: str = col("printed, dash, blank, or unread (something stands there that is no number).")
    printed: str = col("The number as printed, inner spaces kept, a line break as one space.")
    amount: Decimal | None = col("The exact amount, in the unit printed.", "decimal")
    unit: str = col("Unit of measure as printed.")
    placed: str = col("position, arithmetic or ambiguous.")
    candidates: tuple[str, ...] = col("Feasible column keys when ambiguous.", "list")
    evidence: tuple[str, ...] = col("Rules whose arithmetic decided the column.", "list")
    source: str = col("File name of the source.")
    source_line: int = col("Line that holds the first character of the number.", "integer")
    page: str = col("Page of the source.")
    box: str = col("Rectangle on the page, in points: x0 y0 x1 y1.")
    cell: str = col("Cell of a spreadsheet or table.")
    read_by: str = col("text, or ocr where it was recognised in a picture.", default="text")
    confidence: Decimal | None = col(
        "Of what was recognised: how sure the engine is of its least sure character, 0 to 1.",
        "decimal",
    )
    certain: str = col(
        "yes, or no for a recognised number that nothing confirms (ARCHITECTURE section 10).",
        default="yes",
    )

    @property
    def settled(self) -> bool:
        """True when the number's column is decided and, if recognised, something confirms it."""
        return self.placed != "ambiguous" and self.certain == "yes"


@dataclass(frozen=True, slots=True)
class Statement:
    """A number stated in the narrative."""

    statement_id: str = col("text.<section>.<item>[.<code>], ~2, ~3 in reading order.")
    section: str = col("Key of the section.")
    item: str = col("Key of the quantity.")
    label: str = col("The words printed for it.")
    subject: str = col("Whose quantity it is, as printed.")
    code: str = col("Classification code of the subject, where the report's tables give it.")
    amount: Decimal | None = col("The exact amount, unsigned, in the unit printed.", "decimal")
    unit: str = col("Unit as printed.")
    direction: str = col("increase, decrease, flat or empty.")
    approx: str = col("Word of vagueness printed with the number.")
    quote: str = col("The words around the number, as printed.")
    source: str = col("File name of the source.")
    source_line: int = col("Line that holds the first character of the number.", "integer")
    page: str = col("Page of the source.")
    box: str = col("Rectangle on the page.")
    cell: str = col("Cell of a spreadsheet or table.")
    year: str = col("Year of the amount; prior, two_prior where the report's own is not known.")
    stage: str = col("initial, adjusted or final; empty where the words say none.")
    source_column: int | None = col("Place of that character in its line, from 1.", "integer")
    sentence: int | None = col("Number of the sentence or row in its source, from 1.", "integer")
    of: str = col("Id of the amount that a share, change, rate or part speaks of.")
    of_certain: str = col("yes, or no where the words leave open which amount is meant.")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One performance self-evaluation form, as the department filled it."""

    evaluation_id: str = col("<kind>.<seq>.")
    seq: int = col("Number of the form in order of appearance.", "integer")
    kind: str = col("project or department.")
    project_name: str = col("Name of the project, verbatim without white space.")
    competent_department: str = col("Competent department (or the department itself).")
    implementing_unit: str = col("Implementing unit.")
    initial_budget: Decimal | None = col("Initial budget of the form's total.", "decimal")
    full_year_budget: Decimal | None = col("Full-year (adjusted) budget, total.", "decimal")
    executed: Decimal | None = col("Executed, total.", "decimal")
    execution_rate: str = col("Execution rate as printed.")
    budget_score: str = col("Score for execution as printed.")
    total_score: str = col("Total score as printed.")
    grade: str = col("Grade as printed.")
    unit: str = col("Unit of the amounts.")
    first_line: int = col("Line of the form's title.", "integer")
    last_line: int = col("Last line of the form.", "integer")
    source: str = col("File name of the source.")
    total_weight: str = col("Printed total of the weights.")
    budget_weight: str = col("Printed weight of the execution rate.")
    total_line: int | None = col("Line of the total score.", "integer")
    choices: str = col("Choices with ticked and empty boxes, as printed, white space removed.")


@dataclass(frozen=True, slots=True)
class Fund:
    """One number of the funds block of a form (amounts by origin of the money)."""

    evaluation_id: str = col("The form.")
    origin: str = col(
        "total, appropriation, carryover, special_account, unit, other, or task:<name>."
    )
    label: str = col("Label of the row as printed.")
    column: str = col("initial, full_year, arrived, executed, weight, rate or score.")
    printed: str = col("As printed.")
    amount: Decimal | None = col("The exact amount.", "decimal")
    unit: str = col("Unit.")
    source: str = col("File name of the source.")
    source_line: int = col("Line that holds the first character of the number.", "integer")
    page: str = col("Page of the source.")
    box: str = col("Rectangle on the page.")
    cell: str = col("Cell of a spreadsheet or table.")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the indicators of a form; texts verbatim without white space."""

    evaluation_id: str = col("The form.")
    indicator_id: str = col("<evaluation_id>.L<line>.")
    level1: str = col("First-level indicator.")
    level2: str = col("Second-level indicator.")
    level3: str = col("Third-level indicator.")
    operator: str = col("Sign, where the form prints it in a cell of its own.")
    target: str = col("Target.")
    target_unit: str = col("Unit of the target, where printed in a cell of its own.")
    actual: str = col("What was achieved.")
    weight: str = col("Weight as printed.")
    score: str = col("Score as printed.")
    deviation: str = col("Deviation as printed.")
    reason: str = col("Reason and measures as printed.")
    source: str = col("File name of the source.")
    source_line: int = col("Line where the level-3 name begins.", "integer")
    page: str = col("Page of the source.")
    box: str = col("Rectangle on the page.")
    cell: str = col("Cell of a spreadsheet or table.")


@dataclass(frozen=True, slots=True)
class Explanation:
    """The department's own words: a reason, problem, measure, or a remark on an empty table."""

    section: str = col("Key of the section or table.")
    code: str = col("Classification code it speaks of.")
    kind: str = col("reason, problem, measure or empty_table.")
    text: str = col("Verbatim, white space removed.")
    source: str = col("File name of the source.")
    source_line: int = col("Line where the text begins.", "integer")
    page: str = col("Page of the source.")
    box: str = col("Rectangle on the page.")
    cell: str = col("Cell of a spreadsheet or table.")


@dataclass(frozen=True, slots=True)
class Unread:
    """A number that was seen, not placed, and not recognised as something else."""

    token: str = col("As printed.")
    context: str = col("The text around it; lines parted by ' / '.")
    reason: str = col("Key of the reason.")
    source: str = col("File name of the source.")
    source_line: int = col("Line.", "integer")
    page: str = col("Page of the source.")
    box: str = col("Rectangle on the page.")
    cell: str = col("Cell of a spreadsheet or table.")


@dataclass(frozen=True, slots=True)
class Object:
    """A thing of the file that is not plain text, or text that a reader of it does not see.

    ``read``: its text is among the lines. ``left_out``: nobody sees it, or it is not the report's
    text (a watermark). ``not_read``: it is seen, and what it says is not among the lines.
    """

    kind: str = col("Key of the kind: picture, hidden_row, struck, watermark, form_field, …")
    done: str = col("read, left_out or not_read.")
    count: int = col("How many of one kind stand at this place.", "integer")
    text: str = col("The text that was left out, or the words that name the object.")
    source: str = col("File name of the source.")
    source_line: int = col("Line in which it stands, or the last line before it.", "integer")
    page: str = col("Page of the source.")
    box: str = col("Rectangle on the page.")
    cell: str = col("Cell of a spreadsheet or table.")


@dataclass(frozen=True, slots=True)
class Problem:
    """A word of a table that the reference data does not know; its figures are kept all the same.

    ``str`` of it is one line for people: where it stands, what is near, where to add it.
    """

    kind: str = col("table, line, column, layout or two_layouts.")
    text: str = col("The word as printed, white space removed.")
    nearest: str = col("The nearest known word.")
    data_file: str = col("File of the reference data to which a new word is added.")
    source: str = col("File name of the source.")
    source_line: int = col("Line.", "integer")

    def __str__(self) -> str:
        near = f"; nearest known: {self.nearest}" if self.nearest else ""
        what = f"unknown {self.kind} {self.text!r}{near}; add it to {self.data_file}"
        return f"{self.source}:{self.source_line}: {what}"


@dataclass(frozen=True, slots=True)
class Correction:
    """A number for which we use another value than the one printed (``corrections.csv``)."""

    place: str = col("Id of the figure or statement.")
    printed: str = col("The number as printed when the correction was written.")
    used: Decimal | None = col("The value used instead.", "decimal")
    reason: str = col("Why.")
    date: str = col("Since when.")
