"""`asv init`: the first settings of a shop, by questions or by flags, never over old ones."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from asv_cli.asking import GoBack
from asv_cli.cli.init import ask_all
from asv_cli.console import write_file
from asv_cli.errors import Exit, Interrupted, OutputError
from asv_cli.library import open_library
from asv_cli.loader import load_shop, marketplaces
from asv_cli.loader.products import load_catalogue
from asv_cli.settings import DEFAULT_MARKETPLACE
from asv_cli.shopform import Form, products_text, shop_text
from shop_kit import ROOT, process, shop

if TYPE_CHECKING:
    from pathlib import Path

    from asv_cli.asking import Entry, Menu
    from shop_kit import Shop

__all__ = ["shop"]
FLAGS = ("init", "--no-input", "--shop-name", "Blue Hill", "--agent-name", "Anna")


class Scripted:
    """An asker that gives prepared answers; GoBack and exceptions are raised."""

    def __init__(self, *script: str | type[BaseException]) -> None:
        self.script = list(script)
        self.seen: list[tuple[str, str]] = []

    def pick(self, menu: Menu) -> str:
        return self._next(menu.key, menu.default)

    def write(self, entry: Entry) -> str:
        return entry.check(self._next(entry.key, entry.default))

    def tell(self, text: str) -> None:
        raise NotImplementedError

    def take_back(self) -> None:
        raise NotImplementedError

    def _next(self, key: str, default: str) -> str:
        self.seen.append((key, default))
        answer = self.script.pop(0)
        if not isinstance(answer, str):
            raise answer
        return answer or default


def test_both_files_are_written_and_can_be_read(shop: Shop) -> None:
    result = shop.asv(*FLAGS, "--marketplace", "de", "--lang", "fr", "--reply-hours", "12")
    assert (result.code, result.out) == (0, "")
    assert result.err == (
        "Wrote .asv/shop.yaml.\n"
        "Wrote .asv/products.yaml: fill in your products, then run 'asv products' to check them.\n"
    )
    settings = load_shop(open_library()).settings
    assert {key: entry.text for key, entry in settings.items()} == {
        "shop_name": "Blue Hill",
        "agent_name": "Anna",
        "marketplace": "DE",
        "language": "fr",
        "reply_hours": "12",
    }
    assert load_catalogue(open_library()) == {}
    assert sorted(p.name for p in (shop.folder / ".asv").iterdir()) == [
        "products.yaml",
        "shop.yaml",
    ]


def test_what_has_a_default_need_not_be_given(shop: Shop) -> None:
    assert shop.asv(*FLAGS).code == 0
    text = (shop.folder / ".asv/shop.yaml").read_text(encoding="utf-8")
    assert "\nmarketplace: US\nlanguage: en\nreply_hours: 24\n" in text


def test_a_draft_uses_what_init_wrote(shop: Shop) -> None:
    shop.asv(*FLAGS, "--reply-hours", "12")
    words = ("draft", "damaged", "--no-input", "-a", "fulfilment=merchant", "-a", "photos=none")
    result = shop.asv(*words, "-a", "product=kettle")
    assert result.out.endswith("Anna\nBlue Hill\n")
    assert "Within 12 hours" in result.out
    assert "reply_hours: 12 (.asv/shop.yaml:8:14)" in result.err


@pytest.mark.parametrize(
    "name", ["yes", "12:30", "a: b", "#1", "'quoted'", "Ünïcode 店", "- x", "{a}"]
)
def test_a_name_survives_whatever_yaml_would_make_of_it(shop: Shop, name: str) -> None:
    shop.asv("init", "--no-input", "--shop-name", name, "--agent-name", name)
    assert load_shop(open_library()).settings["agent_name"].text == name


def test_all_that_is_missing_or_wrong_is_listed_at_once(shop: Shop) -> None:
    result = shop.asv("init", "--no-input")
    assert result.code == Exit.ANSWER
    assert result.err == (
        "Settings are missing, and there is nobody to ask. Give them as options.\n"
        "Missing:\n"
        "  --shop-name: a text of up to 60 characters   (The shop's name, as buyers know it?)\n"
        "  --agent-name: a text of up to 60 characters   (The name letters are signed with?)\n"
    )
    result = shop.asv("init", "--no-input", "--marketplace", "XE", "--reply-hours", "soon")
    assert result.code == Exit.ANSWER
    assert "  --marketplace: 'XE' is not one of US, CA, " in result.err
    assert "  --reply-hours: 'soon' is not a whole number." in result.err
    assert list(shop.folder.iterdir()) == []


def test_the_user_folder_is_written_with_user(shop: Shop, tmp_path: Path) -> None:
    assert shop.asv(*FLAGS, "--user").code == 0
    assert (tmp_path / "house/.config/asv/shop.yaml").is_file()
    assert list(shop.folder.iterdir()) == []


def test_without_a_home_the_user_folder_is_asked_for(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOME")
    result = shop.asv(*FLAGS, "--user")
    assert result.code == Exit.USAGE
    assert result.err == "There is no home folder to write to. Set ASV_HOME to a folder.\n"


def test_settings_are_never_overwritten_without_force(shop: Shop) -> None:
    old = shop.write(".asv/shop.yaml", "shop_name: Old\n")
    result = shop.asv(*FLAGS)
    assert result.code == Exit.USAGE
    assert result.err == (
        "'.asv/shop.yaml' is there already. Edit it, or replace it with --force.\n"
    )
    assert old.read_text(encoding="utf-8") == "shop_name: Old\n"
    assert not (shop.folder / ".asv/products.yaml").exists()


def test_a_link_that_leads_nowhere_is_not_overwritten_either(shop: Shop) -> None:
    (shop.folder / ".asv").mkdir()
    (shop.folder / ".asv/shop.yaml").symlink_to("gone.yaml")
    assert shop.asv(*FLAGS).code == Exit.USAGE


def test_force_keeps_the_old_settings_and_the_catalogue(shop: Shop) -> None:
    shop.write(".asv/shop.yaml", "shop_name: Old\n")
    shop.write(".asv/products.yaml", "A-1: {name: cup}\n")
    result = shop.asv(*FLAGS, "--force")
    assert result.code == 0
    assert result.err == (
        "The old settings are kept in .asv/shop.yaml.old.\n"
        "Wrote .asv/shop.yaml.\n"
        "Kept .asv/products.yaml as it is.\n"
    )
    assert (shop.folder / ".asv/shop.yaml.old").read_text(encoding="utf-8") == "shop_name: Old\n"
    assert list(load_catalogue(open_library())) == ["A-1"]


def test_a_folder_that_cannot_be_made_is_said(shop: Shop) -> None:
    shop.write(".asv", "a file\n")
    result = shop.asv(*FLAGS)
    assert result.code == Exit.FINDINGS
    assert result.err == "The folder '.asv' cannot be made: File exists.\n"


def test_a_file_that_appeared_meanwhile_is_kept(shop: Shop) -> None:
    path = shop.write("x.yaml", "old\n")
    with pytest.raises(OutputError, match=r"'.*x\.yaml' could not be written: File exists\."):
        write_file(path, "new\n", replace=False)
    assert path.read_text(encoding="utf-8") == "old\n"
    assert [p.name for p in shop.folder.iterdir()] == ["x.yaml"]


def test_questions_come_in_order_with_their_defaults() -> None:
    asker = Scripted("Blue Hill", "Anna", "", "fr", "")
    answers = ask_all(Form(), {}, asker)
    assert asker.seen == [
        ("shop_name", ""), ("agent_name", ""), ("marketplace", DEFAULT_MARKETPLACE),
        ("language", "en"), ("reply_hours", "24"),
    ]  # fmt: skip
    assert list(answers.values()) == ["Blue Hill", "Anna", "US", "fr", "24"]


def test_going_back_asks_the_last_again_with_its_answer() -> None:
    asker = Scripted("Bleu Hill", GoBack, "Blue Hill", "Anna", "", "", "")
    assert ask_all(Form(), {}, asker)["shop_name"] == "Blue Hill"
    assert asker.seen[:3] == [("shop_name", ""), ("agent_name", ""), ("shop_name", "Bleu Hill")]


def test_going_back_from_the_first_question_stays_there() -> None:
    asker = Scripted(GoBack, "Blue Hill", "Anna", "", "", "")
    assert len(ask_all(Form(), {}, asker)) == 5


def test_given_values_are_not_asked_for() -> None:
    asker = Scripted("Anna", "", "")
    ask_all(Form(), {"shop_name": "Blue Hill", "marketplace": "DE"}, asker)
    assert [key for key, _ in asker.seen] == ["agent_name", "language", "reply_hours"]


def test_stopping_writes_nothing() -> None:
    with pytest.raises(Interrupted, match=r"^Stopped; nothing was written\.$"):
        ask_all(Form(), {}, Scripted("Blue Hill", KeyboardInterrupt))


@pytest.mark.parametrize("store", sorted(marketplaces()))
def test_the_examples_in_the_new_files_are_right_in_every_store(shop: Shop, store: str) -> None:
    answers = dict(zip(Form().fields, ("x", "y", store, "en", "24"), strict=True))
    head, _, rest = products_text(answers).partition("# KX-200:\n")
    body = "".join(
        line.removeprefix("#").removeprefix(" ") for line in rest.splitlines(keepends=True)
    )
    assert all(line.startswith("#") for line in head.splitlines())
    shop.write(".asv/products.yaml", f"KX-200:\n{body}")
    lines = shop_text(answers).splitlines(keepends=True)
    keys = ("price_levels", "  low", "  high", "caps", "answers", "  fulfilment", "dispatch_days")
    chosen = [line.removeprefix("# ") for line in lines]
    kept = [line for line in chosen if line.startswith(keys) or (line in lines and line[0] != "#")]
    shop.write(".asv/shop.yaml", "".join(kept))
    product = load_catalogue(open_library())["KX-200"]
    assert product.issues["lid"].cause is not None
    rules = load_shop(open_library())
    assert rules.price_levels is not None
    assert list(rules.caps) == ["low", "high"]
    assert rules.settings["fulfilment"].text == "merchant"
    assert "<" not in shop_text(answers).replace("<br>", "")


def test_init_without_a_terminal_imports_no_prompt(shop: Shop) -> None:  # noqa: ARG001
    code = (
        "import sys\nfrom asv_cli.cli import run\nassert run(sys.argv[1:]) == 0\n"
        "heavy = {'questionary', 'prompt_toolkit', 'rich', 'babel'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    done = process(code, *FLAGS)
    assert done.returncode == 0, done.stderr


def test_the_questions_are_asked_on_a_real_terminal(shop: Shop) -> None:
    keyboard, terminal = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "asv_cli", "init"],
        stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm"},
    )  # fmt: skip
    os.close(terminal)
    for prompt, keys in (
        ("The shop's name", "Blue Hill\r"), ("signed with", "Anna\r"), ("store do you", "\r"),
        ("Which language", "\r"), ("how many hours", "\r"), ("Wrote", ""),
    ):  # fmt: skip
        assert prompt in _read_until(keyboard, prompt)
        os.write(keyboard, keys.encode())
    assert child.wait(timeout=20) == 0
    os.close(keyboard)
    assert load_shop(open_library()).settings["shop_name"].text == "Blue Hill"
    assert shop.folder.joinpath(".asv/products.yaml").is_file()


def _read_until(descriptor: int, word: str) -> str:
    said, end = "", time.monotonic() + 20
    while word not in said and time.monotonic() < end:
        if select.select([descriptor], [], [], 0.2)[0]:
            with contextlib.suppress(OSError):
                said += os.read(descriptor, 4096).decode("utf-8", "replace")
    time.sleep(0.1)
    return said
