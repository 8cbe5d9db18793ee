"""The published JSON Schema of scenario files, made from the shapes that read them."""

from __future__ import annotations

import json

from asv_cli.loader.scenario import SCENARIO


def scenario_schema() -> str:
    """Return the schema (draft-07) as indented JSON."""
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "asv scenario",
        "description": "One kind of after-sales case as a decision tree.",
        **SCENARIO.schema(),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
