"""What every letter and option must be made of, proven from the templates alone.

A letter to a buyer extends the frame that greets, apologises, numbers the options, promises a
time and closes (playbook A1-A6); an option says what we do, what the buyer does, and by when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.errors import Problem, Spot, did_you_mean, taken_for

if TYPE_CHECKING:
    from asv_cli.model import LetterSpec
    from asv_cli.render.anatomy import Anatomy
    from asv_cli.render.needs import Reader

FRAMES = {("buyer", "email"): "letter", ("buyer", "sms"): "sms", ("buyer", "phone"): "phone"}
"""The frame each kind of letter must extend; letters to all others extend `formal`."""
OPTION_BLOCKS = ("we", "you", "by")
"""What an option must say: what we do, what the buyer does, by when (playbook A3, A4)."""
PROVIDED = frozenset({"language", "marketplace", "today", "options", "keeps", "number"})
"""Names every template may use without anybody being asked."""


def template_problems(
    letters: list[tuple[LetterSpec, Anatomy]],
    options: list[Anatomy],
    declared: set[str],
    reader: Reader,
) -> list[Problem]:
    """Return the faults of an outcome's templates, each once, in reading order."""
    problems: list[Problem] = []
    for anatomy in [*(anatomy for _, anatomy in letters), *options]:
        problems += anatomy.problems
        problems += _undeclared(anatomy, declared | PROVIDED)
    for spec, anatomy in letters:
        if not anatomy.problems:
            problems += _frame(spec, anatomy, reader)
    for anatomy in options:
        if not anatomy.problems:
            problems += _option(anatomy)
    return list(dict.fromkeys(problems))


def _undeclared(anatomy: Anatomy, known: set[str]) -> list[Problem]:
    return [
        Problem(
            at,
            "undeclared",
            f"Nothing is called '{name}': it is neither a question nor a field.",
            did_you_mean(name, sorted(known)) or "Declare it in shared.yaml.",
        )
        for name, at in anatomy.names.items()
        if name not in known
    ]


def _frame(spec: LetterSpec, anatomy: Anatomy, reader: Reader) -> list[Problem]:
    frame = FRAMES.get((spec.to, spec.channel), "formal")
    folder = anatomy.name.split("/", maxsplit=1)[0]
    top = Spot(anatomy.shown)
    last = anatomy.chain[-1].removeprefix("builtin/")
    if last != f"{folder}/{frame}.j2":
        said = f"A letter to {spec.to} by {spec.channel} must extend its frame."
        hint = f'Begin the file with {{% extends "{folder}/{frame}.j2" %}}.'
        return [Problem(top, "frame", said, hint)]
    missing = reader.read(anatomy).unfilled
    if frame in {"letter", "formal"} and _is_missing("subject", anatomy):
        missing = {"subject": top, **missing}
    return [_unfilled("letter", block, anatomy) for block in missing]


def _option(anatomy: Anatomy) -> list[Problem]:
    missing = [block for block in OPTION_BLOCKS if _is_missing(block, anatomy)]
    meant = taken_for(anatomy.blocks.keys() - set(OPTION_BLOCKS), missing)
    return [
        *(
            Problem(
                anatomy.blocks[strange][0].at,
                "block",
                f"An option has no block '{strange}'.",
                f"Did you mean '{block}'?",
            )
            for strange, block in meant.items()
        ),
        *(_unfilled("option", block, anatomy) for block in missing if block not in meant.values()),
    ]


def _is_missing(block: str, anatomy: Anatomy) -> bool:
    return block not in anatomy.blocks or anatomy.blocks[block][0].empty


def _unfilled(kind: str, block: str, anatomy: Anatomy) -> Problem:
    own = anatomy.blocks.get(block)
    if own and own[0].shown == anatomy.shown:
        return Problem(
            own[0].at, "empty-block", f"The block '{block}' is empty.", "Write its text."
        )
    if kind == "letter":
        said, hint = f"The letter has no block '{block}'.", "Add {open} … {close}."
    else:
        said = f"The option does not mark its '{block}' part."
        hint = "Put {open} … {close} round the words that say it."
    hint = hint.format(open=f"{{% block {block} %}}", close="{% endblock %}")
    return Problem(Spot(anatomy.shown), "missing-block", said, hint)
