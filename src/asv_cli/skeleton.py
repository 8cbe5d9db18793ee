"""The skeleton of a new scenario: one file of questions and outcomes, two letters per language."""

from __future__ import annotations

from pathlib import Path

from asv_cli.check.structure import SOURCE_LANGUAGE, fingerprint

_PARTS = Path(__file__).parent / "data" / "skeleton"


def skeleton(scenario_id: str) -> dict[str, str]:
    """Return the texts of the new files by their path below a library folder."""
    scenario = (_PARTS / "scenario.yaml").read_text(encoding="utf-8")
    files = {f"scenarios/{scenario_id}.yaml": scenario.replace("ID/", f"{scenario_id}/")}
    for part in sorted(_PARTS.glob("*.j2")):
        language, name = part.name.split("-", maxsplit=1)
        text = part.read_text(encoding="utf-8")
        if language != SOURCE_LANGUAGE:
            source = (_PARTS / f"{SOURCE_LANGUAGE}-{name}").read_text(encoding="utf-8")
            text = f"{{# source: {fingerprint(source)} #}}\n{text}"
        files[f"templates/{language}/{scenario_id}/{name}"] = text
    return files
