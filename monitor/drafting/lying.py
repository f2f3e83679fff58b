"""Whether an article uses a name as that of a place: in Kassala, Кременчуці after у, Жаңаөзенде, في كسلا."""

import re
from collections.abc import Sequence

from monitor.drafting.sentence import Article
from monitor.model import Hit

#: What stands right before a place where something is or happens; not what people and firms take too (bei, de).
_IN = {
    "en": "in|near|outside|across|off|from|around|at|to|city of|town of|village of|province of|state of|region of",
    "de": "in|nach|aus|nahe|nördlich von|südlich von|östlich von|westlich von",
    "fr": "à|en|près de|vers|dans le|dans la|dans les|wilaya de|province de|région de|ville de",
    "es": "en|cerca de|hacia|provincia de|ciudad de|región de",
    "ru": "в|во|из|близ|под|около|возле|город|города|городе|посёлок|село|остров",
    "uk": "у|в|під|біля|поблизу|із|з|до|місто|міста|місті|селі|селище",
    "ar": "في|قرب|إلى|مدينة|بلدة|ولاية|محافظة|إقليم|قرية|بولاية|بمدينة|شرق|غرب|شمال|جنوب|شرقي|غربي|شمالي|جنوبي",
    "fa": "در|نزدیک|شهر|استان|روستای",
}
#: How such a name ends, or what joins it, in languages that put the word behind.
_ENDING = {
    "kk": "(?:д[ае]|т[ае]|д[ае]ғы|д[ае]гі|т[ае]ғы|т[ае]гі|д[ае]н|т[ае]н)$",
    "ky": "(?:д[аеоө]|т[аеоө]|д[аеоө]гы|д[аеоө]н)$",
    "tr": "['’](?:d[ae]|t[ae]|d[ae]ki|t[ae]ki|d[ae]n|t[ae]n)$",
    "az": "(?:d[aə]|d[aə]ki|d[aə]n)$",
}
_BEHIND = {
    "kk": "[ -]*(?:қаласы|облысы|ауданы|ауылы|кенті)",
    "tr": "[ -]*(?:kenti|ili|ilçesi|köyü)",
    "ru": "[ -]*(?:област|район|кра[йею])",
    "uk": "[ -]*(?:област|район)",
    "en": "[ -](?:province|state|district|region|county)",
}


def lies(article: Article, hits: Sequence[Hit]) -> bool:
    """Whether at least a third of the mentions are those of a place."""
    there = sum(_is_there(article, hit) for hit in hits)
    return 3 * there >= len(hits) and there > 0


def _is_there(article: Article, hit: Hit) -> bool:
    text = article.post.title if hit.field == "title" else article.post.text
    lang = article.lang
    before, own = text[max(0, hit.start - 25) : hit.start], text[hit.start : hit.end]
    behind = text[hit.end : hit.end + 15]
    if lang in _IN and re.search(rf"(?:^|[^\w])(?:{_IN[lang]})\s+$", before, re.IGNORECASE):
        return True
    if lang in _ENDING and re.search(_ENDING[lang], own):
        return True
    return lang in _BEHIND and bool(re.match(_BEHIND[lang], behind, re.IGNORECASE))
