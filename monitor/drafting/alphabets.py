"""What each letter becomes in another script or language, as newspapers mostly write it: tables alone."""


def _table(pairs: str) -> dict[str, str]:
    """``"щ:shch ъ:"`` -> {"щ": "shch", "ъ": ""}, in this order."""
    return dict(pair.partition(":")[::2] for pair in pairs.split())


#: Kazakh and Kyrgyz letters as Russian has them.
KAZAKH = _table("ә:а ғ:г қ:к ң:н ө:о ұ:у ү:у һ:х і:и")

#: Ukrainian letters as Russian has them.
UKRAINIAN = _table("є:е ї:и ґ:г і:и и:ы")

CYRILLIC_TO_LATIN = _table(
    "щ:shch ж:zh х:kh ц:ts ч:ch ш:sh ю:yu я:ya ё:yo й:y ы:y э:e ъ: ь: а:a б:b в:v г:g д:d е:e з:z и:i к:k "
    "л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f і:i ї:yi є:ye ґ:g ә:a ғ:gh қ:q ң:ng ө:o ұ:u ү:u һ:h"
)

#: Ukraine's own romanisation (Cabinet of Ministers, resolution 55 of 2010), which English newspapers follow; these
#: letters are written with y at the beginning of a word.
UKRAINIAN_TO_LATIN = _table(
    "щ:shch ж:zh х:kh ц:ts ч:ch ш:sh ю:iu я:ia й:i є:ie ї:i ґ:g ь: а:a б:b в:v г:h д:d е:e з:z и:y і:i к:k л:l "
    "м:m н:n о:o п:p р:r с:s т:t у:u ф:f"
)

UKRAINIAN_BEGINS = _table("ю:yu я:ya й:y є:ye ї:yi")

#: What other newspapers write where English writes this. Longest first.
LATIN_STYLE = {
    "tr": _table("shch:şç zh:j kh:h ch:ç sh:ş"),
    "az": _table("shch:şç zh:j kh:x ch:ç sh:ş"),
    "de": _table("shch:schtsch zh:sch kh:ch ch:tsch sh:sch y:j v:w z:s"),
    "fr": _table("shch:chtch zh:j sh:ch u:ou"),
    "es": _table("kh:j"),
    "pl": _table("shch:szcz zh:ż kh:ch ch:cz sh:sz v:w y:j"),
}

#: How a language's own spelling is brought to the English one first. Longest first.
AS_ENGLISH = {
    "tr": _table("ş:sh ç:ch j:zh c:j ğ:g ı:y"),
    "az": _table("ş:sh ç:ch j:zh c:j ğ:g ı:y ə:a x:kh"),
    "de": _table("tsch:ch sch:sh ch:kh j:y w:v z:ts ei:ai"),
    "fr": _table("tch:ch ch:sh que:ke qui:ki eau:o au:o ou:u oi:ua ai:e gn:ny j:zh é:e è:e ê:e ï:y ü:u u:yu ç:s"),
    "es": _table("que:ke qui:ki gue:ge gui:gi ce:se ci:si j:kh ñ:ny z:s v:v"),
    "pl": _table("szcz:shch sz:sh cz:ch rz:zh ż:zh ch:kh w:v j:y ł:l"),
}

#: Longest first.
LATIN_TO_CYRILLIC = _table(
    "shch:щ sch:ш zh:ж dj:дж kh:х gh:г ts:ц tch:ч ch:ч sh:ш yu:ю ya:я yo:ё ye:е ee:и oo:у ou:у ph:ф th:т ck:к "
    "qu:кв dh:д bh:б a:а b:б c:к d:д e:е f:ф g:г h:х i:и j:дж k:к l:л m:м n:н o:о p:п q:к r:р s:с t:т u:у v:в w:у "
    "x:кс y:и z:з"
)

CYRILLIC_TO_ARABIC = _table(
    "а:ا б:ب в:ف г:غ д:د е:ي ё:يو ж:ج з:ز и:ي й:ي к:ك л:ل м:م н:ن о:و п:ب р:ر с:س т:ت у:و ф:ف х:خ ц:تس "
    "ч:تش ш:ش щ:شتش ы:ي э:ي ю:يو я:يا ъ: ь:"
)

ARABIC_TO_LATIN = _table(
    "ا:a أ:a إ:i آ:a ب:b ت:t ث:th ج:j ح:h خ:kh د:d ذ:dh ر:r ز:z س:s ش:sh ص:s ض:d ط:t ظ:z ع:a غ:gh ف:f ق:q "
    "ك:k ک:k ل:l م:m ن:n ه:h ة:a و:o ي:i ی:i ى:a ئ:y ؤ:o ء: پ:p چ:ch ژ:zh گ:g ڤ:v"
)

#: Latin letters with marks, in a language without rules of its own here.
MARKED = _table("ğ:g ş:sh ı:y ñ:ny ß:ss ø:o å:o æ:e ł:l ə:a")
