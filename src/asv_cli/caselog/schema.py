"""The tables of the log, and the steps from each version to the next.

A step is never changed once it was released; a change is a new step at the end. `{key}`,
`{ref}`, `{sorted}`, `{json}` and `{packed}` are what the two databases spell differently. Times
sort as text, in PostgreSQL by the collation "C".
"""

from __future__ import annotations

from typing import Final

from asv_cli.caselog.faults import StoreError

STEPS: Final[tuple[tuple[str, ...], ...]] = (
    (
        """CREATE TABLE asv_drafts (
            id {key}, time {sorted} NOT NULL, scenario TEXT NOT NULL, outcome TEXT NOT NULL,
            product TEXT NOT NULL, marketplace TEXT NOT NULL, language TEXT NOT NULL,
            scenario_hash TEXT NOT NULL, template_hash TEXT NOT NULL, agent TEXT NOT NULL,
            answers TEXT NOT NULL CHECK ({json}), order_id TEXT, letters TEXT,
            personal INTEGER NOT NULL
        )""",
        # `top` marks the largest amount of a draft in its currency: the buyer takes one option.
        """CREATE TABLE asv_offers (
            draft {ref} NOT NULL REFERENCES asv_drafts (id) ON DELETE CASCADE,
            place INTEGER NOT NULL, option TEXT NOT NULL, amount TEXT, currency TEXT NOT NULL,
            top INTEGER NOT NULL, PRIMARY KEY (draft, place)
        ){packed}""",
        """CREATE TABLE asv_follow_ups (
            id {key}, draft {ref} NOT NULL REFERENCES asv_drafts (id) ON DELETE CASCADE,
            due {sorted} NOT NULL, todo TEXT NOT NULL, done TEXT
        )""",
        # Reports count by these columns over a time: answered from the index alone.
        """CREATE INDEX asv_drafts_time
            ON asv_drafts (time, product, scenario, outcome, marketplace)""",
        "CREATE INDEX asv_drafts_scenario ON asv_drafts (scenario)",
        "CREATE INDEX asv_drafts_order ON asv_drafts (order_id) WHERE order_id IS NOT NULL",
        # Scrubbing at each draft looks only at rows that still hold something to scrub.
        "CREATE INDEX asv_drafts_personal ON asv_drafts (time) WHERE personal = 1",
        # `asv due` looks only at what is open, however much was done before.
        "CREATE INDEX asv_follow_ups_open ON asv_follow_ups (due, id) WHERE done IS NULL",
        "CREATE INDEX asv_follow_ups_draft ON asv_follow_ups (draft)",
    ),
)

SQLITE: Final = {
    # AUTOINCREMENT: a number that was purged is never given to another follow-up.
    "key": "INTEGER PRIMARY KEY AUTOINCREMENT",
    "ref": "INTEGER",
    "sorted": "TEXT",
    "json": "json_valid(answers)",
    "packed": " WITHOUT ROWID",
}
POSTGRES: Final = {
    "key": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    "ref": "BIGINT",
    "sorted": 'TEXT COLLATE "C"',
    "json": "answers::json IS NOT NULL",
    "packed": "",
}


def steps_after(version: int, words: dict[str, str]) -> list[str]:
    """Return the statements that bring a log of that version up to date, in one database's words.

    Raises:
        StoreError: the log was written by a newer program.
    """
    if version > len(STEPS):
        raise StoreError(
            f"The case log has version {version} and this asv knows versions up to {len(STEPS)}: "
            "it was written by a newer asv. Upgrade with 'pip install --upgrade asv-cli'."
        )
    return [statement.format(**words) for step in STEPS[version:] for statement in step]
