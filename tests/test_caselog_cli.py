"""The commands `asv log`, `due`, `done` and `report`, as a user calls them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner

from asv_cli import console
from asv_cli.caselog import LogSettings, open_store, record, utc
from asv_cli.cli import due, log, report
from asv_cli.errors import AnswerError, AsvError, OutputError, UsageError
from asv_cli.model import Due
from caselog_kit import ORDER, entry

if TYPE_CHECKING:
    from pathlib import Path

    from asv_cli.caselog import Entry

TODAY = datetime.now(UTC)
FRESH = entry(time=utc(TODAY), follow_ups=(Due("2001-02-03", "Ask again."),))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASV_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("ASV_DATABASE_URL", raising=False)
    return tmp_path / "home"


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer(rich_markup_mode=None)
    log.register(made)
    due.register(made)
    report.register(made, lambda: ["damaged", "lost"])
    return made


class Said:
    def __init__(self, app: typer.Typer, *words: str) -> None:
        result = CliRunner().invoke(app, words)
        self.out, self.talk, self.code = result.stdout, result.stderr, result.exit_code
        self.error = result.exception if isinstance(result.exception, AsvError) else None
        if result.exception and not self.error and not isinstance(result.exception, SystemExit):
            raise result.exception


def _log(*entries: Entry) -> None:
    for each in entries or (FRESH,):
        assert record(each) is None


def test_looking_creates_nothing_and_says_so(app: typer.Typer, home: Path) -> None:
    assert Said(app, "log").talk == "No draft is logged yet.\n"
    assert Said(app, "log", ORDER).talk == f"No draft of order '{ORDER}' is logged.\n"
    assert Said(app, "due").talk == "Nothing is due.\n"
    assert Said(app, "report").code == 0
    assert not home.exists()


def test_the_latest_drafts_are_listed_with_their_orders(app: typer.Typer) -> None:
    _log(FRESH, entry(time=utc(TODAY), order="", product="LAMP-2"))
    said = Said(app, "log")
    assert ORDER in said.out
    assert "LAMP-2" in said.out
    assert "LAMP-2" in Said(app, "log", "-n", "1").out
    assert "KETTLE-1" not in Said(app, "log", "-n", "1").out


def test_an_order_id_can_be_copied_from_a_narrow_terminal(
    app: typer.Typer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    _log(entry(time=utc(TODAY), product="P" * 40, scenario="s" * 40, outcome="o" * 40))
    lines = Said(app, "log").out.splitlines()
    assert lines[-1].endswith(ORDER)
    assert max(map(len, lines)) <= 60


def test_an_order_shows_what_was_offered_before(app: typer.Typer) -> None:
    _log()
    out = Said(app, "log", ORDER).out
    assert "offered: partial-refund 5.00 USD" in out
    assert "cause = transport" in out
    assert "due Sat 2001-02-03: Ask again." in out


def test_json_of_the_log_has_a_schema(app: typer.Typer) -> None:
    _log()
    for words in (("log", "--json"), ("log", ORDER, "--json")):
        data = json.loads(Said(app, *words).out)
        assert data["schema"] == 1
        assert data["drafts"][0]["order"] == ORDER


def test_an_order_past_the_retention_time_is_scrubbed_by_looking(app: typer.Typer) -> None:
    _log()
    with open_store() as store:
        store.add(entry(time=utc(TODAY - timedelta(days=31)), order="111-1111111-1111111"))
    assert "111-1111111-1111111" not in Said(app, "log").out
    with open_store() as store:
        assert [x.entry.order for x in store.every()] == [ORDER, ""]


def test_the_settings_say_how_long_orders_stay() -> None:
    app = typer.Typer()
    log.register(app, lambda: LogSettings(retention_days=60))
    with open_store() as store:
        store.add(entry(time=utc(TODAY - timedelta(days=31))))
    assert ORDER in Said(app, "log").out


def test_forget_deletes_an_order(app: typer.Typer) -> None:
    _log()
    assert Said(app, "log", "forget", ORDER).talk == f"1 draft of order '{ORDER}' deleted.\n"
    assert Said(app, "log", ORDER).out == ""


def test_purge_deletes_what_is_older(app: typer.Typer) -> None:
    _log()
    with open_store() as store:
        store.add_many([entry(time=utc(TODAY - timedelta(days=15)))] * 2)
    assert "2 drafts older than 2w deleted." in Said(app, "log", "purge", "--older-than", "2w").talk
    assert "0 drafts" in Said(app, "log", "purge", "--older-than", "30d").talk


@pytest.mark.parametrize(
    ("words", "kind", "message"),
    [
        (("log", "purge", "--older-than", "soon"), UsageError, "'soon' is no age. Give days"),
        (("log", "Ann Example"), AnswerError, "is no order id"),
        (("log", "forget", "a@b"), AnswerError, "is no order id"),
        (("log", "export", "--format", "xml"), UsageError, "Choose jsonl or csv"),
        (("done", "7"), UsageError, "No follow-up has the number 7"),
        (("report", "--week", "--month"), UsageError, "one of --week, --month and --since"),
        (("report", "--csv", "--json"), UsageError, "one of --json, --csv and --html"),
        (("report", "--by", "scenarios"), UsageError, "Did you mean 'scenario'"),
        (("report", "--since", "2999-01-01"), UsageError, "has not come yet"),
    ],
)
def test_what_is_wrong_is_said_with_the_remedy(
    app: typer.Typer, words: tuple[str, ...], kind: type[AsvError], message: str
) -> None:
    said = Said(app, *words)
    assert isinstance(said.error, kind)
    assert message in str(said.error)
    assert said.out == ""


def test_export_writes_both_forms_and_redacts(app: typer.Typer) -> None:
    _log()
    assert json.loads(Said(app, "log", "export").out)["order"] == ORDER
    assert Said(app, "log", "export", "--format", "csv").out.startswith("id,time,scenario,")
    for form in ("jsonl", "csv"):
        said = Said(app, "log", "export", "--redacted", "--format", form)
        assert ORDER not in said.out
        assert "KETTLE-1" in said.out


def test_due_shows_the_command_for_the_next_letter(app: typer.Typer) -> None:
    _log()
    out = Said(app, "due").out
    assert "overdue" in out
    assert f"asv draft damaged --order {ORDER} --marketplace us" in out


def test_due_shows_both_lines_of_amazons_clock(app: typer.Typer) -> None:
    in_a_day = utc(TODAY + timedelta(days=1))
    _log(entry(time=utc(TODAY), follow_ups=(Due(in_a_day, "Answer the buyer."),)))
    assert "Target 24 h; the last moment is" in Said(app, "due").out
    [data] = json.loads(Said(app, "due", "--json").out)["follow_ups"]
    assert datetime.fromisoformat(data["hard_line"]) == TODAY.replace(microsecond=0) + timedelta(2)


def test_due_hints_at_a_newer_draft(app: typer.Typer) -> None:
    _log(FRESH, FRESH)
    assert Said(app, "due").out.count("A newer draft of this order exists") == 1


def test_due_lists_a_screenful_and_says_that_there_is_more(app: typer.Typer) -> None:
    with open_store() as store:
        store.add_many([FRESH] * 51)
    said = Said(app, "due")
    assert said.out.count("asv draft") == 50
    assert "asv due --all" in said.talk
    assert json.loads(Said(app, "due", "--json").out)["more"] is True
    said = Said(app, "due", "--all")
    assert said.out.count("asv draft") == 51
    assert said.talk == ""


def test_done_takes_a_follow_up_off_the_list(app: typer.Typer) -> None:
    _log()
    [data] = json.loads(Said(app, "due", "--json").out)["follow_ups"]
    assert data["state"] == "overdue"
    assert Said(app, "done", str(data["id"])).talk == f"Follow-up {data['id']} is done.\n"
    assert Said(app, "due").talk == "Nothing is due.\n"


def test_done_says_when_it_was_done_before(app: typer.Typer) -> None:
    _log()
    with open_store() as store:
        store.done(1, "2001-02-03T04:05:06Z")
    assert Said(app, "done", "1").talk == "Follow-up 1 was done already, on 2001-02-03.\n"


def test_the_calendar_file_is_written_whole_with_its_line_ends(
    app: typer.Typer, tmp_path: Path
) -> None:
    _log()
    path = tmp_path / "due.ics"
    said = Said(app, "due", "--ics", str(path))
    assert said.out == ""
    assert said.talk == f"Follow-ups written to '{path}': 1.\n"
    assert path.read_bytes().startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["due.ics", "home"]


def test_a_report_has_four_forms(app: typer.Typer, tmp_path: Path) -> None:
    _log()
    assert "1 draft (0 in the 7 days before: new)." in Said(app, "report").out
    assert json.loads(Said(app, "report", "--month", "--json").out)["days"] == 30
    assert Said(app, "report", "--csv", "--by", "outcome").out.splitlines()[1] == (
        "damaged/offer-new-first,1,0,5.00"
    )
    page = tmp_path / "report.html"
    assert Said(app, "report", "--since", "90d", "--html", str(page)).out == ""
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert json.loads(Said(app, "report", "--json").out)["never_used"] == ["lost"]


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        console.write_file(path, "new \ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(OutputError, match="could not be written"):
        console.write_file(tmp_path / "no" / "page.html", "new")


def test_a_log_that_cannot_be_scrubbed_can_still_be_read(
    app: typer.Typer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from asv_cli.caselog import StoreError, sqlite

    def refuse(*_: object) -> int:
        raise StoreError("The log is read-only.")

    _log()
    monkeypatch.setattr(sqlite.SqliteStore, "scrub", refuse)
    said = Said(app, "log")
    assert ORDER in said.out
    assert said.talk == "Old order ids could not be taken out of the log. The log is read-only.\n"


PROGRAM = """
import sys, typer
from asv_cli.cli import due, log, report
from asv_cli.errors import AsvError
app = typer.Typer(pretty_exceptions_enable=False)
for each in (due, log, report):
    each.register(app)
for heavy in ("sqlite3", "psycopg", "decimal", "rich", "asv_cli.caselog", "asv_cli.report"):
    assert heavy not in sys.modules, heavy
try:
    app()
except AsvError as error:
    sys.exit(str(error))
"""


def _run(*words: str, out: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM, *words]
    return subprocess.run(command, check=False, stdout=out, stderr=subprocess.PIPE, text=True)


def test_registering_the_commands_loads_nothing_heavy() -> None:
    done = _run("log", out=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, "No draft is logged yet.\n")


def test_a_full_disk_at_the_end_of_a_pipe_is_one_clear_line() -> None:
    _log()
    full = os.open("/dev/full", os.O_WRONLY)
    done = _run("log", "export", out=full)
    os.close(full)
    assert done.returncode == 1
    assert done.stderr == "The output could not be written: No space left on device.\n"


def test_a_damaged_log_is_one_clear_line(home: Path) -> None:
    home.mkdir()
    (home / "log.sqlite3").write_text("no database " * 400)
    for words in (("log",), ("due",), ("report",), ("done", "1"), ("log", "export")):
        done = _run(*words, out=subprocess.PIPE)
        assert done.stdout == ""
        assert "is damaged" in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr
