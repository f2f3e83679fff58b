"""Headlines that say one thing in many languages are not read as opposed: nobody undoes what the other did."""

from itertools import combinations

import pytest

from monitor.judging import Background, features
from monitor.judging.opposed import opposition
from monitor.model import Features, Match, Post

#: One piece of news each, as eleven languages have it.
SAID = (
    (
        ("en", "Court frees journalist Meiram on bail"),
        ("ru", "Суд отпустил журналистку Мейрам под залог"),
        ("kk", "Сот журналист Мейрамды кепілпұлмен босатты"),
        ("ar", "المحكمة تفرج عن الصحفية ميرام بكفالة"),
        ("fr", "La justice libère la journaliste Meiram sous caution"),
        ("es", "El juez libera bajo fianza a la periodista Meiram"),
        ("de", "Gericht lässt Journalistin Meiram gegen Kaution frei"),
        ("tr", "Mahkeme gazeteci Meiram'ı kefaletle serbest bıraktı"),
        ("uk", "Суд звільнив журналістку Мейрам під заставу"),
        ("fa", "دادگاه روزنامه\u200cنگار میرام را با وثیقه آزاد کرد"),
        ("he", "בית המשפט שחרר בערבות את העיתונאית מיירם"),
    ),
    (
        ("en", "Parliament rejects no-confidence motion against PM Orlin"),
        ("ru", "Парламент отклонил вотум недоверия премьеру Орлину"),
        ("uk", "Парламент не підтримав недовіру прем'єру Орліну"),
        ("fr", "Le parlement rejette la motion de censure contre Orlin"),
        ("es", "El Parlamento rechaza la moción de censura contra Orlin"),
        ("de", "Parlament lehnt Misstrauensantrag gegen Orlin ab"),
        ("tr", "Meclis Orlin hakkındaki gensoruyu reddetti"),
        ("ar", "البرلمان يرفض حجب الثقة عن أورلين"),
        ("kk", "Парламент Орлинге сенімсіздік білдіруден бас тартты"),
    ),
    (
        ("en", "Ceasefire between Ostria and Marvan takes effect"),
        ("ru", "Перемирие между Острией и Марваном вступило в силу"),
        ("uk", "Перемир'я між Острією та Марваном набуло чинності"),
        ("fr", "Le cessez-le-feu entre l'Ostrie et Marvan entre en vigueur"),
        ("es", "Entra en vigor el alto el fuego entre Ostria y Marvan"),
        ("de", "Waffenruhe zwischen Ostria und Marvan in Kraft getreten"),
        ("tr", "Ostria ile Marvan arasında ateşkes yürürlüğe girdi"),
        ("ar", "وقف إطلاق النار بين أوستريا ومروان يدخل حيز التنفيذ"),
        ("kk", "Острия мен Марван арасындағы бітім күшіне енді"),
        ("he", "הפסקת האש בין אוסטריה למרוואן נכנסה לתוקף"),
    ),
    (
        ("en", "Central bank keeps interest rate unchanged at 14%"),
        ("ru", "ЦБ сохранил ключевую ставку на уровне 14%"),
        ("kk", "Ұлттық банк мөлшерлемені 14% деңгейінде қалдырды"),
        ("fr", "La banque centrale maintient son taux à 14 %"),
        ("es", "El banco central mantiene la tasa en el 14 %"),
        ("de", "Zentralbank lässt Leitzins bei 14 Prozent"),
        ("tr", "Merkez Bankası faizi yüzde 14'te sabit tuttu"),
        ("ar", "البنك المركزي يثبت سعر الفائدة عند 14%"),
        ("uk", "Нацбанк зберіг облікову ставку на рівні 14%"),
    ),
    (
        ("en", "Ostria lifts ban on Marvan fish imports"),
        ("ru", "Острия сняла запрет на ввоз рыбы из Марвана"),
        ("kk", "Острия Марваннан балық әкелуге тыйымды алып тастады"),
        ("fr", "L'Ostrie lève l'interdiction des importations de poisson de Marvan"),
        ("es", "Ostria levanta el veto al pescado de Marvan"),
        ("de", "Ostria hebt Einfuhrverbot für Fisch aus Marvan auf"),
        ("tr", "Ostria, Marvan balığına ithalat yasağını kaldırdı"),
        ("ar", "أوستريا ترفع الحظر عن واردات السمك من مروان"),
        ("uk", "Острія зняла заборону на імпорт риби з Марвану"),
    ),
    (
        ("en", "Pilots call off strike after pay deal"),
        ("ru", "Пилоты отменили забастовку после соглашения о зарплате"),
        ("uk", "Пілоти скасували страйк після угоди про зарплату"),
        ("fr", "Les pilotes annulent leur grève après un accord salarial"),
        ("es", "Los pilotos desconvocan la huelga tras un acuerdo salarial"),
        ("de", "Piloten sagen Streik nach Tarifeinigung ab"),
        ("tr", "Pilotlar ücret anlaşmasının ardından grevi iptal etti"),
        ("ar", "الطيارون يلغون الإضراب بعد اتفاق على الأجور"),
        ("kk", "Ұшқыштар жалақы келісімінен кейін ереуілден бас тартты"),
    ),
    (
        ("en", "Missing hikers found alive after three days"),
        ("ru", "Пропавших туристов нашли живыми через трое суток"),
        ("uk", "Зниклих туристів знайшли живими через три доби"),
        ("fr", "Les randonneurs disparus retrouvés vivants après trois jours"),
        ("es", "Hallan con vida a los excursionistas desaparecidos tras tres días"),
        ("de", "Vermisste Wanderer nach drei Tagen lebend gefunden"),
        ("tr", "Kayıp dağcılar üç gün sonra sağ bulundu"),
        ("ar", "العثور على المتنزهين المفقودين أحياء بعد ثلاثة أيام"),
        ("kk", "Жоғалған туристер үш күннен кейін тірі табылды"),
        ("he", "המטיילים הנעדרים נמצאו בחיים אחרי שלושה ימים"),
    ),
    (
        ("en", "Minister denies he will resign"),
        ("ru", "Министр опроверг, что уходит в отставку"),
        ("uk", "Міністр заперечив, що йде у відставку"),
        ("fr", "Le ministre dément sa démission"),
        ("es", "El ministro niega que vaya a dimitir"),
        ("de", "Minister dementiert Rücktritt"),
        ("tr", "Bakan istifa edeceği iddiasını yalanladı"),
        ("ar", "الوزير ينفي استقالته"),
        ("kk", "Министр отставкаға кететінін жоққа шығарды"),
    ),
    (
        ("en", "No deal reached at Marvan talks"),
        ("ru", "На переговорах в Марване не достигнуто соглашения"),
        ("uk", "На переговорах у Марвані угоди не досягнуто"),
        ("fr", "Aucun accord aux pourparlers de Marvan"),
        ("es", "Las conversaciones de Marvan acaban sin acuerdo"),
        ("de", "Gespräche in Marvan enden ohne Einigung"),
        ("tr", "Marvan görüşmelerinde anlaşma sağlanamadı"),
        ("ar", "محادثات مروان تنتهي دون اتفاق"),
        ("kk", "Марвандағы келіссөзде келісімге қол жетпеді"),
    ),
    (
        ("en", "Court overturns conviction of ex-mayor"),
        ("ru", "Суд отменил приговор экс-мэру"),
        ("uk", "Суд скасував вирок ексмеру"),
        ("fr", "La cour annule la condamnation de l'ex-maire"),
        ("es", "El tribunal anula la condena del exalcalde"),
        ("de", "Gericht hebt Urteil gegen Ex-Bürgermeister auf"),
        ("tr", "Mahkeme eski belediye başkanının mahkumiyetini bozdu"),
        ("ar", "المحكمة تلغي إدانة العمدة السابق"),
        ("kk", "Сот бұрынғы мэрге шыққан үкімнің күшін жойды"),
    ),
    (
        ("en", "Airline resumes flights to Marvan"),
        ("ru", "Авиакомпания возобновила рейсы в Марван"),
        ("uk", "Авіакомпанія відновила рейси до Марвана"),
        ("fr", "La compagnie reprend ses vols vers Marvan"),
        ("es", "La aerolínea reanuda los vuelos a Marvan"),
        ("de", "Fluglinie nimmt Flüge nach Marvan wieder auf"),
        ("tr", "Havayolu Marvan uçuşlarına yeniden başladı"),
        ("ar", "شركة الطيران تستأنف رحلاتها إلى مروان"),
        ("kk", "Әуекомпания Марванға рейстерін қайта бастады"),
    ),
    (
        ("en", "Club cancels contract with coach Novak"),
        ("ru", "Клуб расторг контракт с тренером Новаком"),
        ("uk", "Клуб розірвав контракт із тренером Новаком"),
        ("fr", "Le club rompt le contrat de l'entraîneur Novak"),
        ("es", "El club rescinde el contrato del entrenador Novak"),
        ("de", "Verein löst Vertrag mit Trainer Novak auf"),
        ("tr", "Kulüp teknik direktör Novak'ın sözleşmesini feshetti"),
        ("ar", "النادي يفسخ عقد المدرب نوفاك"),
    ),
)


def known(lang: str, title: str) -> Features:
    post = Post(source="s", id=f"{lang} {title}", title=title, text="", lang=lang)
    return features(Match(post=post, story="s", tier="update", score=1.0, hits=()), Background())


@pytest.mark.parametrize("headlines", SAID, ids=lambda headlines: headlines[0][1][:30])
def test_headlines_of_one_thing_in_many_languages_are_not_opposed(headlines: tuple[tuple[str, str], ...]) -> None:
    read = [(title, known(lang, title)) for lang, title in headlines]
    opposed = [
        f"{one} / {other}: {found.why}"
        for (one, mine), (other, theirs) in combinations(read, 2)
        if (found := opposition(theirs, [mine])).axes
    ]
    assert not opposed
