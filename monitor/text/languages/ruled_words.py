"""Names that are common words too: in small letters they are those, in a text that has capitals."""
# ruff: noqa: E501, SIM905  lists of words read best as they are

#: Left out are words that may well be what a story is about, and were given a capital (Polish "Wojna" is war).
NAMES_AND_WORDS = {
    "pl": frozenset(
        (
            "lwów tychy dania opole odra hel nil don łódź ren zakopane ruda środa sobota niedziela piątek czwartek wilk lis sowa"
            " kruk wrona sikora gawron gołąb wróbel zając baran kozioł bąk mucha komar żuk karp duda kos mróz król kowal mazur czarny"
            " biały cichy gruby mały wesoły dobry zima budka kula piwowar szczerba ziobro skiba górny kot kałuża deszcz kurek"
        ).split()
    ),
    "it": frozenset(
        (
            "meloni conte monti grillo rossi bianchi fontana sala marino fini gallo leone lupo mosca como prato costa greco russo"
            " bruno serra riva stella fiore crema ferro pera"
        ).split()
    ),
    "pt": frozenset(
        (
            "lula moro dias costa coelho carneiro pinheiro leite ramos rocha ribeiro campos pinto lobo machado pereira oliveira"
            " nogueira figueira serra temer salgado faro barata"
        ).split()
    ),
}
