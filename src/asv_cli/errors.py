"""What can go wrong, as values: problems with a place, exceptions with an exit code."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Exit(enum.IntEnum):
    """The program's exit codes. Published in the README; never renumbered."""

    OK = 0
    FINDINGS = 1  # a check found something, or the letter could not be written
    USAGE = 2  # the command line is wrong
    LIBRARY = 3  # a scenario, a template or the settings are wrong
    ANSWER = 4  # an answer is missing or wrong, and there is nobody to ask
    POLICY = 5  # the letter breaks a policy rule
    APPROVAL = 6  # the letter promises more money than the agent may
    INTERRUPTED = 130  # Ctrl-C or Ctrl-D


class Spot(NamedTuple):
    """A place in a file: path as shown to people; line and column count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Problem(NamedTuple):
    """One fault: where, which rule, what is wrong in one sentence, what to do about it."""

    spot: Spot | None
    rule: str
    message: str
    hint: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        place = f"{self.spot}: " if self.spot else ""
        return f"{place}{self.message}{' ' + self.hint if self.hint else ''}"


class Gap(NamedTuple):
    """An answer that is missing or wrong: which, what is allowed, and what is the matter.

    `sure` is false for what is needed only on some of the ways still open.
    """

    key: str
    allowed: tuple[str, ...]
    ask: str
    fault: str = ""
    sure: bool = True

    def __str__(self) -> str:
        if self.fault:
            return f"{self.key}: {self.fault}"
        return f"{self.key}: {', '.join(self.allowed)}   ({self.ask})"


class AsvError(Exception):
    """A failure the user can mend; `main` prints it and exits with `code`.

    Args:
        message: one sentence; may be empty when the problems say it all.
        problems: every fault found, each with its place.
    """

    code: ClassVar[Exit] = Exit.FINDINGS

    def __init__(self, message: str = "", problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = problems

    def __str__(self) -> str:
        lines = [self.message] if self.message else []
        return "\n".join([*lines, *map(str, self.problems)])


class UsageError(AsvError):
    """The command line asks for something that does not exist."""

    code = Exit.USAGE


class LibraryError(AsvError):
    """A scenario, template or settings file is wrong."""

    code = Exit.LIBRARY


class AnswerError(AsvError):
    """Answers are missing or wrong, and nobody can be asked; `gaps` lists every one."""

    code = Exit.ANSWER

    def __init__(
        self, message: str = "", problems: tuple[Problem, ...] = (), gaps: tuple[Gap, ...] = ()
    ) -> None:
        super().__init__(message, problems)
        self.gaps = gaps

    def __str__(self) -> str:
        lines = [super().__str__()]
        for title, gaps in (
            ("Wrong:", [g for g in self.gaps if g.fault]),
            ("Missing:", [g for g in self.gaps if not g.fault and g.sure]),
            ("Perhaps needed too, depending on the answers above:",
             [g for g in self.gaps if not g.fault and not g.sure]),
        ):  # fmt: skip
            if gaps:
                lines += [title, *(f"  {gap}" for gap in gaps)]
        return "\n".join(lines).strip()


class OutputError(AsvError):
    """The letter could not be written where it was sent."""


class Interrupted(AsvError):  # noqa: N818 - nothing went wrong: the agent stopped
    """The agent pressed Ctrl-C or Ctrl-D; `answers` holds what was answered by then."""

    code = Exit.INTERRUPTED

    def __init__(self, answers: Mapping[str, str], message: str = "Stopped.") -> None:
        super().__init__(message)
        self.answers = dict(answers)


def did_you_mean(word: str, known: list[str]) -> str:
    """Return "Did you mean 'x'?" for the nearest of the known words, or an empty string."""
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"Did you mean '{near[0]}'?" if near else ""


def taken_for(unknown: Iterable[str], missing: Iterable[str]) -> dict[str, str]:
    """Return which missing word each unknown one stands for: one typo makes one message."""
    from difflib import get_close_matches

    meant: dict[str, str] = {}
    for word in unknown:
        open_words = [m for m in missing if m not in meant.values()]
        near = get_close_matches(word.lower(), open_words, n=1, cutoff=0.5)
        # With a single gap, a strange word is most likely what should have filled it.
        meant |= {word: (near or open_words)[0]} if near or len(open_words) == 1 else {}
    return meant
