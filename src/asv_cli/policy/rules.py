"""Policy rules as values: what they look for, in which context, and what they say."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from asv_cli.errors import LibraryError, Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from asv_cli.policy.scan import Scanner

    Groups = tuple[tuple[str, ...], ...]

SEVERITIES = ("suggestion", "warning", "error")
"""From mild to grave; the order is what `--fail-level` compares."""

ANY = "any"
"""The key of patterns that hold in every language."""

_MACRO = re.compile(r"\{([a-z_]+)\}")
_LONGEST = 1 << 16
"""Characters a pattern may have with all its pieces; the longest of ours has a few thousand."""


class Context(NamedTuple):
    """What is known about a text beside its words.

    Attributes:
        mode: reply, proactive or critical (amazon-rules, "Mode of a letter").
        rights: the consumer rights that hold: eu, uk, us or other.
        audience: buyer, amazon, carrier or warehouse.
        channel: email, sms or phone.
        whole: whether the text is a whole letter and not a fragment of one; None asks the text.
        apology_due: whether the seller owes an apology; None asks the words of the letter.
        cancel_asked: whether the buyer asked for the cancellation (amazon-rules R122).
        limit: characters Amazon takes at most (amazon-rules R42, unconfirmed).
        template: whether Jinja tags in the text are meant to be there.
    """

    mode: str = "reply"
    rights: str = "eu"
    audience: str = "buyer"
    channel: str = "email"
    whole: bool | None = None
    apology_due: bool | None = None
    cancel_asked: bool = False
    limit: int = 4000
    template: bool = False


class Words:
    """Named pieces of patterns, used as `{review}`."""

    def __init__(self, pieces: Mapping[str, str]) -> None:
        self.pieces = pieces

    def expand(self, pattern: str) -> str:
        """Return the pattern with every `{name}` replaced by its piece, to any depth.

        Raises:
            LibraryError: a piece is unknown, leads back to itself, or makes too much of it.
        """
        return self._expand(pattern, ())

    def _expand(self, pattern: str, within: tuple[str, ...]) -> str:
        made = _MACRO.sub(lambda match: self._piece(match[1], within), pattern)
        if len(made) > _LONGEST:
            raise _unfit("A policy pattern grows too long with its pieces.", "Use fewer of them.")
        return made

    def _piece(self, name: str, within: tuple[str, ...]) -> str:
        if name not in self.pieces:
            hint = did_you_mean(name, list(self.pieces)) or "Define it under 'words'."
            raise _unfit(f"A policy pattern uses the unknown piece '{{{name}}}'.", hint)
        if name in within:
            loop = within[within.index(name) :]
            first = loop.index(min(loop))  # the same words from wherever it is entered
            way = " → ".join([*loop[first:], *loop[:first], loop[first]])
            raise _unfit(f"A piece leads back to itself: {way}.", "Write one of them out.")
        return f"(?:{self._expand(self.pieces[name], (*within, name))})"


def _unfit(message: str, hint: str) -> LibraryError:
    return LibraryError(problems=(Problem(None, "pattern", message, hint),))


@lru_cache(maxsize=2048)
def compiled(pattern: str, words: Words) -> re.Pattern[str]:
    """Return the compiled pattern; only patterns that may match are ever asked for."""
    try:
        return re.compile(words.expand(pattern))
    except (re.error, OverflowError, RecursionError) as err:
        raise _unfit(f"The policy pattern '{pattern}' is no regex: {err}.", "Mend it.") from err


def possible(text: str, need: Groups) -> bool:
    """Tell whether a text holds a literal of each group."""
    return all(any(word in text for word in group) for group in need)


class Patterns(NamedTuple):
    """What one rule looks for in one language.

    A sentence without a literal of each `need` group is not searched by pattern at all, so that
    a pattern that cannot match is not even compiled. `concepts` are expressions over the word
    lists that are found by themselves. A sentence that breaks the rules of the family `learned`
    is this rule's if one of the expressions `only` holds. `excuse` is searched in the sentence of
    a match, `pardon` in all the text.
    """

    need: Groups
    match: tuple[str, ...]
    only: tuple[str, ...]
    concepts: tuple[str, ...]
    excuse: tuple[str, ...]
    pardon: tuple[str, ...]
    words: Words
    learned: str = ""


class Sample(NamedTuple):
    """A sentence the rule lets pass and one it finds."""

    passing: str
    failing: str


class Rule(NamedTuple):
    """One rule: what it looks for, when it holds, what it says, and where it comes from."""

    id: str
    family: str
    severity: str
    message: str
    source: str
    dated: str
    suggest: Mapping[str, str]
    texts: Mapping[str, tuple[Patterns, ...]]
    samples: Mapping[str, Sample]
    when: Mapping[str, tuple[Any, ...]]
    context: Mapping[str, Any]
    milder: Mapping[str, str]
    check: str
    case: bool
    scope: str
    yields: tuple[str, ...]
    below: tuple[str, ...]

    def holds(self, context: Context) -> bool:
        """Tell whether the rule applies to texts of this context."""
        return all(getattr(context, key) in allowed for key, allowed in self.when.items())

    def severity_for(self, context: Context) -> str:
        """Return the severity under the buyer's rights of this context."""
        return self.milder.get(context.rights, self.severity)

    def patterns(self, language: str) -> Iterator[Patterns]:
        """Yield what the rule looks for in a language and in any language."""
        for code in (ANY, language):
            yield from self.texts.get(code, ())


class RuleSet:
    """All rules by id, the words and lists of each language, and what the shop has switched off."""

    def __init__(
        self,
        rules: Mapping[str, Rule],
        words: Mapping[str, Words],
        disabled: Mapping[str, str],
        concepts: Mapping[str, Mapping[str, str]],
        tables: Path | None = None,
    ) -> None:
        self.rules = rules
        self.words = words
        self.disabled = disabled
        self.concepts = concepts
        self.tables = tables  # the folder of the classifier's tables
        self.scanners: dict[str, Scanner] = {}

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())

    def rule(self, rule_id: str) -> Rule:
        """Return the rule of that id.

        Raises:
            LibraryError: there is none; the message names the nearest.
        """
        if rule_id.upper() in self.rules:
            return self.rules[rule_id.upper()]
        hint = did_you_mean(rule_id.upper(), list(self.rules)) or "See `asv lint --explain all`."
        raise LibraryError(f"There is no policy rule '{rule_id}'. {hint}")
