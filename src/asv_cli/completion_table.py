"""Commands and options as a TAB offers them; made by `pytest --regen`, kept by a test."""

from __future__ import annotations

COMMANDS = {
    "draft": "Draft the reply to a case",
    "scenarios": "List the scenarios: id, title, category, and where each file comes from",
    "show": "Draw a scenario: questions, choices, outcomes, the fields each letter needs",
    "completion": "Print the completion script of a shell",
    "check": "Check structure, templates and every letter that can come out, in every language",
    "lint": "Check texts against the policy: drafts edited by hand, other tools' templates, folders",
    "new": "Write the skeleton of a scenario with a letter per language",
    "schema": "Print the JSON Schema of a scenario file",
    "due": "List follow-ups by date, overdue first, with the command for the next letter",
    "done": "Close follow-ups",
    "report": "Sum up a week (the default), a month or the time since a day",
    "log": "Show what was drafted: `asv log` the latest, `asv log ORDER` one order",
}
# What each option is for, and what follows it: nothing, a file, a text or a known value.
OPTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "draft": {
        "--answer": ("Give an answer", "answer"),
        "--answers": ("Read answers from YAML or JSON", "file"),
        "--save-answers": ("Write the answers used, as YAML", "file"),
        "--no-input": ("Never ask", ""),
        "--lang": ("The letter's language, such as en or fr", "language"),
        "--marketplace": ("The store: US, UK, DE, FR, …", "store"),
        "--letter": ("Write only this letter of the outcome", "letter"),
        "--all": ("Print every letter of the outcome", ""),
        "--copy": ("Also put it on the clipboard", "copy"),
        "--edit": ("Open the letter in $VISUAL or $EDITOR first", ""),
        "--output": ("Write to a file, not to stdout", "file"),
        "--now": ("Count dates from here, such as 2026-11-25", "text"),
        "--quiet": ("Print the letter only", ""),
        "--review": ("Review the answers before the letter", ""),
        "--no-review": ("Review the answers before the letter", ""),
        "--plain": ("Ask in plain lines: numbered lists, no menus", ""),
        "--resume": ("Go on with the draft that was interrupted last", ""),
        "--no-state": ("Keep no answers for --resume", ""),
        "--library": ("A folder with scenarios/ and templates/ that override all others", "file"),
        "--json": ("Print JSON, errors too", ""),
        "--help": ("Show the help", ""),
    },
    "scenarios": {
        "--library": ("A folder with scenarios/ and templates/ that override all others", "file"),
        "--json": ("Print JSON, errors too", ""),
        "--help": ("Show the help", ""),
    },
    "show": {
        "--library": ("A folder with scenarios/ and templates/ that override all others", "file"),
        "--json": ("Print JSON, errors too", ""),
        "--help": ("Show the help", ""),
    },
    "completion": {
        "--help": ("Show the help", ""),
    },
    "check": {
        "--format": ("How findings are printed", "text"),
        "--fail-level": ("Findings from here on end with exit 1", "text"),
        "--letters": ("Write every distinct letter to a file", "file"),
        "--library": ("A folder with scenarios/ and templates/ that override all others", "file"),
        "--help": ("Show the help", ""),
    },
    "lint": {
        "--lang": ("The language the text ought to be in", "language"),
        "--marketplace": ("The store whose consumer law holds", "store"),
        "--mode": ("Who wrote first", "text"),
        "--explain": ("Explain one rule with samples", "text"),
        "--format": ("How findings are printed", "text"),
        "--fail-level": ("Findings from here on end with exit 1", "text"),
        "--library": ("A folder with scenarios/ and templates/ that override all others", "file"),
        "--json": ("Print JSON, errors too", ""),
        "--help": ("Show the help", ""),
    },
    "new": {
        "--into": ("The library folder to write to", "file"),
        "--help": ("Show the help", ""),
    },
    "schema": {
        "--help": ("Show the help", ""),
    },
    "due": {
        "--ics": ("Write a calendar file instead, to import elsewhere", "text"),
        "--all": ("List more than 50", ""),
        "--json": ("Print JSON", ""),
        "--help": ("Show the help", ""),
    },
    "done": {
        "--help": ("Show the help", ""),
    },
    "report": {
        "--week": ("The last 7 days", ""),
        "--month": ("The last 30 days", ""),
        "--since": ("A date, or an age like 90d", "text"),
        "--by": ("product, scenario, outcome or marketplace", "text"),
        "--json": ("Print JSON", ""),
        "--csv": ("Print CSV", ""),
        "--html": ("Write a page to open and print", "text"),
        "--help": ("Show the help", ""),
    },
    "log": {
        "--help": ("Show the help", ""),
    },
}
