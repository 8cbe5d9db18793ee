"""The same letters from asv and from each peer, from the same answers, compared before timing.

`peers/` holds the letters as templates of the peers. The letters of asv are edited often, so
`write_templates` makes those files anew from asv's own letters: it drafts them with marks for
answers and puts variables and conditions in the marks' place.
"""

from __future__ import annotations

import difflib
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Command, output

if TYPE_CHECKING:
    from collections.abc import Callable

    from environments import Bench

PEERS = Path(__file__).parent / "peers"
LETTERS = ("photos", "offer")  # without amounts, with an amount
_SHARED = {
    "fulfilment": "merchant",
    "buyer_name": "Marie",
    "product": "teapot",
    "agent_name": "Anna",
    "shop_name": "Blue Hill",
    "reply_hours": "24",
}
ANSWERS = {
    "photos": {**_SHARED, "photos": "none"},
    "offer": {
        **_SHARED,
        "photos": "clear",
        "cause": "transport",
        "price_level": "low",
        "refund_amount": "12.50",
        "dispatch_days": "3",
        "refund_days": "2",
    },
}
_CAUSES = ("transport", "packaging", "unknown")
_MARKS = {
    "buyer_name": "Markbuyer",
    "product": "markproduct",
    "agent_name": "Markagent",
    "shop_name": "Markshop",
    "reply_hours": "31",
    "refund_amount": "77.77",
    "dispatch_days": "7",
}


@dataclass(frozen=True, slots=True)
class Job:
    """A command that makes a letter, and the file it ends up in, None for standard output."""

    command: Command
    result: Path | None = None


def draft(bench: Bench, letter: str, **changed: str) -> Command:
    """Return the command of asv for a letter."""
    words = [bench.script("asv"), "draft", "damaged", "--no-input"]
    for key, text in {**ANSWERS[letter], **changed}.items():
        words += ["-a", f"{key}={text}"]
    return tuple(words)


def jobs(bench: Bench, letter: str) -> dict[str, Job]:
    """Return the job of asv and of each peer for a letter, its templates laid out."""
    place = bench.work(f"peers/{letter}")
    return {
        "asv": Job(draft(bench, letter)),
        "copier": _copier(bench, letter, place),
        "cookiecutter": _cookiecutter(bench, letter, place),
        "jinja2-cli": _jinja2(bench, letter, place),
        "chevron": _chevron(bench, letter, place),
    }


def compare(bench: Bench, letter: str, made: dict[str, Job]) -> None:
    """Run every job once and compare what comes out, but for line ends at the very end.

    Raises:
        RuntimeError: two letters differ, so timing them would compare nothing.
    """
    wanted = output(made["asv"].command, bench.environ(), bench.work("here")).rstrip("\n")
    for name, job in made.items():
        if job.result is not None:
            job.result.unlink(missing_ok=True)
        text = output(job.command, bench.environ(), bench.work("here"))
        if job.result is not None:
            text = job.result.read_text(encoding="utf-8")
        if text.rstrip("\n") != wanted:
            lines = difflib.unified_diff(
                wanted.splitlines(), text.splitlines(), "asv", name, lineterm=""
            )
            raise RuntimeError(
                f"{name} makes another '{letter}' letter than asv, so nothing is timed. "
                "If asv's letter was edited, run with --peers-anew.\n" + "\n".join(lines)
            )


def write_templates(bench: Bench) -> None:
    """Make `peers/*.j2` and `peers/*.mustache` from the letters of asv."""
    for letter in LETTERS:
        marks = {k: v for k, v in _MARKS.items() if k in ANSWERS[letter]}
        causes = _CAUSES if "cause" in ANSWERS[letter] else ("",)
        texts = []
        for cause in causes:
            changed = {**marks, **({"cause": cause} if cause else {})}
            texts.append(
                output(draft(bench, letter, **changed), bench.environ(), bench.work("here"))
            )
        for suffix, variable, condition in (
            ("j2", _jinja_variable, _jinja_condition),
            ("mustache", _mustache_variable, _mustache_condition),
        ):
            text = "\n".join(
                lines[0] if len(set(lines)) == 1 else condition(lines)
                for lines in zip(*(t.rstrip("\n").split("\n") for t in texts), strict=True)
            )
            path = PEERS / f"{letter}.{suffix}"
            path.write_text(f"{_with_variables(text, variable)}\n", encoding="utf-8")


def _with_variables(text: str, variable: Callable[[str], str]) -> str:
    greeting = variable("buyer_name?")
    text = text.replace(f" {_MARKS['buyer_name']},", f"{greeting},")
    text = text.replace(f"${_MARKS['refund_amount']}", variable("money"))
    text = text.replace("2 business days", f"{variable('refund_days')} business days")
    for key, mark in _MARKS.items():
        text = re.sub(rf"\b{re.escape(mark)}\b", variable(key).replace("\\", r"\\"), text)
    return text


def _jinja_variable(key: str) -> str:
    if key == "buyer_name?":
        return "{% if buyer_name %} {{ buyer_name }}{% endif %}"
    return '${{ "%.2f"|format(refund_amount|float) }}' if key == "money" else f"{{{{ {key} }}}}"


def _mustache_variable(key: str) -> str:
    if key == "buyer_name?":
        return "{{#buyer_name}} {{{buyer_name}}}{{/buyer_name}}"
    return f"{{{{{{{key}}}}}}}"


def _jinja_condition(lines: tuple[str, ...]) -> str:
    words = [
        f"{{% {'elif' if number else 'if'} cause == '{cause}' %}}{line}"
        for number, (cause, line) in enumerate(zip(_CAUSES, lines, strict=True))
    ]
    return "".join([*words, "{% endif %}"])


def _mustache_condition(lines: tuple[str, ...]) -> str:
    """Return sections by cause; Mustache knows no comparison, so the data answer it."""
    return "".join(
        f"{{{{#{cause}}}}}{line}{{{{/{cause}}}}}"
        for cause, line in zip(_CAUSES, lines, strict=True)
    )


def _copier(bench: Bench, letter: str, place: Path) -> Job:
    template = _fresh(place / "copier")
    shutil.copy(PEERS / f"copier-{letter}.yml", template / "copier.yml")
    shutil.copy(PEERS / f"{letter}.j2", template / "letter.txt.jinja")
    data = place / "answers.yml"
    data.write_text(json.dumps(ANSWERS[letter]), encoding="utf-8")  # JSON is YAML
    there = place / "copied"
    words = ("copy", "--quiet", "--defaults", "--overwrite", "--data-file")
    command = (bench.script("copier"), *words, str(data), str(template), str(there))
    return Job(command, there / "letter.txt")


def _cookiecutter(bench: Bench, letter: str, place: Path) -> Job:
    template = _fresh(place / "cookiecutter")
    inside = template / "{{cookiecutter.folder}}"
    inside.mkdir()
    names = ", ".join(f"{key}=cookiecutter.{key}" for key in ANSWERS[letter])
    text = (PEERS / f"{letter}.j2").read_text(encoding="utf-8")
    text = f"{{% with {names} %}}{text.rstrip()}{{% endwith %}}\n"
    (inside / "letter.txt").write_text(text, encoding="utf-8")
    asked = {"folder": "letter", **dict.fromkeys(ANSWERS[letter], "")}
    (template / "cookiecutter.json").write_text(json.dumps(asked), encoding="utf-8")
    there = place / "baked"
    given = tuple(f"{key}={text}" for key, text in ANSWERS[letter].items())
    words = ("--no-input", "--overwrite-if-exists", "--output-dir", str(there), str(template))
    return Job((bench.script("cookiecutter"), *words, *given), there / "letter" / "letter.txt")


def _jinja2(bench: Bench, letter: str, place: Path) -> Job:
    data = place / "answers.json"
    data.write_text(json.dumps(ANSWERS[letter]), encoding="utf-8")
    template = str(PEERS / f"{letter}.j2")
    return Job((bench.script("jinja2-cli", "jinja2"), template, str(data), "--format=json"))


def _chevron(bench: Bench, letter: str, place: Path) -> Job:
    answers = ANSWERS[letter]
    data = place / "mustache.json"
    extra: dict[str, str | bool] = {cause: answers.get("cause") == cause for cause in _CAUSES}
    if "refund_amount" in answers:
        extra["money"] = f"${answers['refund_amount']}"
    data.write_text(json.dumps({**answers, **extra}), encoding="utf-8")
    return Job((bench.script("chevron"), "-d", str(data), str(PEERS / f"{letter}.mustache")))


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def commands(made: dict[str, Job], letter: str) -> dict[str, Command]:
    """Return the commands by name and letter, as the table wants them."""
    return dict(
        zip((f"{name} {letter}" for name in made), (j.command for j in made.values()), strict=True)
    )
