"""Links and phone numbers: shapes that order ids, dates, prices and versions share."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from asv_cli.policy.rules import compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from asv_cli.policy.document import Document
    from asv_cli.policy.rules import Context, Patterns, Rule

    Span = tuple[int, int]

_LINK = (
    r"(?:https?|ftp)\s?:\s?//\s?[^\s<>\"')\]]+|\bwww\s?\.\s?[a-z0-9-]+(?:\.[a-z0-9-]+)*[^\s<>\"')\]]*"
    r"|(?<![@\w.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?P<tld>[a-z]{2,6})\b(?P<path>/[^\s<>\"')\]]*)?"
    r"(?!@|[\w-]|\.[a-z])"
)
_HINT = re.compile(r"\.[a-z]|//|www")
"""What every link has; the patterns of links are compiled only where it is seen."""
_DIGITS = re.compile(r"\d(?:[ ./()\u00b7-]{0,2}\d){6}")
_CAPITALS = re.compile(r"[A-Z\u00c0-\u00de\u0152\u0178]{2}")
_ITEM = re.compile(r"\s*\d{1,2}[.)]\s")
_SURE = (
    r"com|net|org|info|biz|shop|store|online|eu|uk|fr|nl|io|ly|cn|jp|ca|tv|app|link|site|web|co|ch"
    r"|pl|cz|dk|fi|pt|ie|au|nz|gl|page|dev|xyz|club"
)
_DOUBTFUL = r"it|de|me|us|be|es|in|se|at|la"
"""Top-level domains that are words as well: "arrived.it" is a missing space, not a site."""
_VISIT = r"\b(?:visit|website|site|at|on|via|see|voir|sur|chez|notre|our|boutique|web)\s+$"
_AMAZON = r"(?:https://)?(?:www\.)?amazon\.[a-z.]{2,6}(?P<path>/\S*)?"
_AMAZON_PATH = (
    r"/?$|/(?:[-\w]+/)?(?:gp/help|hz/contact-us|help|gp/css|gp/your-account|your-orders|your-account|"
    r"orc/returns|spr/returns|returns|contact-us|progress-tracker|gp/r\.html)\b"
)
_CARRIER = (
    r"https://(?:[\w-]+\.)*(?:dhl|ups|fedex|dpd|gls-group|gls|hermes|evri|royalmail|parcelforce|usps|"
    r"laposte|colissimo|chronopost|mondialrelay|colisprive|relaiscolis|bpost|postnl|poste|correos|seur|"
    r"brt|sda|tnt|yodel|inpost|17track|canadapost|auspost|swisspost|post)\.[a-z.]{2,6}(?:/|$)"
)


def shapes(sentence: str, folded: str) -> frozenset[str]:
    """Return which checks of the whole text a sentence gives reason for."""
    found = []
    if _HINT.search(folded) and re.compile(_LINK).search(folded):
        found.append("links")
    if _DIGITS.search(folded):
        found += ["phones", "tagged_phones"]
    if _CAPITALS.search(sentence):
        found.append("shouting")
    if _ITEM.match(folded):
        found.append("numbering")
    return frozenset(found)


def links(doc: Document, _rule: Rule, _patterns: Patterns, _context: Context) -> Iterator[Span]:
    """Find web addresses, save Amazon's help, returns and orders pages and carrier tracking."""
    for match in re.compile(_LINK).finditer(doc.folded):
        start, end = match.start(), match.start() + len(match[0].rstrip(".,;:!?"))
        if match["tld"] and not _is_domain(doc, match):
            continue
        if not _allowed(doc.folded[start:end]):
            yield start, end


def _is_domain(doc: Document, match: re.Match[str]) -> bool:
    """Tell whether words with a dot between them are a site and not a missing space."""
    tld = match["tld"]
    if doc.text[match.start("tld")].isupper() and not doc.text[match.start("tld") + 1].isupper():
        return False
    if re.compile(_SURE).fullmatch(tld) or (re.compile(_DOUBTFUL).fullmatch(tld) and match["path"]):
        return not match[0].replace(".", "").isdigit()
    return re.compile(_DOUBTFUL).fullmatch(tld) is not None and (
        re.compile(_VISIT).search(doc.folded, max(0, match.start() - 12), match.start()) is not None
        or match[0].startswith("amazon.")
    )


def _allowed(link: str) -> bool:
    amazon = re.compile(_AMAZON).fullmatch(link)
    if amazon is not None:
        return re.compile(_AMAZON_PATH).match(amazon["path"] or "") is not None
    return re.compile(_CARRIER).match(link) is not None


_NUMBER = r"(?<![\w€£$#@/.,-])(?:\+|\(?0|\(?[1-9])(?:[ ./()\u00b7-]{0,2}\d){6,14}(?![\w-])"
_ORDER = r"\d{3}-\d{7}-\d{7}"
_DATE = r"\d{4}([-/. ])\d{1,2}\1\d{1,2}(?!\d)|\d{1,2}([-/. ])\d{1,2}\2\d{2,4}(?!\d)(?!\2)"
_MONEY = r"\s?(?:€|£|\$|eur|usd|gbp|euros?|pounds?|dollars?|kg|g|mm|cm|mah|h\b|x\d)"
_SHAPE = (
    r"\+\d[\d ./()-]{7,}|00\d{2}[ .]?\d[\d ./-]{6,}|0[1-9](?:[ ./-]?\d{2}){4}"
    r"|\(?0\d{2,4}\)?[ ./-]\d{3,4}[ ./-]?\d{3,4}|\(?0\d{3,4}\)?[ ./-]?\d{5,7}"
    r"|(?:1[ .-])?\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4}|1[ -]8\d\d[ -]\d{3}[ -]?\d{4}"
    r"|0[ .]?[89]\d{2}(?:[ .]?\d){6}"
)
_AROUND = 48


def phones(doc: Document, _rule: Rule, patterns: Patterns, _context: Context) -> Iterator[Span]:
    """Find phone numbers of the seller; order ids, dates, prices and references are not."""
    tagged = _tags(doc, patterns)
    return (span for span in _numbers(doc, patterns) if not tagged(doc.sentence_index(span[0])))


def tagged_phones(
    doc: Document, _rule: Rule, patterns: Patterns, _context: Context
) -> Iterator[Span]:
    """Find phone numbers of the carrier, the manufacturer or the warranty (amazon-rules R27)."""
    tagged = _tags(doc, patterns)
    return (span for span in _numbers(doc, patterns) if tagged(doc.sentence_index(span[0])))


def _tags(doc: Document, patterns: Patterns) -> Callable[[int], bool]:
    """Return what tells whether a sentence names a carrier or the like; it looks only once."""

    @cache
    def tagged(sentence: int) -> bool:
        area = doc.sentences[sentence]
        return compiled("{phone_tag}", patterns.words).search(doc.folded, *area) is not None

    return tagged


def _numbers(doc: Document, patterns: Patterns) -> Iterator[Span]:
    spoken = compiled("{phone_word}", patterns.words)
    reference = compiled("{reference_word}", patterns.words)
    for match in re.compile(_NUMBER).finditer(doc.folded):
        number = match[0]
        if (
            re.compile(_ORDER).fullmatch(number)
            or re.compile(_DATE).match(number)
            or re.compile(_MONEY).match(doc.folded, match.end())
        ):
            continue
        before = doc.folded[max(0, match.start() - _AROUND) : match.start()]
        said, referred = _last(spoken, before), _last(reference, before)
        if said > referred or (referred < 0 and re.compile(_SHAPE).fullmatch(number.strip())):
            yield match.span()


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Return where the last match starts, or -1."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)
