"""Who somebody is, and no news: "the ousted president is arrested", "le président suspendu Roux arrêté"."""
# ruff: noqa: SIM905  lists of words read best as they are

import re
from collections.abc import Sequence

from monitor.judging.lexicon import entries_for
from monitor.judging.marks import Mark, Token

#: Ideas of the lexicon that are offices.
_OFFICES = frozenset({"president", "minister", "mayor", "king", "leader"})

#: What befell an office before: the axes whose words stand beside it as attributes.
_BEFELL = frozenset({"course", "office", "freedom", "guilt", "noconfidence"})

#: Participles that are attributes by their form, before the word they belong to.
_FORMS = {
    "en": re.compile(r"\w+ed$"),
    "de": re.compile(r"\w+[tn]e[rnms]?$"),
    "ru": re.compile(r"\w+(?:нн|т)(?:ый|ого|ому|ым|ом|ая|ой|ую|ые|ых|ыми)$"),
    "uk": re.compile(r"\w+(?:н|т)(?:ии|ого|ому|им|а|ої|ою|у|их|ими)$"),
}

#: English words behind which one stands: "the ousted president", "wife of detained mayor". Behind others, as in "they
#: have ousted President Roux" and "on Monday detained", it is the verb.
_LEADS_ON = frozenset(
    (
        "the a an this its his her their our my your of for from with without by against to in on at as over after"
        " before about between among under near towards via than say says said"
    ).split()
)

#: Languages that put it behind.
_BEHIND = frozenset({"fr", "es", "it", "pt"})


def is_attribute(tokens: Sequence[Token], at: int, mark: Mark, lang: str) -> bool:
    """Whether a word that undoes an act, or says that an office was lost, only says of which holder one speaks."""
    if mark.kind not in _BEFELL or mark.side > 0 or mark.length > 1:
        return False
    if lang in _BEHIND:
        named = not tokens[at].ends and at + 1 < len(tokens) and tokens[at + 1].text[:1].isupper()
        return named and at > 0 and not tokens[at - 1].ends and _is_office(tokens[at - 1], lang)
    form = _FORMS.get(lang)
    if form is None or not form.match(tokens[at].plain) or tokens[at].ends or at + 1 >= len(tokens):
        return False
    # "Parliament impeached president Roux" is news: there somebody stands before the verb
    subject = at > 0 and not tokens[at - 1].ends and not _leads_on(tokens[at - 1])
    return not (subject and lang == "en") and _is_office(tokens[at + 1], lang)


def _leads_on(token: Token) -> bool:
    return token.plain in _LEADS_ON or token.plain.endswith(("'s", "’s", "s'"))


def _is_office(token: Token, lang: str) -> bool:
    return entries_for(lang, token.script).idea(token.plain, ()) in _OFFICES
