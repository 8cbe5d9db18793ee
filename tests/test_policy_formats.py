from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from asv_cli.errors import LibraryError, Problem, Spot, UsageError
from asv_cli.policy.files import Checked, explain, fails, records, rendered, run_lint
from asv_cli.policy.formats import FORMATS, Record, as_github, as_sarif, as_text, from_problem
from policy_corpus import rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

RECORD = Record("a,b.txt", 3, 5, "AMZ003", "error", "50% is bad. Stop.", "a@b.com", "Reply.")


def lint(*paths: Path | str, language: str | None = None) -> list[Checked]:
    return run_lint(map(str, paths), rules=rules(), language=language)


def test_text_is_one_line_for_each_finding() -> None:
    assert as_text([RECORD]) == "a,b.txt:3:5: error AMZ003 “a@b.com” 50% is bad. Stop.\n"
    assert as_text([Record("", 1, 1, "X", "error", "No.", "w " * 50)]).count("\n") == 1


def test_json_has_the_schema_and_exactly_the_published_keys() -> None:
    body = json.loads(rendered([Checked("-", "en", ())], "json"))
    assert body == {"schema": 1, "findings": []}
    body = json.loads(FORMATS["json"]([RECORD]))
    keys = ["path", "rule", "severity", "line", "column", "text", "message", "suggestion"]
    assert list(body["findings"][0]) == keys


def test_github_annotations_are_escaped() -> None:
    line = "::error file=a%2Cb.txt,line=3,col=5,title=AMZ003::50%25 is bad. Stop.\n"
    assert as_github([RECORD]) == line


def test_sarif_has_the_required_keys() -> None:
    log = json.loads(as_sarif([RECORD, Record("", 1, 1, "STY001", "suggestion", "No.")]))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert run["tool"]["driver"]["name"] == "asv"
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note", "none"}
        assert result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"]
        assert place["region"]["startLine"] >= 1
        assert place["region"]["startColumn"] >= 1


def test_problems_of_a_library_become_records_too() -> None:
    problem = Problem(Spot("x.yaml", 2, 4), "unused", "Nobody asks it.", "Remove it.", "warning")
    record = from_problem(problem)
    assert (record.path, record.line, record.column, record.severity) == ("x.yaml", 2, 4, "warning")
    assert record.suggestion == "Remove it."
    assert from_problem(Problem(None, "r", "m")).line == 1


def test_files_folders_and_standard_input_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "a.j2").write_text("Bonjour {{ nom }}, merci !", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\xef\xbb\xbfThank you\r\nfor it!\r\n")
    (tmp_path / "c.png").write_bytes(b"\xff\xfe")
    first, second = lint(tmp_path)
    assert (first.language, [one.rule for one in first.findings]) == ("en", ["STY041"])
    assert (first.findings[0].line, first.findings[0].column) == (2, 7)
    assert (second.language, [one.rule for one in second.findings]) == ("fr", ["STY041"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Write to a@b.com.")))
    (piped,) = lint("-", language="en")
    assert piped.path == "-"
    body = json.loads(rendered([piped], "json"))
    assert "path" not in body["findings"][0]
    assert records([piped])[0].rule == "AMZ003"


def test_a_missing_file_and_a_file_that_is_no_text_are_usage_errors(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no file"):
        lint(tmp_path / "nothing.txt")
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="no UTF-8 text"):
        lint(tmp_path / "bad.txt")
    with pytest.raises(UsageError, match="There is no file"):
        lint(tmp_path / "bad.txt" / "below.txt")


@pytest.mark.parametrize(
    ("path", "said"),
    [("x" * 300, "cannot be read: File name too long"), ("/proc/self/mem", "cannot be read: ")],
)
def test_what_the_system_does_not_let_be_read_is_a_usage_error(path: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        lint(path)


def test_a_pipe_that_is_named_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["sh", "-c", "echo 'Thank you!' > pipe"], cwd=tmp_path):
        (piped,) = lint(tmp_path / "pipe")
    assert [one.rule for one in piped.findings] == ["STY041"]


@pytest.mark.parametrize("language", ["xx", "english", "de", "any", "x_FR"])
def test_a_language_without_rules_is_refused_with_those_there_are(
    language: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Thank you!", encoding="utf-8")
    with pytest.raises(UsageError, match=f"language '{language}'. Choose one of: en, fr."):
        lint(path, language=language)


def test_a_language_is_known_in_capitals_and_with_its_region(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Click here.", encoding="utf-8")
    for spelled, code in {"en": "en", "en_US": "en", "EN": "en", "fr-CA": "fr"}.items():
        (one,) = lint(path, language=spelled)
        assert one.language == code
        assert bool(one.findings) is (code == "en")


def test_a_file_name_that_is_no_utf_8_has_its_bytes_in_sarif(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xfe \xc3\xa9.txt")
    path.write_text("Thank you!", encoding="utf-8")
    log = json.loads(rendered(lint(path), "sarif"))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("/%FE%20%C3%A9.txt")


def test_the_fail_level_decides(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Thank you!", encoding="utf-8")
    assert fails(lint(path), "warning")
    assert fails(lint(path), "suggestion")
    assert not fails(lint(path), "error")


def test_explain_prints_the_rule_with_its_source_and_samples() -> None:
    text = explain("AMZ020", rules())
    assert "R73" in text
    assert "[en] passes: " in text
    assert "[fr] found:  " in text
    assert "where the rights are 'us': warning" in explain("LAW001", rules())
    assert "AMZ001" in explain("all", rules())
    with pytest.raises(LibraryError, match="no policy rule 'AMZ000'"):
        explain("AMZ000", rules())


def test_explain_prints_data_where_json_is_asked_for(asv: Callable[..., Result]) -> None:
    for way in (("--json",), ("--format", "json")):
        data = json.loads(asv("lint", "--explain", "law001", *way).out)
        assert (data["schema"], data["rule"]["id"]) == (1, "LAW001")
        assert data["rule"]["milder"]["us"] == "warning"
        assert data["rule"]["samples"]["fr"].keys() == {"passing", "failing"}
    every = json.loads(asv("lint", "--explain", "all", "--json").out)["rules"]
    assert [rule["id"] for rule in every] == [rule.id for rule in rules()]
    error = asv("lint", "--explain", "AMZ000", "--json")
    assert (error.code, json.loads(error.out)["error"]["code"]) == (3, 3)


def test_what_to_do_about_a_problem_of_the_library_is_printed_with_it() -> None:
    problem = Problem(Spot("a.j2", 2), "unused-field", "The field 'x' is not used.", "Delete it.")
    record = from_problem(problem)
    assert "The field 'x' is not used. Delete it." in as_text([record])
    assert "The field 'x' is not used. Delete it." in as_github([record])
