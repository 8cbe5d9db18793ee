"""Write the `needs` of `policy.yaml` anew: `python tests/regen_policy.py`."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from asv_cli.policy import load_rules
from asv_cli.policy.literals import needs

POLICY = Path(__file__).parent.parent / "src" / "asv_cli" / "data" / "policy.yaml"
MARK = "\n# Written by tests/regen_policy.py; do not edit below.\n"


def regenerated(text: str) -> str:
    """Return the text of the policy file with its `needs` made anew."""
    head = text.partition(MARK)[0]
    found = needs(load_rules(yaml.safe_load(head)))
    lines = [
        f"  {key}: {json.dumps(groups, ensure_ascii=False)}"
        for key, groups in sorted(found.items())
    ]
    return head + MARK + "needs:\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    POLICY.write_text(regenerated(POLICY.read_text(encoding="utf-8")), encoding="utf-8")
