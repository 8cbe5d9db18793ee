"""What is known before anyone is asked: flags, an answers file, the environment, the shop.

The order is the order of strength. A fact goes through the same validation as an answer.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from asv_cli.settings import DEFAULT_LANGUAGE, DEFAULT_MARKETPLACE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from asv_cli.settings import Setting

__all__ = ["DEFAULT_LANGUAGE", "DEFAULT_MARKETPLACE", "SETTINGS", "Fact", "gather"]

SETTINGS = (
    "shop_name", "agent_name", "marketplace", "language",
    "reply_hours", "dispatch_days", "refund_days", "copy_command", "review",
)  # fmt: skip
"""What shop.yaml sets by its own key, and the environment as ASV_SHOP_NAME and so on."""

_VARIABLES = [(key, f"ASV_{key.upper()}") for key in SETTINGS]


class Fact(NamedTuple):
    """An answer known beforehand: its text, and the origin to show to the agent."""

    text: str
    origin: str


def gather(
    flags: Mapping[str, str],
    file: Mapping[str, str],
    shop: Mapping[str, Setting],
    environ: Mapping[str, str] = os.environ,
) -> dict[str, Fact]:
    """Return every known answer by key, the strongest origin winning.

    `marketplace` and `language` are among them; `setting` reads these two.
    """
    facts = {key: Fact(entry.text, str(entry.at)) for key, entry in shop.items()}
    for key, name in _VARIABLES:
        if text := environ.get(name):
            facts[key] = Fact(text, name)
    facts |= {key: Fact(text, "answers file") for key, text in file.items()}
    return facts | {key: Fact(text, "command line") for key, text in flags.items()}
