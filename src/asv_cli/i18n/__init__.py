"""The interview's own words in the agent's language: the English sentence is the key.

The language of the screen is not the language of the letter, and ids never change with it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_VARIABLES = ("ASV_UI_LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG")


def ui_language(environ: Mapping[str, str] = os.environ) -> str:
    """Return the language of the screen, such as `fr`; English where the locale names none."""
    for name in _VARIABLES:
        first = environ.get(name, "").split(":", maxsplit=1)[0]
        code = first.split(".", maxsplit=1)[0].split("@", maxsplit=1)[0].replace("_", "-")
        if code.upper() in {"C", "POSIX"}:
            return "en"
        if code:
            return code.split("-", maxsplit=1)[0].lower()
    return "en"


class Words(NamedTuple):
    """Says the program's sentences in one language; English stands in for a missing one."""

    language: str = "en"

    def __call__(self, sentence: str, **values: object) -> str:
        """Return a sentence of the program with its `{names}` filled in."""
        said = self._catalogue().get(sentence, sentence)
        return said.format(**values) if values else said

    def error(self, error: ValueError) -> str:
        """Return the message of a refused answer in this language."""
        sentence = getattr(error, "sentence", "")
        if not sentence:
            return str(error)
        return self(sentence, **getattr(error, "values", {}))

    def _catalogue(self) -> Mapping[str, str]:
        if self.language != "fr":
            return {}
        from asv_cli.i18n.french import SENTENCES

        return SENTENCES


class Unfit(ValueError):  # noqa: N818 - an answer that does not fit
    """An answer does not fit: an English sentence with `{names}`, and their values."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence.format(**values))
        self.sentence = sentence
        self.values = values
