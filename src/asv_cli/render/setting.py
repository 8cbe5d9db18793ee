"""What letters are written for; it loads no template engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from asv_cli.errors import LibraryError
from asv_cli.render.words import LANGUAGES

if TYPE_CHECKING:
    import datetime

    from asv_cli.model import Marketplace


class Setting(NamedTuple):
    """What a letter is written for: its language, the store, and the day it counts from."""

    language: str
    market: Marketplace
    today: datetime.date

    @property
    def folder(self) -> str:
        """The folder of the templates: `fr` for fr and fr-CA."""
        return self.language.split("-", maxsplit=1)[0]


def check_language(setting: Setting) -> None:
    """Refuse a language that has no letters.

    Raises:
        LibraryError: the message names the languages there are.
    """
    if setting.folder not in LANGUAGES:
        raise LibraryError(
            f"There are no letters in the language '{setting.language}'. "
            f"Choose one of: {', '.join(LANGUAGES)}."
        )
