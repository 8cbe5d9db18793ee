"""Draw a menu as styled lines for a screen of a given size; nothing here reads keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asv_cli.prompt.cells import fit, fold_lines, pair
from asv_cli.prompt.state import MOST_DIGITS

if TYPE_CHECKING:
    from asv_cli.i18n import Words
    from asv_cli.prompt.state import MenuState

Line = tuple[str, str]
"""A style and a text without newline."""

STYLES = {
    "mark": "fg:ansicyan bold",
    "ask": "bold",
    "why": "dim",
    "hint": "dim",
    "number": "fg:ansicyan",
    "current": "bold",
    "tail": "fg:ansicyan",
    "group": "underline",
    "typed": "fg:ansicyan",
    "fault": "fg:ansired bold",
    "rule": "dim",
}
_LEAST_ITEMS = 7


def draw(state: MenuState, words: Words, columns: int, rows: int) -> list[list[Line]]:
    """Return the lines of a menu, at most `rows`, none wider than `columns`."""
    width = columns - 1  # a full last column makes some terminals wrap
    head = _head(state, width)
    foot = _foot(state, words, width)
    body = fold_lines(state.menu.body, width) if state.menu.body else []
    entries, at = _entries(state, width)
    room = max(rows - len(head) - len(foot), 2)
    if not body:
        return [*head, *_window(entries, at, room), *foot][:rows]
    listed = min(len(entries), max(_LEAST_ITEMS, room - len(body) - 1))
    text = _text(state, words, body, max(room - listed - 1, 1), width)
    return [*head, *text, *_window(entries, at, listed), *foot][:rows]


def _head(state: MenuState, width: int) -> list[list[Line]]:
    first, *more = fold_lines(state.menu.ask, max(width - 2, 2))
    lines: list[list[Line]] = [[("class:mark", "? "), ("class:ask", first)]]
    lines += [[("class:ask", f"  {line}")] for line in more]
    if state.menu.why:
        lines += [[("class:why", f"  {line}")] for line in fold_lines(state.menu.why, width - 2)]
    return lines


def _entries(state: MenuState, width: int) -> tuple[list[list[Line]], int]:
    """Return headings and items as lines, and the line of the pointer."""
    lines: list[list[Line]] = []
    group, at = "", 0
    for number, item in enumerate(state.visible):
        if item.group != group:
            group = item.group
            lines.append([("", "  "), ("class:group", fit(group, width - 2))])
        current = number == state.at
        if current:
            at = len(lines)
        digit = f"{number + 1}" if number < MOST_DIGITS and not state.typed else " "
        label, tail = pair(item.label, item.tail, width - 4)
        style = "class:current" if current else ""
        pointer = ("class:mark", "❯ ") if current else ("", "  ")
        parts = [(style, label), ("class:tail", tail)]
        lines.append([pointer, ("class:number", f"{digit} "), *parts])
    return lines, at


def _window(lines: list[list[Line]], at: int, room: int) -> list[list[Line]]:
    """Return the part of the list round the pointer; arrows show that there is more."""
    if len(lines) <= room:
        return lines
    first = min(max(at - room // 2, 0), len(lines) - room)
    shown = [list(line) for line in lines[first : first + room]]
    if first:
        shown[0][0] = ("class:number", "↑ ") if shown[0][0][1] == "  " else shown[0][0]
    if first + room < len(lines):
        shown[-1][0] = ("class:number", "↓ ") if shown[-1][0][1] == "  " else shown[-1][0]
    return shown


def _text(
    state: MenuState, words: Words, body: list[str], room: int, width: int
) -> list[list[Line]]:
    """Return the page of the text above the items, and the rule that says which page."""
    state.scrolled = min(state.scrolled, max(len(body) - room, 0))
    page = body[state.scrolled : state.scrolled + room]
    first, last = state.scrolled + 1, state.scrolled + len(page)
    rule = "─" * width
    if len(page) < len(body):
        said = words("lines {first}-{last} of {all}: PgUp, PgDn", first=first, last=last,
                     all=len(body))  # fmt: skip
        rule = fit(f"── {said} {rule}", width).replace("…", "─")
    return [*([("", line)] for line in page), [("class:rule", rule)]]


def _foot(state: MenuState, words: Words, width: int) -> list[list[Line]]:
    lines: list[list[Line]] = []
    if any(item.help for item in state.menu.items):
        lines.append(
            [("class:why", f"  {fit(state.current.help if state.current else '', width - 2)}")]
        )
    if state.typed:
        lines.append([("class:mark", "/ "), ("class:typed", fit(state.typed, width - 2))])
    if not state.visible:
        lines.append(
            [("class:fault", fit(words("Nothing matches. Esc clears what is typed."), width))]
        )
        return lines
    if state.typed:
        hint = words("Enter picks; Esc clears the filter")
    else:
        hint = words("1-9 pick; type to filter; ← or Shift-Tab: back")
    return [*lines, [("class:hint", f"  {fit(hint, width - 2)}")]]
