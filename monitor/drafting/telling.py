"""Whether somebody only tells what happened: the governor, the minister, the spokesman."""

from collections.abc import Sequence

from monitor.drafting.citation import bare, lemma
from monitor.drafting.heads import heads
from monitor.drafting.sentence import Article, in_headline
from monitor.model import Hit
from monitor.text.fold import fold

#: An office stands so many words before the name, or behind it.
_NEAR = 5


def tells(article: Article, hits: Sequence[Hit]) -> bool:
    """Whether a person bears an office, by the words around his name, and the headline does not name him."""
    return not in_headline(article, hits) and any(_in_office(article, hit) for hit in hits)


def _in_office(article: Article, hit: Hit) -> bool:
    for sentence in article.sentences:
        if sentence.field == hit.field and sentence.offset <= hit.start < sentence.offset + len(sentence.text):
            inside = [word.place for word in sentence.words if hit.start <= word.start < hit.end]
            first, last = min(inside, default=0), max(inside, default=0)
            around = sentence.words[max(first - _NEAR, 0) : first] + sentence.words[last + 1 : last + 4]
            lang = article.lang
            forms = {
                fold(form) for word in around for form in (word.text, bare(word.text, lang), lemma(word.text, lang))
            }
            return not heads(lang).official.isdisjoint(forms)
    return False
