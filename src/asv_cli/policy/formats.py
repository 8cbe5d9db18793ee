"""Findings and problems in the four forms people and machines read: pure functions of records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from asv_cli.errors import Problem
    from asv_cli.policy.engine import Finding

SCHEMA = 1
_SARIF_LEVELS = {"error": "error", "warning": "warning", "suggestion": "note"}
_GITHUB_LEVELS = {"error": "error", "warning": "warning", "suggestion": "notice"}
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


class Record(NamedTuple):
    """What findings and problems have in common; `path` is empty for standard input."""

    path: str
    line: int
    column: int
    rule: str
    severity: str
    message: str
    text: str = ""
    suggestion: str = ""
    hint: str = ""

    @property
    def said(self) -> str:
        """What is wrong and, for a problem of the library, what to do about it."""
        return f"{self.message} {self.hint}".strip()


def from_finding(finding: Finding, path: str) -> Record:
    """Return the record of a policy finding in a file."""
    return Record(
        path=path,
        line=finding.line,
        column=finding.column,
        rule=finding.rule,
        severity=finding.severity,
        message=finding.message,
        text=finding.text,
        suggestion=finding.suggestion,
    )


def from_problem(problem: Problem) -> Record:
    """Return the record of a library problem; its hint is the suggestion."""
    spot = problem.spot
    return Record(
        path=spot.path if spot else "",
        line=spot.line if spot else 1,
        column=spot.column if spot else 1,
        rule=problem.rule,
        severity=problem.severity,
        message=problem.message,
        suggestion=problem.hint,
        hint=problem.hint,
    )


def as_text(records: Iterable[Record]) -> str:
    """Return one line for each record: `path:line:col: severity rule message hint`."""
    return "".join(f"{_line(record)}\n" for record in records)


def _line(record: Record) -> str:
    place = f"{record.path or '-'}:{record.line}:{record.column}"
    words = f" “{_short(record.text)}”" if record.text else ""
    return f"{place}: {record.severity} {record.rule}{words} {record.said}"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 60 else f"{plain[:57]}..."  # noqa: PLR2004 - fits a terminal line


def as_json(records: Iterable[Record], *, paths: bool = True) -> str:
    """Return `{"schema": 1, "findings": [...]}`; `paths` adds the file to every finding."""
    import json

    found = [_json_record(record, paths=paths) for record in records]
    return json.dumps({"schema": SCHEMA, "findings": found}, ensure_ascii=False, indent=2) + "\n"


def _json_record(record: Record, *, paths: bool) -> dict[str, Any]:
    body: dict[str, Any] = {"path": record.path} if paths else {}
    return body | {
        "rule": record.rule,
        "severity": record.severity,
        "line": record.line,
        "column": record.column,
        "text": record.text,
        "message": record.message,
        "suggestion": record.suggestion,
    }


def as_github(records: Iterable[Record]) -> str:
    """Return workflow commands that GitHub shows beside the lines of a pull request."""
    return "".join(f"{_annotation(record)}\n" for record in records)


def _annotation(record: Record) -> str:
    level = _GITHUB_LEVELS.get(record.severity, "warning")
    place = f"line={record.line},col={record.column},title={_property(record.rule)}"
    file = f"file={_property(record.path)}," if record.path else ""
    return f"::{level} {file}{place}::{_escaped(record.said)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(records: Sequence[Record], *, version: str = "0") -> str:
    """Return a SARIF 2.1.0 log with one run, one rule entry for each rule found."""
    import json

    rules = sorted({record.rule for record in records})
    driver = {"name": "asv", "version": version, "rules": [{"id": rule} for rule in rules]}
    results = [_result(record, rules.index(record.rule)) for record in records]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _result(record: Record, index: int) -> dict[str, Any]:
    region = {"startLine": record.line, "startColumn": record.column}
    place = {"artifactLocation": {"uri": _uri(record.path)}, "region": region}
    return {
        "ruleId": record.rule,
        "ruleIndex": index,
        "level": _SARIF_LEVELS.get(record.severity, "warning"),
        "message": {"text": record.message},
        "locations": [{"physicalLocation": place}],
    }


def _uri(path: str) -> str:
    import os
    from urllib.parse import quote

    return quote(os.fsencode(path.replace("\\", "/"))) if path else "stdin"


FORMATS: dict[str, Callable[[Sequence[Record]], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}
"""The forms `--format` offers."""
