"""Questions, fields and their answers as the agent reads them, in the language of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.asking import Entry, Item, Menu

if TYPE_CHECKING:
    from asv_cli.drafting import Case
    from asv_cli.i18n import Words
    from asv_cli.model import Field, Question

OUT = ":none"
"""The item of a menu that leaves an optional field out."""


def choice_menu(question: Question, default: str, words: Words) -> Menu:
    """Return a question of a scenario as a menu."""
    language = words.language
    items = tuple(
        Item(c.id, c.label.say(language), c.help.say(language) if c.help else "")
        for c in question.choices
    )
    why = question.why.say(language) if question.why else ""
    return Menu(question.id, question.ask.say(language), items, why, default)


def field_menu(field: Field, default: str, words: Words) -> Menu:
    """Return a field with a closed list of values as a menu."""
    language = words.language
    items = [Item(key, label.say(language)) for key, label in field.choices.items()]
    if field.optional:
        items.append(Item(OUT, words("Leave it out")))
        default = default or OUT
    why = field.help.say(language) if field.help else ""
    return Menu(field.id, field.ask.say(language), tuple(items), why, default)


def field_entry(case: Case, field: Field, default: str, words: Words) -> Entry:
    """Return a field without a list of values as an open question."""
    return Entry(
        field.id,
        field.ask.say(words.language),
        lambda typed: case.accept(field.id, typed),
        help=field.help.say(words.language) if field.help else "",
        default=default,
        optional=field.optional,
    )


def asked_as(case: Case, key: str, words: Words) -> str:
    """Return what a question or field asks."""
    asked = case.scenario.questions.get(key) or case.shared.fields[key]
    return asked.ask.say(words.language)


def answered_as(case: Case, key: str, text: str, words: Words) -> str:
    """Return an answer as people read it: the label of a choice, a dash for nothing."""
    question = case.scenario.questions.get(key)
    if question is not None and (choice := question.choice(text)):
        return choice.label.say(words.language)
    field = case.shared.fields.get(key)
    if field is not None and text in field.choices:
        return field.choices[text].say(words.language)
    return text or "–"
