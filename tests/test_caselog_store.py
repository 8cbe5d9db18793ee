"""One set of tests for every store: SQLite and a real PostgreSQL server."""

from __future__ import annotations

import multiprocessing
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asv_cli.caselog import LogSettings, Offer, StoreError, open_store, record, schema
from asv_cli.model import Due, Letter
from caselog_kit import ENTRY, ORDER, entry, why_no_postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asv_cli.caselog import Entry, Store

pytest_plugins = ["caselog_fixtures"]

ALL_TIME = ("2000", "3000")


def test_what_is_logged_comes_back_as_it_was(store: Store) -> None:
    number = store.add(ENTRY)
    [logged] = store.cases(ORDER)
    assert logged.entry == ENTRY
    assert list(logged.entry.answers) == ["photos", "cause", "price_level"]
    assert logged.id == number


def test_letters_are_kept_only_when_the_entry_holds_them(store: Store) -> None:
    letter = Letter("offer", "buyer", "email", "fr", "Votre théière", "Bonjour,\n很抱歉\n")
    store.add(entry(letters=(letter,), order=""))
    store.add(ENTRY)
    kept, plain = store.latest(5)
    assert kept.entry.letters == (letter,)
    assert plain.entry.letters == ()


def test_drafts_of_an_order_come_oldest_first_and_the_latest_are_counted(store: Store) -> None:
    for outcome in ("one", "two", "three"):
        store.add(entry(outcome=outcome))
    store.add(entry(order="111-0000000-0000000"))
    assert [x.entry.outcome for x in store.cases(ORDER)] == ["one", "two", "three"]
    assert [x.entry.outcome for x in store.latest(3)] == ["two", "three", ENTRY.outcome]
    assert store.cases("999") == []


def test_every_draft_is_walked_over_page_by_page(store: Store) -> None:
    assert store.add_many(entry(outcome=f"o{n}") for n in range(1203)) == 1203
    assert [x.entry.outcome for x in store.every()] == [f"o{n}" for n in range(1203)]


def test_many_drafts_are_logged_all_or_none(store: Store) -> None:
    def some() -> Iterator[Entry]:
        yield ENTRY
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.add_many(some())
    assert list(store.every()) == []


def test_open_follow_ups_come_most_overdue_first(store: Store) -> None:
    dues = ("2026-11-25", "2026-11-23T10:00:00Z", "2026-11-23", "2026-11-01")
    for due in dues:
        store.add(entry(follow_ups=(Due(due, f"Do {due}."),), order=""))
    assert [x.due for x in store.due()] == sorted(dues)
    assert [x.due for x in store.due(2)] == sorted(dues)[:2]
    assert store.due()[0].do == "Do 2026-11-01."


def test_a_follow_up_tells_of_a_newer_draft_of_its_order(store: Store) -> None:
    store.add(ENTRY)
    assert [x.later for x in store.due()] == [False]
    store.add(ENTRY)
    assert [x.later for x in store.due()] == [True, False]


def test_done_closes_once_and_remembers_when(store: Store) -> None:
    store.add(ENTRY)
    [follow_up] = store.due()
    assert store.done(follow_up.id, "2026-11-22T12:00:00Z") == "2026-11-22T12:00:00Z"
    assert store.done(follow_up.id, "2026-11-23T12:00:00Z") == "2026-11-22T12:00:00Z"
    assert store.done(4711, "2026-11-22T12:00:00Z") == ""
    assert store.due() == []


def test_a_number_that_was_purged_is_not_given_again(store: Store) -> None:
    store.add(ENTRY)
    [first] = store.due()
    store.purge("2027")
    store.add(ENTRY)
    assert store.due()[0].id > first.id


def test_purge_deletes_the_old_with_all_that_belongs_to_them(store: Store) -> None:
    store.add(entry(time="2026-10-01T00:00:00Z"))
    store.add(entry(time="2026-11-01T00:00:00Z"))
    assert store.purge("2026-11-01T00:00:00Z") == 1
    assert [x.entry.time for x in store.every()] == ["2026-11-01T00:00:00Z"]
    assert len(store.due()) == 1


def test_scrubbing_takes_order_and_letters_and_leaves_the_counts(store: Store) -> None:
    letter = Letter("offer", "buyer", "email", "en", "s", "b")
    store.add(entry(time="2026-10-01T00:00:00Z", letters=(letter,)))
    store.add(entry(time="2026-11-01T00:00:00Z"))
    assert store.scrub("2026-10-15T00:00:00Z") == 1
    old, new = store.latest(2)
    assert old.entry == entry(time="2026-10-01T00:00:00Z", order="")
    assert new.entry.order == ORDER
    assert store.scrub("2026-10-15T00:00:00Z") == 0
    assert store.counts(["product"], *ALL_TIME) == {("KETTLE-1",): 2}


def test_recording_scrubs_what_is_past_the_retention_time(place: str | Path) -> None:
    with open_store(place) as store:
        store.add(entry(time="2020-01-01T00:00:00Z"))
    assert record(entry(time="2999-01-01T00:00:00Z"), place) is None
    with open_store(place) as store:
        assert [x.entry.order for x in store.latest(2)] == ["", ORDER]


def test_a_longer_retention_time_keeps_the_order_longer(place: str | Path) -> None:
    with open_store(place) as store:
        store.add(entry(time="2020-01-01T00:00:00Z"))
    assert record(ENTRY, place, settings=LogSettings(retention_days=10**9)) is None
    with open_store(place) as store:
        assert [x.entry.order for x in store.latest(2)] == [ORDER, ORDER]


def test_a_log_that_is_off_is_not_touched(place: str | Path) -> None:
    assert record(ENTRY, place, settings=LogSettings(on=False)) is None
    if isinstance(place, Path):
        assert not place.exists()


def test_forgetting_an_order_leaves_the_others(store: Store) -> None:
    store.add_many([ENTRY, ENTRY, entry(order="111-0000000-0000000")])
    assert store.forget(ORDER) == 2
    assert [x.entry.order for x in store.every()] == ["111-0000000-0000000"]
    assert len(store.due()) == 1


def test_drafts_are_counted_by_each_key_within_the_time(store: Store) -> None:
    store.add_many([ENTRY, entry(product="LAMP-2"), entry(time="2026-11-21T00:00:00Z")])
    during = ("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z")
    assert store.counts(["product"], *during) == {("KETTLE-1",): 1, ("LAMP-2",): 1}
    assert store.counts(["outcome"], *during) == {("damaged/offer-new-first",): 2}
    assert store.counts(["hour"], *during) == {("2026-11-20T09",): 2}
    assert store.counts(["product", "scenario"], *ALL_TIME)["KETTLE-1", "damaged"] == 2
    assert store.first() == ENTRY.time


def test_of_one_draft_only_the_largest_amount_counts_as_offered(store: Store) -> None:
    low, high = Offer("partial", Decimal("5.10"), "USD"), Offer("full", Decimal("30.20"), "USD")
    euro = Offer("partial", Decimal(4), "EUR")
    store.add_many([entry(offers=(low, high, euro)), entry(offers=(low,)), entry(offers=())])
    assert store.money("product", *ALL_TIME) == {
        ("KETTLE-1", "USD"): Decimal("35.30"),
        ("KETTLE-1", "EUR"): Decimal(4),
    }
    assert store.options(*ALL_TIME) == {
        ("partial", "USD"): (2, Decimal("10.20")),
        ("full", "USD"): (1, Decimal("30.20")),
        ("partial", "EUR"): (1, Decimal(4)),
    }


def test_an_option_without_amount_is_counted_without_money(store: Store) -> None:
    store.add(ENTRY)
    assert store.options(*ALL_TIME)["replacement", ""] == (1, None)


def test_an_empty_log_answers_every_question(store: Store) -> None:
    assert store.first() == ""
    assert store.counts(["product"], *ALL_TIME) == {}
    assert store.money("product", *ALL_TIME) == {}
    assert store.options(*ALL_TIME) == {}
    assert store.used(["damaged"]) == set()
    assert store.used([]) == set()
    assert store.due() == []


def test_used_scenarios_are_told_from_unused(store: Store) -> None:
    store.add(ENTRY)
    assert store.used(["damaged", "lost"]) == {"damaged"}


amounts = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(amounts, max_size=12))
def test_money_sums_are_exact(store: Store, sums: list[Decimal]) -> None:
    store.purge("9999")
    store.add_many(entry(offers=(Offer("refund", each, "USD"),)) for each in sums)
    found = store.money("scenario", *ALL_TIME).get(("damaged", "USD"), Decimal(0))
    assert found == sum(sums, Decimal(0))


def test_a_newer_log_is_refused_in_one_sentence_and_left_alone(
    place: str | Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        steps = (*schema.STEPS, ("CREATE TABLE asv_new (id INTEGER)",))
        _use_steps(newer, steps)
        with open_store(place) as store:
            store.add(ENTRY)
    with pytest.raises(StoreError, match=r"version 2 .* up to 1: .* newer asv\. Upgrade"):
        open_store(place)
    fault = record(ENTRY, place)
    assert fault is not None
    assert "newer asv" in fault.message


def test_an_older_log_is_brought_up_to_date_and_keeps_its_drafts(
    place: str | Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(place) as store:
        store.add(ENTRY)
    _use_steps(monkeypatch, (*schema.STEPS, ("CREATE TABLE asv_new (id INTEGER)",)))
    with open_store(place) as store:
        assert store.cases(ORDER)[0].entry == ENTRY
    with open_store(place) as store:  # and is not brought up twice
        store.add(ENTRY)


def test_a_step_that_fails_changes_nothing(
    place: str | Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(place) as store:
        store.add(ENTRY)
    with monkeypatch.context() as broken:
        _use_steps(broken, (*schema.STEPS, ("CREATE TABLE asv_new (id INTEGER)", "NONSENSE")))
        with pytest.raises(StoreError):
            open_store(place)
    with open_store(place) as store:
        assert len(store.cases(ORDER)) == 1
        rows = store._rows("SELECT count(*) FROM asv_drafts")  # type: ignore[attr-defined]
        assert rows == [(1,)]
        with pytest.raises(StoreError):
            store._rows("SELECT * FROM asv_new")  # type: ignore[attr-defined]


def _use_steps(patch: pytest.MonkeyPatch, steps: tuple[tuple[str, ...], ...]) -> None:
    patch.setattr("asv_cli.caselog.schema.STEPS", steps)
    patch.setattr("asv_cli.caselog.sqlite.STEPS", steps)
    if not why_no_postgres():
        patch.setattr("asv_cli.caselog.postgres.STEPS", steps)


WRITERS, EACH = 16, 25


def _write(place: str | Path, writer: int) -> None:
    for number in range(EACH):
        fault = record(entry(agent=f"{writer}-{number}"), place, timeout=60)
        assert fault is None, fault


def test_sixteen_processes_writing_at_once_lose_and_double_nothing(place: str | Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(place, n)) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    with open_store(place) as store:
        logged = list(store.every())
    assert len(logged) == WRITERS * EACH
    wanted = {f"{w}-{n}" for w in range(WRITERS) for n in range(EACH)}
    assert {each.entry.agent for each in logged} == wanted
    assert all(each.entry == ENTRY._replace(agent=each.entry.agent) for each in logged)
