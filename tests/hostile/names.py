"""Names of files and folders, and texts for the terminal."""

from __future__ import annotations

# Names that a folder below --out may not have.
CASES: tuple[str, ...] = (
    "",
    ".",
    "..",
    "...",
    " ",
    "../up",
    "a/b",
    "/etc",
    "a\\b",
    ".hidden",
    "a\x00b",
    "a\nb",
    "a\x1b[31m",
    "\u202eabc",
    "a\u200b",
    "C:",
    "a:b",
    "a*",
    "a?",
    "<a>",
    "a|b",
    '"',
    "x" * 300,
    "\ud83d",
    "~/../..",
)
# Texts printed on the terminal: markup of the library, control sequences, emoji codes.
TERMINAL: tuple[str, ...] = (
    "[red]x[/red]",
    "[/]",
    "[/red]",
    "[link=https://evil.example]x[/link]",
    "[bold",
    "\\[x]",
    "x\\",
    ":pile_of_poo:",
    "\x1b[2J\x1b[H",
    "\x1b]8;;https://evil.example\x07x\x1b]8;;\x07",
    "\x1b]52;c;eA==\x07",
    "\x9b2J",
    "a\rb",
    "a\x08b",
    "\u202etxt.exe",
    "\ud83d",
    "a\x7f",
    "[@click=app.bell]x[/]",
)
