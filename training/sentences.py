"""The sentences the classifier learns from, as they lie in the repository."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

import yaml

ROOT = Path(__file__).resolve().parents[1]
FAMILIES = (
    "trade", "claim", "review", "cancel", "marketing", "offsite", "rights", "promise", "choice",
    "blame",
)  # fmt: skip
OWN = 5.0
"""How much more our own sentences count: people have read every one of them."""


class Labelled(NamedTuple):
    """A sentence, and the family whose rule it breaks; empty for an innocent one."""

    family: str
    text: str
    weight: float = 1.0


def labelled(language: str) -> list[Labelled]:
    """Return the sentences of a language, each once, in a fixed order; samples of rules first."""
    found = {one.text: one for one in samples(language)}
    files = [ROOT / "training" / f"{language}.tsv"]
    files += sorted((ROOT / "tests" / "policy").glob(f"{language}*.tsv"))
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                verdict, family, text = line.split("\t")
                if verdict == "ok" or family in FAMILIES:
                    known = Labelled("" if verdict == "ok" else family, text.replace("\\n", "\n"))
                    found.setdefault(text, known)
    return sorted(found.values(), key=lambda one: hashlib.sha256(one.text.encode()).digest())


def samples(language: str) -> list[Labelled]:
    """Return the sentences that learned rules show to explain themselves."""
    policy = ROOT / "src" / "asv_cli" / "data" / "policy.yaml"
    found = []
    for rule in yaml.safe_load(policy.read_text(encoding="utf-8"))["rules"]:
        if rule["family"] in FAMILIES and "learned" in rule.get("texts", {}).get(language, {}):
            passing, failing = rule["samples"][language]
            found += [Labelled("", passing, OWN), Labelled(rule["family"], failing, OWN)]
    return found


def stamp(language: str) -> str:
    """Return what tells whether a table was made from the sentences there are now."""
    lines = "\n".join(f"{one.family}\t{one.text}" for one in labelled(language))
    return hashlib.sha256(lines.encode()).hexdigest()[:16]
