"""Guess the language of a text from the small words that hold its sentences together."""

from __future__ import annotations

import re
from functools import lru_cache

from asv_cli.policy.document import fold

_SMALL_WORDS = {
    "en": "the and you your we our is are was were have has been will would this that with "
    "for from not of to it can please if or they which when as at by be an on i in so there their "
    "thank sorry order hello dear",
    "fr": "le la les des du de et vous votre vos nous notre nos est sont a ete avons avez pas ne "
    "pour avec dans sur une un ce cette que qui il elle au aux si ou je sera bonjour merci "
    "en par plus se mais comme cordialement l d n s c qu j commande",
    "de": "der die das und sie ihr ihre ihnen wir unser ist sind war haben hat nicht mit fur von "
    "zu den dem ein eine einen auf im bitte wenn oder werden wird auch es als ich bei nach "
    "vielen dank sehr geehrte wurde konnen zum zur",
    "es": "el la los las de del y usted su sus nosotros nuestro es son fue ha hemos no con para "
    "por en un una que se si o lo le al como mas pero esta este gracias pedido hola estimado",
    "it": "il lo la i gli le di del della e lei suo nostro noi sono stato ha abbiamo non con per "
    "in un una che si o al alla come ma questo questa piu grazie ordine gentile buongiorno",
    "nl": "de het een en u uw wij ons onze is zijn was hebben heeft niet met voor van te op in dat "
    "die dit als of kunnen wordt worden ook bij naar graag bedankt beste bestelling",
}
WORDS = {code: frozenset(words.split()) for code, words in _SMALL_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 4
"""Small words that must be seen before anything is said about a language."""


def score(folded: str) -> dict[str, int]:
    """Return how many different small words of each language the folded text holds."""
    words = frozenset(_WORD.findall(folded))
    return {code: len(words & small) for code, small in WORDS.items()}


def guess_language(folded: str, *, default: str = "en") -> str:
    """Return the code of the likeliest language of a folded text, or the default."""
    scores = score(folded)
    best = max(scores, key=lambda code: (scores[code], code == default))
    return best if scores[best] else default


@lru_cache(maxsize=1 << 14)
def foreign(text: str, language: str) -> str:
    """Return the code of the language a text is clearly in when it is not the given one.

    Short texts, and texts where the languages stand close, return an empty string: a false
    alarm costs more than a miss here.
    """
    if language not in WORDS or text.count(" ") < _ENOUGH - 1:
        return ""
    scores = score(fold(text))
    best = max(scores, key=lambda code: scores[code])
    clear = scores[best] >= _ENOUGH and scores[best] >= 2 * scores[language] + 1
    return best if clear else ""
