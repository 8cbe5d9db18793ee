"""The documents tell the truth: every key, message, command and exit code, as the code has them.

`pytest tests/test_docs.py --regen` writes the generated tables of docs/authoring.md anew.
"""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jinja2 import nodes

from asv_cli.check import check
from asv_cli.errors import Exit
from asv_cli.library import BUILT_IN, Layer, Library, built_in_root
from asv_cli.loader import scenario, shared
from asv_cli.loader.forms import Span, UseOr, WordOr
from asv_cli.loader.groups import ListOf, MapOf, Record, Translated
from asv_cli.loader.shapes import Flag, OneOf, Whole, Words
from asv_cli.loader.syntax import _PLAIN as YAML_FAULTS
from asv_cli.render import evaluate
from asv_cli.render.parser import Parser
from asv_cli.render.syntax import _PLAIN as TEMPLATE_FAULTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "asv_cli"
AUTHORING = ROOT / "docs" / "authoring.md"
README = (ROOT / "README.md").read_text(encoding="utf-8")
FILTERS = {
    "business_days": "`{{ dispatch_days|business_days }}`: 2 business days",
    "capitalize": "the first letter large, all others small",
    "date": "a date in words; dates take this form by themselves",
    "days": "`{{ 3|days }}`: 3 days",
    "first": "the first of a list",
    "from_today": "`{{ 3|from_today }}`: the date in three days",
    "hours": "`{{ reply_hours|hours }}`: 24 hours",
    "last": "the last of a list",
    "length": "how many there are",
    "lower": "small letters",
    "money": "an amount with its currency; amounts take this form by themselves",
    "months": "`{{ warranty_months|months }}`: 12 months",
    "trim": "without blanks at both ends",
    "upper": "large letters",
}
FRAMES = {
    "letter": "to the buyer by email",
    "sms": "to the buyer by SMS",
    "phone": "what to say to the buyer on the phone",
    "formal": "to Amazon, a carrier or a warehouse",
}


def authoring() -> str:
    return AUTHORING.read_text(encoding="utf-8")


def calls(folder: str) -> Iterator[ast.Call]:
    for path in sorted((SOURCE / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield node


def rules_used() -> set[str]:
    """Return the rule of every problem that loader, render and check can make."""
    found: set[str] = set()
    for folder in ("loader", "render", "check"):
        for call in calls(folder):
            name = call.func.id if isinstance(call.func, ast.Name) else None
            name = call.func.attr if isinstance(call.func, ast.Attribute) else name
            place = {"Problem": 1, "note": 1, "fail": 1, "_fault": 1}.get(name or "")
            if place is None or len(call.args) <= place:
                continue
            rule = call.args[place]
            if isinstance(rule, ast.Constant) and isinstance(rule.value, str):
                found.add(rule.value)
            elif isinstance(rule, ast.JoinedStr):
                kinds = ("field", "option", "question")
                found |= {f"unused-{kind}" for kind in kinds}
    tree = ast.parse((SOURCE / "loader" / "keys.py").read_text(encoding="utf-8"))
    found |= {  # handed on as rule, message, hint
        node.value.elts[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Return)
        and isinstance(node.value, ast.Tuple)
        and isinstance(node.value.elts[0], ast.Constant)
        and isinstance(node.value.elts[0].value, str)
    }
    return found


def explained() -> list[str]:
    return re.findall(r"^#### `([a-z-]+)`$", authoring(), re.MULTILINE)


def test_every_rule_an_author_may_meet_is_explained_once() -> None:
    assert len(rules_used()) > 50
    assert sorted(explained()) == sorted(rules_used())


@pytest.mark.parametrize("rule", explained())
def test_each_explanation_has_a_message_a_remedy_and_a_sample(rule: str) -> None:
    entry = authoring().split(f"#### `{rule}`\n")[1].split("\n#### ")[0]
    assert re.search(r"^> \S", entry, re.MULTILINE)
    assert re.search(r"^[A-Z`].+", entry.split("\n> ")[1].split("\n", 1)[1], re.MULTILINE)
    assert re.search(r"^```diff\n-", entry, re.MULTILINE)


def message_patterns() -> list[re.Pattern[str]]:
    """Return what each text of the sources can look like, its values left open."""
    patterns = []
    for folder in ("loader", "render", "check"):
        for path in (SOURCE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    parts = [node.value]
                elif isinstance(node, ast.JoinedStr):
                    parts = [str(getattr(part, "value", "")) if isinstance(part, ast.Constant)
                             else "\0" for part in node.values]  # fmt: skip
                else:
                    continue
                text = "".join(parts)
                if len(text.replace("\0", "")) > 8:
                    patterns.append(re.compile(re.escape(text).replace("\0", ".+")))
    return patterns


def test_the_messages_shown_are_those_the_program_says() -> None:
    shown = [line.strip("`") for line in re.findall(r"^> (.+)$", authoring(), re.MULTILINE)]
    patterns = message_patterns()
    assert [s for s in shown if not any(p.fullmatch(s) for p in patterns)] == []


@pytest.mark.parametrize("fault", [*YAML_FAULTS, *TEMPLATE_FAULTS], ids=lambda f: f[0])
def test_every_fault_of_syntax_stands_in_its_table(fault: tuple[str, str, str]) -> None:
    for part in fault[1].replace("{after}", "{bracket}").split("{bracket}"):
        assert part in authoring()


# --- the generated tables ---


def form(shape: object) -> str:  # noqa: PLR0911 - one line per kind of shape
    """Say in a few words what may be written."""
    match shape:
        case OneOf():
            return ", ".join(f"`{word}`" for word in shape.words)
        case Words():
            return f"{shape.looks}, such as `{shape.example}`" if shape.pattern else "a text"
        case Translated():
            return "a text, or one for each language"
        case Flag():
            return "`true` or `false`"
        case Whole():
            return f"a whole number from {shape.least}"
        case Span():
            return "a time, such as `3 days`"
        case ListOf():
            return f"a list: {form(shape.item)}"
        case WordOr():
            return "ids, or groups"
        case MapOf() | Record() | UseOr():
            return "a group"
    raise TypeError(shape)


def _plain(text: str) -> str:
    return text.replace("<", "&lt;")  # Markdown would take it for HTML


def keys(title: str, record: Record) -> str:
    rows = "".join(
        f"| `{name}` | {'yes' if key.required else ''} | {form(key.shape)} | {_plain(key.doc)} |\n"
        for name, key in record.keys.items()
    )
    return f"**{title}**\n\n| key | needed | what | for |\n| --- | --- | --- | --- |\n{rows}"


def frames() -> str:
    rows = ""
    environment = Parser(Library((Layer(BUILT_IN, built_in_root()),))).environment
    for name, use in FRAMES.items():
        text = (ROOT / "templates" / "en" / f"{name}.j2").read_text(encoding="utf-8")
        blocks = list(environment.parse(text).find_all(nodes.Block))
        needed = " ".join(f"`{b.name}`" for b in blocks if b.required)
        free = " ".join(f"`{b.name}`" for b in blocks if not b.required)
        rows += f"| `{name}.j2` | {use} | {needed} | {free} |\n"
    head = "| frame | for | required | may be changed |\n| --- | --- | --- | --- |\n"
    tail = "\nLetters by email also need `subject`; a letter needs `request` only without options."
    return f"{head}{rows}{tail}\n"


def tables() -> dict[str, str]:
    """Return the generated parts of docs/authoring.md by their mark."""
    assert FILTERS.keys() == evaluate.FILTERS.keys()
    return {
        "scenario keys": "\n".join(
            keys(title, record)
            for title, record in (
                ("The file", scenario.SCENARIO),
                ("A question", scenario._QUESTION),
                ("A choice", scenario._CHOICE),
                ("An outcome", scenario._OUTCOME),
                ("A letter", scenario._LETTER),
                ("An option with a condition", scenario._OPTION_USE),
                ("A follow-up", scenario._FOLLOW_UP),
            )
        ),
        "shared keys": "\n".join(
            keys(title, record)
            for title, record in (
                ("The file", shared.SHARED),
                ("A field", shared._FIELD),
                ("An option", shared._OPTION),
                ("A question", scenario.SHARED_QUESTION),
            )
        ),
        "filters": "| filter | what it makes |\n| --- | --- |\n"
        + "".join(f"| `{name}` | {FILTERS[name]} |\n" for name in sorted(FILTERS)),
        "frames": frames(),
    }


def records(shape: Any) -> Iterator[Record]:
    """Yield every record of a shape, however deep."""
    if isinstance(shape, Record):
        yield shape
        for key in shape.keys.values():
            yield from records(key.shape)
    for name in ("item", "written_out", "group"):
        if hasattr(shape, name):
            yield from records(getattr(shape, name))


def test_every_record_of_the_two_files_has_its_table() -> None:
    shown = "".join(tables()[mark] for mark in ("scenario keys", "shared keys"))
    for shape in (scenario.SCENARIO, shared.SHARED):
        for record in records(shape):
            assert keys("", record).split("\n", 1)[1] in shown


@pytest.mark.parametrize("mark", ["scenario keys", "shared keys", "filters", "frames"])
def test_the_generated_parts_are_up_to_date(mark: str, request: pytest.FixtureRequest) -> None:
    text = authoring()
    before, begin, rest = text.partition(f"<!-- {mark}: written by tests/test_docs.py -->\n")
    shown, end, after = rest.partition(f"<!-- end of {mark} -->\n")
    assert begin
    assert end
    if request.config.getoption("--regen"):
        shown = f"\n{tables()[mark]}\n"
        AUTHORING.write_text(f"{before}{begin}{shown}{end}{after}", encoding="utf-8")
    assert shown == f"\n{tables()[mark]}\n", "Run: pytest tests/test_docs.py --regen"


# --- the worked example ---


def example() -> dict[str, str]:
    found = re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```\n", authoring(), re.DOTALL)
    return dict(found)


def test_the_worked_example_passes_the_check_and_looks_as_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asv: Callable[..., Any]
) -> None:
    files = example()
    assert "scenarios/gift-note.yaml" in files
    monkeypatch.chdir(tmp_path)
    for name, text in files.items():
        path = tmp_path / ".asv" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    library = Library((Layer(BUILT_IN, built_in_root()), Layer("project", tmp_path / ".asv")))
    report = check(library, ["gift-note"])
    assert [str(problem) for problem in report.problems] == []
    assert report.summary in authoring().replace(" (1,200 a second)", "")
    shown = asv("show", "gift-note").out
    tree = authoring().split("$ asv show gift-note\n")[1].split("  …\n")[0]
    assert tree in shown


def test_the_skeleton_shown_is_the_one_that_is_written(asv: Callable[..., Any]) -> None:
    made = asv("new", "gift-note")
    assert made.code == 0
    assert f"$ asv new gift-note\n{made.out}{made.err}" in authoring()
    shutil.rmtree(".asv")


# --- the README ---


def test_every_command_is_described(asv: Callable[..., Any]) -> None:
    listed = asv("--help").out.partition("Commands:\n")[2]
    commands = re.findall(r"^  ([a-z]+) ", listed, re.MULTILINE)
    assert {"draft", "check", "lint", "report"} <= set(commands)
    for command in commands:
        assert re.search(rf"^\| `asv {command}\b[^|]*` \| \S", README, re.MULTILINE), command


def test_every_command_described_exists(asv: Callable[..., Any]) -> None:
    listed = asv("--help").out
    for command in re.findall(r"^\| `asv ([a-z]+)", README, re.MULTILINE):
        assert f"\n  {command} " in listed


def test_every_exit_code_stands_in_the_table() -> None:
    rows = re.findall(r"^\| (\d+) \| \S", README, re.MULTILINE)
    assert [int(row) for row in rows] == [int(code) for code in Exit]


def command_of(mark: str) -> str:
    (found,) = re.findall(rf"<!-- {mark} -->\n```sh\n(.+)\n```\n", README)
    return str(found)


def test_the_readmes_two_commands_are_the_ones_that_are_run() -> None:
    assert command_of("first letter").endswith(".venv/bin/asv draft damaged")
    assert command_of("test command").endswith(".venv-dev/bin/pytest")
    for mark, path in (("first letter", "first-letter"), ("test command", "run")):
        script = (ROOT / ".ci" / path).read_text(encoding="utf-8")
        assert f"/<!-- {mark} -->/" in script
        assert "README.md" in script
    assert "bash .ci/first-letter" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(
    (ROOT / "docs").glob("*.md"))], ids=lambda path: path.name)  # fmt: skip
def test_every_link_leads_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if target.startswith("http"):
            continue
        name, _, anchor = target.partition("#")
        other = path.parent / name if name else path
        assert other.exists(), target
        heads = re.findall(r"^#+ (.+)$", other.read_text(encoding="utf-8"), re.MULTILINE)
        anchors = {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
        assert not anchor or anchor in anchors, target


def test_asv_alone_shows_the_help_and_nothing_after_it(asv: Callable[..., Any]) -> None:
    alone = asv()
    assert alone.code == Exit.USAGE
    assert alone.out + alone.err == asv("--help").out
