"""The time a report is about, and the equally long time before it that it is measured against.

A week is today and the six days before, a month today and the 29 days before. Today is not over
yet, so the time before ends at the same hour of its last day: both are exactly as long.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from asv_cli.errors import UsageError

if TYPE_CHECKING:
    from datetime import tzinfo

WEEK: Final = 7
MONTH: Final = 30
PAST_DAYS: Final = 365  # how far back a product's own past is looked at


@dataclass(frozen=True, slots=True)
class Period:
    """A time from `start` to `now`, both with their zone; `days` counts the begun days."""

    start: datetime
    now: datetime
    days: int

    @property
    def window(self) -> tuple[str, str]:
        """The period as UTC text, from and up to but without."""
        return _utc(self.start), _utc(self.now + timedelta(seconds=1))

    @property
    def window_before(self) -> tuple[str, str]:
        """The period before, exactly as long."""
        length = timedelta(days=self.days)
        return _utc(self.start - length), _utc(self.now + timedelta(seconds=1) - length)

    @property
    def past(self) -> tuple[str, str]:
        """The year up to the period."""
        return _utc(self.start - timedelta(days=PAST_DAYS)), _utc(self.start)

    def days_shown(self) -> list[date]:
        """Return the days of the period in the user's zone, oldest first."""
        return [self.start.date() + timedelta(days=each) for each in range(self.days)]


def last_days(days: int, now: datetime, zone: tzinfo | None = None) -> Period:
    """Return the period of the last days, today included.

    Args:
        days: how many.
        now: the time, with its zone.
        zone: where days begin at midnight; the computer's own zone when None.
    """
    return since(now.astimezone(zone).date() - timedelta(days=days - 1), now, zone)


def since(day: date, now: datetime, zone: tzinfo | None = None) -> Period:
    """Return the period from a day's first moment to now.

    Raises:
        UsageError: the day has not come yet.
    """
    days = (now.astimezone(zone).date() - day).days + 1
    if days < 1:
        raise UsageError(f"'{day}' has not come yet. Give a day up to today.")
    midnight = datetime.combine(day, time.min, tzinfo=zone)
    return Period(midnight.astimezone(zone), now.astimezone(zone), days)


def parse_day(text: str, now: datetime) -> date:
    """Return the day a user named: an ISO date, or `90d` for that many days ago.

    Raises:
        UsageError: it is neither.
    """
    try:
        if text.endswith("d") and text[:-1].isdecimal():
            return now.date() - timedelta(days=int(text[:-1]))
        return date.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"'{text}' is no day. Give a date like 2026-11-01, or days ago like 90d."
        ) from error


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
