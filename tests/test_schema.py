"""The published schema: current, draft-07, and true of every scenario we ship."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from asv_cli.loader.schema import scenario_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "schemas" / "scenario.schema.json"
MODELINE = "# yaml-language-server: $schema=../schemas/scenario.schema.json\n"
EVERY_YAML = sorted((ROOT / "scenarios").glob("*.yaml"))
SCENARIOS = [path for path in EVERY_YAML if path.name != "shared.yaml"]
# Every word of the schema language we use; all of them are draft-07.
DRAFT_07 = {
    "$schema", "title", "description", "type", "properties", "patternProperties", "required",
    "additionalProperties", "minProperties", "items", "anyOf", "enum", "pattern", "minimum",
}  # fmt: skip


def as_read_by_editors(path: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are safe


def words(schema: Any, *, named: bool = False) -> Iterator[str]:
    """Yield the keywords of a schema; below `properties` the keys are names of ours."""
    if isinstance(schema, dict):
        for key, value in schema.items():
            if not named:
                yield key
            yield from words(value, named=not named and key in {"properties", "patternProperties"})
    elif isinstance(schema, list):
        for item in schema:
            yield from words(item)


def test_the_published_schema_is_what_asv_schema_prints(asv: Callable[..., Any]) -> None:
    printed = asv("schema")
    assert printed.code == 0
    assert printed.out == scenario_schema() == SCHEMA.read_text(encoding="utf-8"), (
        "Run: asv schema > schemas/scenario.schema.json"
    )


def test_the_published_schema_is_draft_07_without_newer_words() -> None:
    schema = json.loads(scenario_schema())
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema.Draft7Validator.check_schema(schema)
    assert set(words(schema)) <= DRAFT_07


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_shipped_scenario_fits_the_published_schema(path: Path) -> None:
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    faults = validator.iter_errors(as_read_by_editors(path))
    assert [f"{list(fault.path)}: {fault.message}" for fault in faults] == []


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_shipped_scenario_names_its_schema_for_editors(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith(MODELINE)
    assert (path.parent / MODELINE.split("=")[1].strip()).resolve() == SCHEMA


@pytest.mark.parametrize("path", EVERY_YAML, ids=lambda path: path.stem)
def test_shipped_files_read_the_same_where_libyaml_is_missing(path: Path) -> None:
    # The parser in Python refuses `{en: Which?, fr: …}`; such texts stand in quotes.
    assert yaml.safe_load(path.read_text(encoding="utf-8")) == as_read_by_editors(path)


def test_the_schema_refuses_what_the_loader_refuses() -> None:
    validator = jsonschema.Draft7Validator(json.loads(scenario_schema()))
    sound = as_read_by_editors(ROOT / "scenarios" / "damaged.yaml")
    for change in ({"category": "products"}, {"start": "Photos"}, {"titel": "Damaged"}):
        assert not validator.is_valid({**sound, **change})
    assert not validator.is_valid({k: v for k, v in sound.items() if k != "title"})
