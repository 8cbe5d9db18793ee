"""`asv draft` and the case log: each draft is recorded, an order goes on, a fault costs nothing."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

    Asv = Callable[..., Result]

ORDER = "302-1234567-1234567"
GIVEN = ("fulfilment=merchant", "product=teapot", "agent_name=Anna", "shop_name=Blue Hill")


def draft(asv: Asv, *words: str) -> Result:
    flags = [word for answer in GIVEN for word in ("-a", answer)]
    return asv("draft", "damaged", "--no-input", *flags, *words)


def logged(asv: Asv) -> list[dict[str, object]]:
    lines = asv("log", "export").out.splitlines()
    return [json.loads(line) for line in lines]


def database() -> Path:
    return Path.home() / ".local" / "share" / "asv" / "log.sqlite3"


def offer(amount: str) -> tuple[str, ...]:
    answers = ("photos=clear", "cause=unknown", "price_level=low", f"refund_amount={amount}")
    return tuple(word for answer in answers for word in ("-a", answer))


def test_a_finished_draft_is_recorded_without_a_word_the_buyer_could_be_known_by(
    asv: Asv,
) -> None:
    done = draft(asv, "-a", "photos=none", "-a", "buyer_name=Ms Okafor", "--order", ORDER)
    assert done.code == 0
    (entry,) = logged(asv)
    assert entry["scenario"] == "damaged"
    assert entry["outcome"] == "ask-for-photos"
    assert entry["order"] == ORDER
    assert entry["answers"] == {"fulfilment": "merchant", "photos": "none"}
    assert b"Okafor" not in database().read_bytes()
    assert b"teapot" not in database().read_bytes()
    assert stat.S_IMODE(database().stat().st_mode) == 0o600


def test_options_are_recorded_with_the_amounts_they_name(asv: Asv) -> None:
    assert draft(asv, *offer("5")).code == 0
    (entry,) = logged(asv)
    assert ["partial-refund", "5.00", "USD"] in [
        list(item.values()) if isinstance(item, dict) else item
        for item in entry["offers"]  # type: ignore[attr-defined]
    ]


def test_nothing_is_recorded_where_nothing_is_wanted(asv: Asv) -> None:
    assert draft(asv, "-a", "photos=none", "--no-log").code == 0
    assert not database().exists()
    shop = Path.home() / ".config" / "asv" / "shop.yaml"
    shop.parent.mkdir(parents=True)
    shop.write_text("log: {on: false}\n", encoding="utf-8")
    assert draft(asv, "-a", "photos=none").code == 0
    assert not database().exists()


def test_a_draft_that_fails_is_not_recorded(asv: Asv) -> None:
    assert asv("draft", "damaged", "--no-input").code == 4
    assert not database().exists()


def test_an_order_goes_on_from_its_last_draft(asv: Asv) -> None:
    assert draft(asv, *offer("5"), "--order", ORDER).code == 0
    flags = [word for answer in GIVEN[1:] for word in ("-a", answer)]
    again = asv("draft", "--no-input", "--order", ORDER, *flags, "-a", "refund_amount=5")
    assert again.code == 0, again
    assert f"photos: clear (the last draft of {ORDER})" in again.err
    assert "$5.00" in again.out


def test_a_draft_that_offers_less_or_asks_again_is_warned_of(asv: Asv) -> None:
    draft(asv, "-a", "photos=none", "--order", ORDER)
    again = draft(asv, "-a", "photos=none", "--order", ORDER)
    assert again.code == 0
    assert "was already requested" in again.err
    draft(asv, *offer("5"), "--order", ORDER)
    less = draft(asv, *offer("3"), "--order", ORDER)
    assert less.code == 0
    assert "5.00" in less.err.split("Note:")[-1]


def test_a_log_that_cannot_be_written_costs_one_line_and_not_the_letter(asv: Asv) -> None:
    database().parent.mkdir(parents=True)
    database().write_bytes(b"this is no database, and long enough to be read as one" * 40)
    done = draft(asv, "-a", "photos=none")
    assert done.code == 0
    assert "teapot" in done.out
    assert "log" in done.err.splitlines()[-1]
    assert "Traceback" not in done.err


def test_a_follow_up_comes_with_the_command_that_drafts_the_next_letter(asv: Asv) -> None:
    draft(asv, "-a", "photos=none", "--order", ORDER)
    due = json.loads(asv("due", "--json").out)
    (item,) = due["follow_ups"]
    assert f"asv draft damaged --order {ORDER}" in item["command"]


def test_no_order_id_is_refused_before_anything_is_written(asv: Asv) -> None:
    done = draft(asv, "-a", "photos=none", "--order", "not an order!")
    assert done.code == 4
    assert done.out == ""
