"""Builds monitor/drafting/data/<lang>.everyday: words so common that they say nothing of what a story is about.

Run by hand: ``pip install wordfreq==3.1.1``, then ``python scripts/build_everyday.py``. The program does not need it.
kk.everyday is written by hand: beginnings of words, as Kazakh joins its endings to them.
"""

from pathlib import Path

import wordfreq

#: A word that stands more often than once in 50,000 words, in any of its forms, says nothing by itself.
COMMON = 4.3

#: What news counts in: it says nothing, however seldom it stands.
MEASURES = {
    "ar": "مليار مليون طن متر كيلومتر دولار بالمئة هكتار",
    "de": "prozent milliarde milliarden million millionen euro dollar tonne tonnen meter kilometer hektar",
    "en": "centimetre centimetres kilo kilos kilogram kilograms litre litres acre acres "
    "euro euros dollar dollars percent million billion tonne tonnes metre metres kilometre kilometres hectare",
    "es": "euro euros dólar dólares millón millones tonelada toneladas metro metros kilómetro kilómetros hectárea",
    "fa": "میلیارد میلیون درصد تن متر کیلومتر دلار هکتار",
    "fr": "euro euros dollar dollars milliard milliards million millions tonne tonnes mètre mètres kilomètre hectare",
    "he": "מיליארד מיליון אחוז דולר יורו מטר קילומטר",
    "ru": "процент миллиард миллион тонна рубль доллар евро тенге гривна метр километр гектар",
    "tr": "yüzde milyar milyon ton lira dolar avro metre kilometre hektar",
    "uk": "відсоток мільярд мільйон тонна гривня долар євро метр кілометр гектар",
}

DATA = Path(__file__).parent.parent / "monitor" / "drafting" / "data"

for lang in ("ar", "de", "en", "es", "fa", "fr", "he", "ru", "tr", "uk"):
    least = 3 if lang in ("ar", "fa", "he") else 4
    common = (
        word
        for word in wordfreq.top_n_list(lang, 12_000)
        if word.isalpha() and len(word) >= least and wordfreq.zipf_frequency(word, lang) >= COMMON
    )
    kept = sorted({*common, *MEASURES[lang].split()})
    (DATA / f"{lang}.everyday").write_text("\n".join(kept) + "\n", encoding="utf-8")
