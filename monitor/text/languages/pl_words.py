"""Polish words that no rule tells: irregular forms, endings of adjectives, and what a rule must leave alone."""
# ruff: noqa: E501, SIM905  lists of words read best as they are

#: How adjectives, and surnames and places that decline like them, end.
ADJECTIVAL = (
    "ski", "cki", "dzki", "ny", "wy", "ły", "ty", "ry", "czy", "ży", "szy", "gi", "na", "wa", "ła", "ta", "ra", "cza", "ska", "cka",
)  # fmt: skip
#: Of nouns cited in the plural these end like adjectives.
ADJECTIVAL_LOOK = ("rozmowy", "umowy", "zmowy", "namowy", "przemowy", "budowy", "głowy")

#: Words that keep a sound which others change: "rzędu" is a row's, "starości" old age.
KEPT = frozenset({"rząd", "starosta"})

#: Plurals without an ending that are mostly another word: "par excellence", "zaraz" (at once).
OTHER_WORDS = frozenset("par bar mas zaraz".split())

#: Word -> a name's forms that look like its own: those with a capital inside a sentence are the name's. "W Gazie".
NAMES_ALIKE = {"gaz": frozenset("gaza gazy gazie gazo gazom".split())}

#: Cited word -> its forms beside the regular ones.
IRREGULAR = {
    "człowiek": "ludzie ludzi ludziom ludźmi ludziach",
    "dziecko": "dzieci dzieciom dziećmi dzieciach",
    "brat": "bracia braci braciom braćmi braciach",
    "ojciec": "ojca ojcu ojcem ojcze ojcowie ojców ojcom ojcami ojcach",
    "ksiądz": "księdza księdzu księdzem księże księża księży księżom księżmi księżach",
    "pies": "psa psu psem psie psy psów psom psami psach",
    "wieś": "wsi wsią wsie wsiom wsiami wsiach",
    "dzień": "dnia dniu dniem dni dnie dniom dniami dniach",
    "tydzień": "tygodnia tygodniu tygodniem tygodnie tygodni tygodniom tygodniami tygodniach",
    "rok": "lata lat latom latami latach",
    "oko": "oczy oczu oczom oczami oczach",
    "ręka": "ręce rąk rękom rękami rękach",
    "przyjaciel": "przyjaciół przyjaciołom przyjaciółmi przyjaciołach",
    "las": "lesie",
    "sąsiad": "sąsiedzi",
    "szwed": "szwedzi",
    "starosta": "starostowie",
    "wojewoda": "wojewodowie",
    "świadek": "świadkowie",
    "deszcz": "dżdżu",
    "książę": "księcia księciu księciem książęta książąt",
    "sędzia": "sędziego sędziemu sędzim sędziowie sędziów",
    "hrabia": "hrabiego hrabiemu",
    "cło": "ceł",
    "dno": "den",
    "niemcy": "niemiec niemczech",
    "węgry": "węgier węgrzech",
    "włochy": "włoszech",
    "białystok": "białegostoku białemustokowi białymstokiem białymstoku",
    "krasnystaw": "krasnegostawu krasnymstawie",
    "krew": "krwi krwią",
    "płeć": "płci płcią płcie",
    "śmierć": "śmiercią",
    "gość": "goście gości gościom gośćmi",
    "koń": "koni końmi",
    "pieniądz": "pieniędzy pieniędzmi",
    "pieniądze": "pieniędzy pieniędzmi",
}
