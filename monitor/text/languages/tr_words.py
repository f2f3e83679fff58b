"""Turkish words that rules do not tell; written down by hand from the language."""
# ruff: noqa: E501, SIM905  lists of words read best as they are

from monitor.text.fold import fold

#: Nouns whose last vowel falls out: "şehir", "şehri".
ELIDING = frozenset(
    map(
        fold,
        (
            "şehir ağız burun oğul isim resim nehir akıl fikir şekil karın göğüs boyun omuz beyin vakit izin emir zehir ömür hüküm"
            " asıl nesil kayıp kısım cisim hapis nakit metin keşif kesir seyir tavır şahıs sabır vakıf kayıt haciz nabız bahis"
            " asır devir fetih kutup özür zulüm hacim hüzün gönül rehin ilim kasıt ufuk nutuk azil"
        ).split(),
    )
)

#: Words of one syllable whose last sound is voiced before a vowel: "kurt", "kurdu".
VOICING = frozenset(
    map(
        fold,
        "kurt dört art tat git grup kulüp kap dip çok gök renk ahenk denk yurt but kut cep harp borç taç stat".split(),
    )
)

#: Nouns whose last sound is doubled before a vowel: "hak", "hakkı"; "tıp", "tıbbı".
DOUBLING = {
    fold(word): fold(doubled)
    for word, doubled in (
        pair.split()
        for pair in (
            "hak hakk, af aff, his hiss, tıp tıbb, hat hatt, ret redd, zam zamm, hac hacc, sır sırr, had hadd, zan zann"
        ).split(", ")
    )
}

#: Words that no form of a keyword may be.
FUNCTION_WORDS = frozenset(
    (
        "ve bir bu da de ile için olarak olan daha çok en gibi kadar sonra ne ama o var yok değil ya ise her göre dedi etti oldu eden"
        " bana sana ona bize size onlara beni seni onu bizi sizi onları bende sende onda bunda şunda bundan şundan ondan bunu şunu"
        " buna şuna biri birin birde birden hem hep önce üzere der dedi dendi olur olacak oldu sadece sanki iken iyi aynı bile"
    ).split()
)

#: Names that are common words too: in small letters they are those, in a text that has capitals. (Shorter ones always.)
#: Left out are words that may well be what a story is about, and were given a capital ("Savaş" is war).
NAMES_AND_WORDS = frozenset(
    map(
        fold,
        (
            "yavaş fidan özgür yıldırım şimşek kaplan arslan aslan şahin doğan koçak kılıç kalkan yavuz güler gülen uysal"
            " korkmaz yılmaz sönmez durmaz bilgin bilge tunç aydın yalçın keskin güzel bozkurt karaca ceylan polat özkan"
            " başak cihan ufuk meriç toros uğurlu şanlı mutlu sağlam temiz uzun kısa çakır yakut mercan sedef çınar söğüt"
            " yazgı murat dilek kemer soylu güçlü pınar damla canan batman çorum"
        ).split(),
    )
)
