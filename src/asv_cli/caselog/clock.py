"""When a follow-up is due, how late it is, and how much time is left.

Hours are counted on the clock, nights, weekends and holidays included, as Amazon counts them
(amazon-rules R54); only business days skip Saturday and Sunday.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import tzinfo

    from asv_cli.caselog.entry import FollowUp

_DATE: Final = len("2026-11-22")
_SATURDAY: Final = 5
TARGET: Final = timedelta(hours=24)
HARD_LINE: Final = timedelta(hours=48)


def due_after(start: datetime, count: int, unit: str) -> str:
    """Return when something is due `count` hours, days or business days after a start.

    Args:
        start: a time with its zone; days are days of that zone.
        count: how many.
        unit: `hours` gives a UTC time; `days` and `business days` give a date.
    """
    if unit.removesuffix("s") == "hour":
        return (start.astimezone(UTC) + timedelta(hours=count)).strftime("%Y-%m-%dT%H:%M:%SZ")
    day = start.date()
    if unit.removesuffix("s") == "day":
        return (day + timedelta(days=count)).isoformat()
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day.isoformat()


def is_timed(due: str) -> bool:
    """Say whether something is due at a time and not in the course of a day."""
    return len(due) > _DATE


def moment(due: str) -> datetime:
    """Return a due time as a time with its zone."""
    return datetime.fromisoformat(due)


def state(due: str, now: datetime) -> str:
    """Return `overdue`, `today` or `later`. A date is overdue when its day is over."""
    if is_timed(due):
        if moment(due) < now:
            return "overdue"
        return "today" if moment(due).astimezone(now.tzinfo).date() == now.date() else "later"
    day = date.fromisoformat(due)
    return "overdue" if day < now.date() else "today" if day == now.date() else "later"


def distance(due: str, now: datetime) -> str:
    """Return how far off it is in words: `3 days overdue`, `today`, `in 5 h`."""
    if not is_timed(due):
        days = (date.fromisoformat(due) - now.date()).days
        return "today" if days == 0 else _worded(days, "day")
    minutes = round((moment(due) - now).total_seconds() / 60)
    if abs(minutes) < 60:  # noqa: PLR2004 - minutes of an hour
        return _worded(minutes, "min")
    hours = int(minutes / 60)
    return _worded(hours, "h") if abs(hours) < 48 else _worded(int(hours / 24), "day")  # noqa: PLR2004


def shown(due: str, zone: tzinfo | None = None) -> str:
    """Return the date, or the time in a zone (the local one by default) to the minute."""
    if not is_timed(due):
        return f"{date.fromisoformat(due):%a} {due}"
    return f"{moment(due).astimezone(zone):%a %Y-%m-%d %H:%M}"


def hard_line(follow_up: FollowUp) -> datetime | None:
    """Return Amazon's last moment, 48 h after the draft, where 24 h were set as the target.

    Both are shown because Amazon's own sources differ (amazon-rules R54, R66).
    """
    if not is_timed(follow_up.due):
        return None
    start = moment(follow_up.entry.time)
    return start + HARD_LINE if moment(follow_up.due) - start == TARGET else None


def _worded(count: int, unit: str) -> str:
    words = f"{abs(count)} {unit}{'s' if unit == 'day' and abs(count) != 1 else ''}"
    return f"{words} overdue" if count < 0 else f"in {words}"
