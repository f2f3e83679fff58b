"""Clues to a language: telling letters and function words, written down by hand."""
# ruff: noqa: E501  a list of words reads best on one line


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Script -> languages that we tell apart in it, the commonest first.
SCRIPTS: dict[str, tuple[str, ...]] = {
    "latin": (
        "en", "fr", "es", "de", "tr", "it", "pt", "nl", "pl", "uz", "az", "kk", "id", "sv", "ro", "cs", "hu", "fi", "vi",
        "da", "no", "tk", "ku",
    ),
    "cyrillic": ("ru", "kk", "uk", "ky", "tt", "be", "bg", "sr", "mk", "tg", "mn", "uz", "ba"),
    "arabic": ("ar", "fa", "ur", "kk", "ug", "ku", "ps"),
    "han": ("zh",),
    "kana": ("ja",),
    "hangul": ("ko",),
    "hebrew": ("he",),
    "greek": ("el",),
    "georgian": ("ka",),
    "armenian": ("hy",),
    "thai": ("th",),
    "devanagari": ("hi",),
    "bengali": ("bn",),
    "tamil": ("ta",),
}  # fmt: skip

#: Language -> (letters that speak for it, letters that it does not have).
LETTERS: dict[str, tuple[str, str]] = {
    "ru": ("", "әғқңөұүһіїєґўљњћђџјѓќҷӣӯ"),
    "uk": ("їєґі", "ыэёъәғқңөұүһўљњћђџј"),
    "ky": ("ңөү", "әғқұһіїєґўҗ"),
    "tt": ("җәңөүһ", "ғқұіїєґў"),
    "ba": ("ҙҫҡғәңөүһ", "құіїєґў"),
    "be": ("ўі", "иїєґъщәғқңөұүһљњћђџј"),
    "bg": ("ъ", "ыэёәғқңөұүһіїєґўљњћђџј"),
    "sr": ("љњћђџј", "ыэёъщйюяьәғқңөұүһіїєґў"),
    "mk": ("љњџјѓќѕ", "ыэёъщйюяьћђәғқңөұүһіїєґў"),
    "tg": ("ҷӣӯғқҳ", "ыщцьәңөұүһіїєґў"),
    "mn": ("өү", "әғқңұһіїєґў"),
    "uz": ("ўғқҳ", "ыщіїєґәңөұүһäößşçıəéèêñãõåæø"),
    "en": ("", "äöüßéèêçñãõåæøşğıəłąęőűřěůăâîșțđơư"),
    "fr": ("éèêçàùœ", "äößñãõåæøşğıəłąęőűřěůășțđơư"),
    "es": ("ñ¿¡áíóú", "äößèêçãõåæøşğıəłąęőűřěůăâîșțđơư"),
    "de": ("äß", "èêçñãõåæøşğıəłąęőűřěůășțđơư"),
    "tr": ("ışğ", "äßéèêñãõåæøəłąęőűřěůășțđơưqwx"),
    "az": ("əışğ", "äßéèêñãõåæøłąęőűřěůășțđơưw"),
    "it": ("àèìòù", "äößñãõåæøşğıəłąęőűřěůăâșțđơưçjkwxy"),
    "pt": ("ãõçáâêéíóú", "äößñåæøşğıəłąęőűřěůășțđơư"),
    "nl": ("", "äößñãõåæøşğıəłąęőűřěůășțđơư"),
    "pl": ("łąęśżźćń", "äößñãõåæøşğıəőűřěůășțđơưèêç"),
    "ro": ("ășțâî", "äößñãõåæøğıəłąęőűřěůđơư"),
    "cs": ("řěůčšžýáéíúňťď", "äößñãõåæøşğıəłąęőűășțđơư"),
    "hu": ("őűáéíóú", "çışğäßñãõåæøşğıəłąęřěůășțđơư"),
    "sv": ("åäö", "ßñãõæøşğıəłąęőűřěůășțđơư"),
    "fi": ("äö", "ßñãõæøşğıəłąęőűřěůășțđơưåç"),
    "da": ("åæø", "äößñãõşğıəłąęőűřěůășțđơư"),
    "no": ("åæø", "äößñãõşğıəłąęőűřěůășțđơư"),
    "vi": ("đơưăâêô", "äößñåæøşğıəłąęőűřěůșț"),
    "tk": ("ýňžä", "ßñãõåæøğıəłąęőűřěůăâîșțđơưcvqx"),
    "id": ("", "äöüßéèêçñãõåæøşğıəłąęőűřěůăâîșțđơư"),
    "ar": ("ةىأإؤئء", "پچگژیکەۇۆېھہٹڈڑںےڭۋ"),
    "fa": ("پچگژیک", "ةىەۇۆېٹڈڑںےڭۋ"),
    "ur": ("ٹڈڑںےہھیک", "ةىەۇۆېڭۋ"),
    "ug": ("ەۇۆېۈۋڭھئى", "ةٹڈڑںےعحء"),
    "ku": ("ەۆێڵڕیêîû", "äößéèñãõåæøğıəłąęőűřěůâàةىٹڈڑںےڭۇۋ"),
    "ps": ("ټډړښږېۍ", "ةەۇۆٹڈڑںےڭۋ"),
    "kk": ("әғқңөұүһіäğǵñńūúşıýáóەۇۋڭى", "їєґўљњћђџјҷӣӯҗҙҫßéèêëãõåæøłąęőűřěůăâîșțđơưçcxةأإؤئثذصضطظغخېۈیکٹڈڑں"),
}

#: Language -> its commonest function words.
WORDS: dict[str, frozenset[str]] = {
    "ru": _set(
        "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня еще"
        " нет о из ему теперь когда даже ну вдруг ли если уже или ни быть был него до вас нибудь опять уж вам ведь там потом"
        " себя ничего ей может они тут где есть надо ней для мы тебя их чем была сам чтоб без будто чего раз тоже себе под"
        " будет ж тогда кто этот того потому этого какой им этом при об про после над больше тот через эти нас также это"
        " который которые которая между"
        " каждый должен никто человек своей своего свои всех могут должны года году россии"
    ),
    "kk": _set(
        "және мен пен бен да де та те бұл сол осы ол үшін туралы бойынша деп деді еді екен болды болып бар жоқ кейін дейін"
        " немесе бірақ тек өз өзінің оның олар біз сіз қазақстан ең бір екі ретінде арқылы сондай-ақ сияқты қарай соң ғана"
        " емес болады болған болатын керек қазір бүгін жылы жылғы қатысты"
        " kerek jäne men bul üşin turaly boiynşa dep dedi boldy boldı jane tūraly arqyly arqılı bolyp bolıp ete jylğy jılı"
        " uly qazaqstan jáne būl osy osı üşın úshin ushin týraly twralı boıynsha boyınşa boiynsha dedı edı edi eken joq"
        " keiın keıin keyin keiin deiın deıin deyin deiin nemese bıraq biraq öz óz oz özınıñ óziniń öziniñ ozinin onyñ onyń"
        " onıñ onyn bız sız eñ eń bır ekı eki retınde retinde siiaqty sııaqty siyaqtı siyaqty qarai qaraı qaray soñ soń"
        " ğana ǵana gana emes bolady boladı bolğan bolǵan bolgan bolatyn bolatın qazır qazir bügın búgin bügin bugin jyly"
        " jylǵy jılğı jylgy qatysty qatıstı boiy boıy boyı kezınde kezinde adamnyñ adamnyń adamnıñ adamnyn memleket oblysy"
        " oblısı oblysynda oblısında qalasynda qalasında audan aýdan awdan audany aýdany awdanı üşınşı úshinshi üşinşi"
        " ushinshi jaña jańa barlyq barlıq keibır keıbir keybir keibir osyndai osyndaı osınday mümkın múmkin mümkin mumkin"
        " baryp barıp alyp alıp berıp berip ettı etti etken etıp etip etedı etedi bolsa jatyr jatır otyr otır tūr degen"
        " deidı deıdi deydi deidi jyl jıl künı kúni küni kuni qyrküiek qyrkúıek qırküyek qyrkuiek aitty aıtty ayttı"
        " habarlady habarladı eldıñ eldiń eldiñ eldin elde qazaqstannyñ qazaqstannyń qazaqstannıñ qazaqstannyn halyq halıq"
        " ۇشىن جانە بول وسى تۋرالى دەپ بۇل بويىنشا مەن بار كەيىن دەيىن پەن بەن سول ول دەدى ەدى ەكەن بولىپ جوق نەمەسە بىراق"
        " تەك وز وزىنىڭ ونىڭ ولار سىز ەڭ بىر ەكى رەتىندە ارقىلى سيياقتى قاراي سوڭ عانا ەمەس بولادى بولعان بولاتىن كەرەك"
        " قازىر بۇگىن جىلى جىلعى قاتىستى بويى كەزىندە ادام ادامنىڭ مەملەكەت وبلىسى وبلىسىندا قالاسىندا اۋدان اۋدانى ۇشىنشى"
        " جاڭا بارلىق كەيبىر وسىنداي مۇمكىن بولا بارىپ الىپ بەرىپ ەتتى ەتكەن ەتىپ ەتەدى بولسا جاتىر وتىر تۇر دەگەن دەيدى"
        " جىل كۇنى قىركۇيەك ايتتى حابارلادى ەلدىڭ ەلدە قازاقستاننىڭ حالىق"
    ),
    "uk": _set(
        "і в у не що він на я з із як а та все вона так його але ти до ви за би по тільки її мені було від мене ще ні о про"
        " йому тепер коли навіть якщо вже або бути був нього вас там потім себе нічого їй може вони тут де є треба для ми"
        " тебе їх чим була сам щоб без під буде тоді хто цей того тому цього який цьому при після над більше той через ці"
        " нас також це які яка між й зі"
    ),
    "ky": _set(
        "жана менен үчүн бул ал боюнча деп деди болду болуп бар жок кийин чейин же бирок өз анын алар биз эле эмес ошол катары"
        " адам адамдын ар укугу укуктуу керек алардын өзүнүн ошондой кыргыз кыргызстан кыргызстанда кыргызстандын өлкө өлкөнүн мамлекет"
        " мамлекеттик бүгүн жылы жылдын тарабынан дагы кандай бардык эң киши болгон болот болууга бирге ошону ушул аны ага анда кылуу"
        " кылган"
        " эки үч төрт беш алты жети каза болду кызматынан кызматка боюнча айтты билдирди"
    ),
    "tt": _set(
        "һәм белән өчен бу ул буенча дип диде булды булып бар юк соң кадәр яки ләкин үз аның алар без түгел шул да дә"
        " һәр кеше кешенең хокуклы булырга тиеш шулай ук татарстан татарстанда казан казанда үзенең бара итә иткән буларак булган"
        " турында әмма безнең ел елда көнне"
    ),
    "ba": _set("һәм менән өсөн был ул буйынса тип тине булды булып бар юҡ һуң тиклем йәки үҙ уның улар беҙ түгел шул"),
    "be": _set(
        "і ў у не што ён на я з як а та ўсё яна так яго але ты да вы за па толькі яе было ад яшчэ пра калі гэта быў для мы іх"
        " кожны чалавек мае або які якая якія якое гэты гэтага гэтай была быць яны пры паміж таксама беларусі беларусь паводле"
    ),
    "bg": _set(
        "и в във не че той на аз с със като а то тя така но да ти до вие за по само беше от още няма или са е ще се съм към"
        " всеки човек има трябва бъде както чрез тези този тази това които който която което според заяви каза също вече може могат"
        " българия ние бяха им му си ако сме него"
    ),
    "sr": _set(
        "и у не да је он на ја са као а то она тако његов али ти до ви за по само било од још нема или су се ће који што"
        " свако има није које која бити због нису би може њен против ово овај ова те ни србије србија рекао према"
    ),
    "mk": _set(
        "и во не дека тој на јас со како а тоа таа така но да ти до вие за по само беше од уште нема или се е ќе што"
        " секој човек има кој која кое кои биде тие оваа овој своја своето нив при низ поради според рече македонија меѓу"
    ),
    "tg": _set(
        "ва дар аз ба ки бо барои ин он аст буд мешавад шуд онҳо мо шумо ҳам то ё вале"
        " ҳар инсон ҳақ ҳуқуқ дорад худ худро як ҳеҷ бояд кас тоҷикистон тавонад нисбат озод"
    ),
    "mn": _set(
        "нь байна юм энэ тэр болон ба гэж байсан биш ямар бол хамт дээр"
        " хүн хүний хүмүүс бүр эрх эрхтэй буюу байх байгаа тэд түүний өөрийн өөр улс улсын монгол монголын ерөнхий сайд ерөнхийлөгч"
        " гэсэн гэх мэт аливаа бүхий тухай дор дотор хэн хэнд ч үгүй болно болсон онд оны аймаг хот хотын мөн энэхүү өдөр өнгөрсөн"
    ),
    "uz": _set(
        "qildi kishi ko'p haqida tomonidan qilgan ma'lum shahar tuman shahrida tumanida yilda orqali mumkin bo'lgan bo'lganini o'zbekiston va bilan uchun bu u bo'yicha deb dedi bo'ldi bo'lib bor yo'q keyin yoki lekin o'z uning ular biz emas shu ham va билан учун бу деб бўлди"
        " ҳам бир ҳар инсон эга эгадир унинг ўз ўзининг бўлган бўлиши бўлиб бўйича каби эса эди экан мумкин керак лозим шунингдек ҳамда"
        " ҳақида томонидан давлат вилояти шаҳри тумани ўзбекистон ўзбекистонда тошкент кейин олдин йил йилда куни нафар киши барча янги"
        " қилди қилган этилди ёки ҳеч bir har inson hech kerak esa edi ekan ega egadir barcha ularning o'zining boshqa shunday"
        " shuningdek hamda kabi oldin hozir bugun kecha yil yili nafar odam davlat mamlakat viloyati viloyatida shahri tumani toshkent"
        " o'zbekistonda o'zbekistonning qarshi qilish etildi etilgan etish bo'lish bo'lishi lozim zarur yangi huquqiga huquqi qanday"
    ),
    "en": _set(
        "the be to of and a in that have i it for not on with he as you do at this but his by from they we say her she or an"
        " will my one all would there their what so up out if about who get which go me when make can like no just him know"
        " take into your some could them see other than then now only its over also after use how our well way even because"
        " any these us is are was were been has had said"
    ),
    "fr": _set(
        "le la les un une des de du et à en au aux dans que qui ne pas il elle ils elles nous vous je tu ce cette ces son sa"
        " ses sur pour par avec sans sous est sont était ont été plus mais ou où donc si leur leurs se y d'un d'une qu'il"
        " c'est n'est selon entre après avant"
    ),
    "es": _set(
        "el la los las un una unos de del y a en al que no es son se su sus con por para como más pero o si lo le les me ya"
        " este esta estos sobre entre cuando muy sin fue ser ha han hay también era hasta desde nos según tras"
    ),
    "de": _set(
        "der die das ein eine einen einem einer und in zu den dem des mit von auf für ist im nicht sich es er sie wir ihr ich"
        " auch als an nach wie bei aus um am sind hat wird werden war noch nur so aber oder über vor durch zum zur bis dass"
        " wurde haben"
    ),
    "tr": _set(
        "ve bir bu da de ile için olarak olan daha çok en gibi kadar sonra ne ama o var yok değil ya mi mı mu mü ki her göre"
        " tarafından ise oldu olduğu olduğunu dedi etti eden şu ben sen biz siz onlar"
    ),
    "az": _set(
        "və bir bu da də ilə üçün olaraq olan daha çox ən kimi qədər sonra nə amma o var yox deyil ki hər görə isə oldu dedi etdi"
        " olmaq hüququ bildirib deyib azərbaycan azərbaycanın azərbaycanda bakı bakıda nəfər ölüb yaralanıb tərəfindən haqqında üzrə"
        " ildə malikdir kəs heç əgər"
    ),
    "it": _set("il lo la i gli le un una di del della dei e a in al che non è sono si con per come più ma o se su da nel nella anche ha hanno dopo"),
    "pt": _set("o a os as um uma de do da dos das e em no na que não é são se com por para como mais mas ou ao à foi ser tem também até pelo pela"),
    "nl": _set(
        "de het een en van in is dat op te zijn voor met die niet aan er om ook als dan maar bij of uit nog naar heeft wordt door over ze hij"
        " ieder recht worden tegen zonder tussen"
    ),
    "pl": _set("i w na z do nie się to że jest o jak a po co ale za od przez dla czy ich jego był była są oraz który która przy przed"),
    "id": _set(
        "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena ada mereka oleh telah atau bisa"
        " setiap orang berhak atas semua negara presiden menteri polisi tahun korban tanpa seorang bahwa agar tersebut secara maupun"
        " para"
    ),
    "sv": _set("och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så kan när"),
    "ro": _set(
        "și în de la a cu pe nu că o un din este sunt care mai pentru ce se au fost dar sau prin după"
        " orice are dreptul fără toate lui lor fi fiind acest această iar unui unei către împotriva dintre nici"
    ),
    "cs": _set(
        "a v na se je to že s z do o jako k i ale za by po jsou od které který byl pro jeho"
        " ve ze ke u byla bylo byli být nebo ani při mezi podle její jejich která má mají může musí každý každého všichni všechny tak"
        " také již ještě jen před své svou řekl uvedl jsem není než kdo bude"
    ),
    "hu": _set(
        "a az és hogy nem is egy ez meg van de csak már ki volt mint azt el még vagy"
        " minden mindenki joga jogai szerint között után által ezt mely amely kell lehet nincs nélkül ellen magyar kormány elnök lesz"
        " sem ha akkor ennek ezek azok senki való abban"
    ),
    "fi": _set("ja on ei se että hän oli ovat mutta kun niin myös tai joka sen ole mukaan"),
    "vi": _set("và của là có trong được cho không các với người một đã này những về"),
    "da": _set(
        "og i at det er en til på som af for med den har de ikke et han men var jeg sig fra vi så kan når af blev også efter"
        " ret enhver skal eller uden mod mellem bliver hver nogen være hvad noget siger over under hans dette kun"
    ),
    "no": _set(
        "og i at det er en til på som av for med den har de ikke et han men var jeg seg fra vi så kan når ble også etter"
        " rett enhver skal eller uten mot mellom blir hver noen være hva noe sier over under hans dette bare"
    ),
    "tk": _set(
        "we bir bu üçin bilen hem boldy diýip bar ýok soň çenli ýa öz onuň olar biz däl şol boýunça"
        " bolan barada türkmenistanyň türkmenistan türkmenistanda ýurduň döwlet her ähli adam adamyň olaryň bolýar edýär edildi etmek"
        " şeýle degişli hukugy hukuga hiç kim ýa-da ýaly mümkin gerek bolmaly ýyl ýylyň gün"
    ),
    "ar": _set(
        "في من على إلى الى أن ان عن مع هذا هذه ذلك التي الذي الذين ما لا لم لن قد كان كانت هو هي هم كما بعد قبل بين حتى أو"
        " او ثم كل أي اي إن غير عند منذ خلال حول وفي ومن وقد وهو وهي ولا بأن لكن أكد قال وأن"
    ),
    "fa": _set(
        "و در به از که این را با است برای آن یک خود تا کرد بر هم نیز گفت می شد ها ما اما یا شود بود شده کند های است"
        " هر دارد دارند باید خواهد همه میان"
    ),
    "ur": _set("کے کی میں ہے اور سے کا کو اس کہ ہیں نے پر یہ بھی کر ایک تھا جو نہیں گیا تھے ہو وہ"),
    "ug": _set(
        "ۋە بىلەن ئۈچۈن بۇ ئۇ دەپ دېدى بولدى بولۇپ بار يوق كېيىن ياكى ئەمما ئۆز ئۇنىڭ ئۇلار بىز ئەمەس شۇ"
        " ھەر بىر ئادەم ئادەمنىڭ ھوقۇقى ھوقۇققا ئىگە بولىدۇ قىلىش شىنجاڭ ئۇيغۇر دۆلەت قىلدى كېرەك ھەممە ئۆزىنىڭ يىلى كۈنى كىشى"
        " تەرىپىدىن"
    ),
    "ku": _set(
        "و لە بە بۆ کە ئەو ئەم لەگەڵ دا هەر بوو دەکات ئێمە نییە یان"
        " û di ji bi li ku de her kes mafê heye yên ya yê hemû an jî bo xwe wî wê ne ye ev were bê kir hat"
    ),
    "ps": _set(
        "د په او چې کې ته له دا هم سره دی وي نه یې شوي هغه پر"
        " څوک لري دي ده شي شوی کول دغه خپل خپله افغانستان هیڅ پرته باندې کړي"
    ),
}  # fmt: skip

#: Language -> endings that many of its words have and few of its neighbours'.
ENDINGS: dict[str, tuple[str, ...]] = {
    "ru": ("ого", "ому", "ный", "ная", "ные", "ние", "ния", "ами", "ями", "ать", "ить", "ция", "ции", "ость", "ский", "лся"),
    "kk": ("ның", "дың", "тың", "нің", "дің", "тің", "лар", "лер", "дар", "дер", "тар", "тер", "ған", "ген", "қан", "кен",
           "нда", "нде", "ады", "еді", "йды", "сын", "лық", "лік", "шы", "ғы", "ды", "ты",
           "nyñ", "nyń", "nıñ", "niñ", "niń", "nyn", "dyñ", "dyń", "dıñ", "diñ", "diń", "dyn", "tyñ", "tyń", "tıñ", "tiñ", "tiń",
           "tyn", "lar", "ler", "ğan", "ǵan", "qan", "ynda", "ında", "inde", "idy", "ady", "yna", "ğy", "ǵy", "lyq", "lıq",
           "lyğy", "lyǵy", "ligi", "syn", "qa", "ğa", "ǵa", "yp", "ysy", "ynan", "yq", "ldy", "rdy", "yndy", "indi", "desti", "dasty", "myz", "nyz", "lerdi", "terdi", "lardy",
           "نىڭ", "دىڭ", "تىڭ", "لار", "لەر", "دار", "دەر", "تار", "تەر", "عان", "گەن", "قان", "كەن", "ىندا", "ىندە", "ادى",
           "ەدى", "لىق", "لىك", "عى", "دى", "تى"),
    "ky": ("уу", "оо", "үү", "нын", "дын", "тын", "нун", "дун", "нүн", "дүн", "дар", "лар", "луу", "лүү", "ынча", "төр", "дөр", "өт", "ууга"),
    "mn": ("ийн", "ээр", "өөр", "аар", "оор", "сан", "сэн", "даг", "дэг", "тай", "тэй", "гүй", "үүд", "ууд", "ийг"),
    "tt": ("ләр", "нең", "дән", "гән", "ләре", "ргә", "енә", "лек", "ырга"),
    "uz": ("нинг", "ларни", "лари", "лиги", "моқда", "ларига", "ning", "lari", "larni", "ligi", "moqda", "ilgan", "adi"),
    "bg": ("ите", "ата", "ето", "ият", "ява"),
    "mk": ("ите", "ата", "ето", "ува", "јата"),
    "sr": ("ања", "ење", "ених", "ност"),
    "be": ("ага", "ыць", "аць", "асць", "ння", "скай"),
    "ug": ("لىق", "لىك", "ىدۇ", "غان", "دىن", "تىن", "ىشى"),
    "hu": ("ába", "ébe", "ból", "ből", "zik", "ság", "ség", "ások", "ések", "ának", "ének"),
    "cs": ("ého", "ých", "ost", "ání", "ení", "ích"),
    "ku": ("ên", "eke", "iye"),
    "uk": ("ого", "ому", "ння", "ами", "ати", "ити", "ція", "ції", "ість", "ський", "ться"),
    "en": ("ing", "tion", "ed", "ly", "'s", "ness", "ment", "n't", "ers"),
    "fr": ("tion", "ment", "eur", "eux", "ait", "ent"),
    "es": ("ción", "mente", "ado", "ados", "dad", "aron"),
    "de": ("ung", "lich", "heit", "keit", "ische", "gen"),
    "tr": ("lar", "ler", "ları", "leri", "ının", "inin", "ında", "inde", "dan", "den", "yor", "acak", "ecek", "mış", "miş",
           "ıyor", "iyor", "nın", "nin", "dır", "dir"),
    "tk": ("lar", "ler", "yň", "iň", "ýar", "ýär", "dyr", "lyk", "lary", "leri", "mak", "mek"),
    "it": ("zione", "mente", "ato", "ati"),
    "pt": ("ção", "mente", "ado", "dade"),
}  # fmt: skip

#: A little more for the languages that a desk here reads most: of two equally likely ones, theirs.
READ_MOST = frozenset({"ru", "kk", "ar", "en", "tr", "fr", "uk"})

#: Cyrillic letters of which one in ten of any Kazakh text is: one without them is hardly Kazakh.
SELDOM_WITHOUT = {"kk": "іғқұ"}
