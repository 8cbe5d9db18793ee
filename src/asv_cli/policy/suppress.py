"""Allowances written into a text: `{# asv-lint: allow AMZ003 because … #}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from asv_cli.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asv_cli.policy.rules import RuleSet

_COMMENT = r"(?s)\{#-?\s*asv-lint:(?P<body>(?:(?!\{#|-?#\}).)*+)-?#\}[ \t]*\n?"
_BODY = (
    r"(?s)\s*allow\s+(?P<rules>[A-Za-z]+\d+(?:\s*,\s*[A-Za-z]+\d+)*)"
    r"(?:\s+because\b\s*+(?P<reason>.*))?\s*"
)
UNUSED, MALFORMED = "SUP001", "SUP002"


class Allowance:
    """One comment: the rules it allows, in which characters of the text, and which it met."""

    def __init__(
        self,
        start: int,
        end: int,
        rules: tuple[str, ...],
        covers: tuple[int, int],
        fault: str = "",
    ) -> None:
        self.start = start
        self.end = end
        self.rules = rules
        self.covers = covers
        self.fault = fault
        self.used: set[str] = set()

    def allows(self, rule: str, start: int, *, whole: bool) -> bool:
        """Tell whether the finding is allowed, and remember that the comment was needed."""
        if rule not in self.rules or not (whole or self.covers[0] <= start < self.covers[1]):
            return False
        self.used.add(rule)
        return True


def allowances(text: str, rules: RuleSet) -> list[Allowance]:
    """Return every allowance of a text.

    A comment on a line of its own covers the paragraph below it; one beside other words covers
    its own line. Findings about the whole letter are covered from anywhere.
    """
    if "asv-lint:" not in text:
        return []
    return [_allowance(text, match, rules) for match in re.finditer(_COMMENT, text)]


def without_comments(text: str) -> str:
    """Return the text with every allowance as spaces, so that all places stay as they are.

    A character without width stands for the comment, so that its line is not a blank one.
    """
    if "asv-lint:" not in text:
        return text
    return re.sub(_COMMENT, lambda match: "\u200b" + re.sub(r"[^\n]", " ", match[0][1:]), text)


def complaints(found: list[Allowance]) -> Iterator[tuple[str, int, int, str]]:
    """Yield rule, start, end and message of what is wrong with the allowances themselves."""
    for one in found:
        if one.fault:
            yield MALFORMED, one.start, one.end, one.fault
            continue
        for rule in one.rules:
            if rule not in one.used:
                text = f"Nothing here breaks {rule} any more. Remove {rule} from the comment."
                yield UNUSED, one.start, one.end, text


def _allowance(text: str, match: re.Match[str], rules: RuleSet) -> Allowance:
    body = re.fullmatch(_BODY, match["body"])
    names = tuple(
        name.upper() for name in re.findall(r"[A-Za-z]+\d+", body["rules"] if body else "")
    )
    fault = _fault(body, names, rules)
    end = match.start() + len(match[0].rstrip())
    return Allowance(match.start(), end, () if fault else names, _covered(text, match), fault)


def _fault(body: re.Match[str] | None, names: tuple[str, ...], rules: RuleSet) -> str:
    form = "Write it as: asv-lint: allow AMZ003 because the reason."
    if body is None:
        return f"This allowance cannot be read. {form}"
    if not body["reason"]:
        return f"This allowance gives no reason. {form}"
    for name in names:
        if name not in rules.rules and name not in rules.disabled:
            hint = did_you_mean(name, list(rules.rules)) or "Use the id the finding shows."
            return f"There is no policy rule '{name}' to allow. {hint}"
    return ""


def _covered(text: str, match: re.Match[str]) -> tuple[int, int]:
    line_start = text.rfind("\n", 0, match.start()) + 1
    alone = not text[line_start : match.start()].strip() and match[0].endswith("\n")
    if not alone:
        line_end = text.find("\n", match.start() + len(match[0].rstrip()))
        return line_start, len(text) if line_end < 0 else line_end
    below = re.compile(r"\s*").match(text, match.end())
    start = below.end() if below else match.end()
    stop = re.compile(r"\n[ \t]*\n").search(text, start)
    return match.end(), stop.start() + 1 if stop else len(text) + 1
