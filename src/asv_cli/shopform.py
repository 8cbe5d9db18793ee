"""The questions about a shop, and the two files their answers make.

The questions are fields like those of letters, so that prompts and flags check them alike.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asv_cli import answers as forms
from asv_cli.errors import Spot
from asv_cli.loader import marketplaces
from asv_cli.loader.answers import dump_answers
from asv_cli.model import Field, Text
from asv_cli.render.words import LANGUAGES
from asv_cli.settings import DEFAULT_LANGUAGE, DEFAULT_MARKETPLACE

if TYPE_CHECKING:
    from collections.abc import Mapping

_STARTER = Path(__file__).parent / "data" / "starter"
_NAMES = {"en": "English", "fr": "français"}


class Form:
    """What a shop is asked for, in that order."""

    def __init__(self) -> None:
        stores = {
            code: Text({"en": f"{m.name} ({m.domain})"}) for code, m in marketplaces().items()
        }
        languages = {code: Text({"en": _NAMES.get(code, code)}) for code in LANGUAGES}
        fields = (
            _field("shop_name", "text", "The shop's name, as buyers know it?", max_length=60),
            _field("agent_name", "text", "The name letters are signed with?", max_length=60),
            _field("marketplace", "choice", "Which store do you sell in most?",
                   choices=stores, default=DEFAULT_MARKETPLACE),
            _field("language", "choice", "Which language are most letters in?",
                   choices=languages, default=DEFAULT_LANGUAGE),
            _field("reply_hours", "integer", "Within how many hours do you answer buyers?",
                   default="24", minimum=Decimal(1), maximum=Decimal(48)),
        )  # fmt: skip
        self.fields = {field.id: field for field in fields}

    def accept(self, key: str, typed: str) -> str:
        """Return the canonical form of a setting.

        Raises:
            ValueError: it does not fit; the message says what is allowed.
        """
        if key == "marketplace":
            typed = typed.strip().upper().replace("GB", "UK")
        return forms.canonical(self.fields[key], typed, marketplaces()[DEFAULT_MARKETPLACE])

    def pending(self, answers: Mapping[str, str]) -> Field | None:
        """Return what to ask next, None once all is known."""
        return next((f for key, f in self.fields.items() if key not in answers), None)


def _field(key: str, kind: str, ask: str, **more: Any) -> Field:
    usual: dict[str, Any] = {
        "help": None,
        "example": None,
        "default": None,
        "optional": False,
        "setting": False,
        "minimum": None,
        "maximum": None,
        "max_length": 80,
        "choices": {},
    }
    return Field(id=key, type=kind, ask=Text({"en": ask}), at=Spot("asv init"), **(usual | more))


def shop_text(answers: Mapping[str, str]) -> str:
    """Return a shop.yaml: the answers, and the other settings as comments to begin from."""
    return _filled("shop.yaml", answers)


def products_text(answers: Mapping[str, str]) -> str:
    """Return a products.yaml with one product as a comment to begin from."""
    return _filled("products.yaml", answers)


def _filled(name: str, answers: Mapping[str, str]) -> str:
    """Put each answer where the starter file has its key between angle brackets."""
    text = (_STARTER / name).read_text(encoding="utf-8")
    currency = marketplaces()[answers["marketplace"]].currency
    for key, answer in answers.items():
        line = f"{key}: {answer}" if answer.isdecimal() else dump_answers({key: answer}).strip()
        text = text.replace(f"<{key}>", line)
    return text.replace("<currency>", currency)
