"""Follow-ups as an iCalendar file (RFC 5545) that common calendars import.

Each is a VEVENT, not a VTODO: Google Calendar and Outlook leave out VTODO on import without a
word. One due on a date is an all-day event that keeps the day free, with an alarm at 9:00; one
due at a time begins then, with an alarm an hour before. The UID stays the same, so importing
the file again updates. Order ids are left out: once another program has them, neither the
retention time nor `asv log forget` reaches them (amazon-rules R132).
"""

from __future__ import annotations

from datetime import UTC, date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from unicodedata import category

from asv_cli.caselog.clock import is_timed, moment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from asv_cli.caselog.entry import FollowUp

_UNSEEN = {"Cc", "Cf", "Zl", "Zp"}
_WIDTH = 75  # octets of a line without its end


def calendar(follow_ups: Iterable[FollowUp], now: datetime) -> str:
    """Return the whole file; its lines end with CRLF, so write it without translating them."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//asv//follow-ups//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Buyers to answer",
    ]
    for follow_up in follow_ups:
        lines += _event(follow_up, now)
    lines.append("END:VCALENDAR")
    return "".join(fold(line) + "\r\n" for line in lines)


def fold(line: str) -> str:
    """Break a line so that no piece is over 75 octets of UTF-8; no character is cut in two."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _WIDTH:
            pieces.append(piece)
            piece, size = " ", 1  # the blank that marks a continued line counts
        piece += character
        size += octets
    return "\r\n".join([*pieces, piece])


def escape(text: str) -> str:
    """Return a text as an iCalendar value, without control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return "".join(each for each in text if category(each) not in _UNSEEN or each in "\u200c\u200d")


def _event(follow_up: FollowUp, now: datetime) -> list[str]:
    entry = follow_up.entry
    about = " · ".join(filter(None, (entry.product, entry.marketplace, entry.scenario)))
    notes = (
        f"Follow-up {follow_up.id} of the case '{entry.scenario}'.\n"
        f"'asv due' shows the order and the command for the next letter; "
        f"'asv done {follow_up.id}' closes it."
    )
    return [
        "BEGIN:VEVENT",
        f"UID:{_uid(follow_up)}",
        f"DTSTAMP:{_stamp(now)}",
        *_when(follow_up.due),
        f"SUMMARY:{escape(f'{follow_up.do} ({about})')}",
        f"DESCRIPTION:{escape(notes)}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escape(follow_up.do)}",
        f"TRIGGER:{'-PT1H' if is_timed(follow_up.due) else 'PT9H'}",
        "END:VALARM",
        "END:VEVENT",
    ]


def _when(due: str) -> list[str]:
    if is_timed(due):
        return [f"DTSTART:{_stamp(moment(due))}", "DURATION:PT15M"]
    day = date.fromisoformat(due)
    after = day + timedelta(days=1)  # DTEND is the first day that is no longer part of it
    return [f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]


def _uid(follow_up: FollowUp) -> str:
    entry = follow_up.entry
    known = f"{follow_up.id} {follow_up.due} {entry.time} {entry.scenario} {entry.outcome}"
    return f"{sha256(known.encode()).hexdigest()[:32]}@asv"


def _stamp(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y%m%dT%H%M%SZ}"
