"""What German nouns are joined to: the first and the last parts that news makes compounds of; written down by hand."""
# ruff: noqa: SIM905  a list of words reads best as it is

from monitor.text.fold import fold
from monitor.text.languages.forms import Heads

#: What a noun narrows when it stands before it: a "Gasexplosion" is an "Explosion", a "Bahnstreik" a "Streik".
_FIRST = (
    "wald busch wild groß haus wohnungs hotel fabrik auto bus bahn flug luft passagier fracht kampf kriegs militär"
    " regierungs hubschrauber transport träger raketen drohnen mittelstrecken langstrecken kurzstrecken"
    " interkontinental marsch atom kern gas erdgas grubengas methan kohle steinkohle braunkohle öl erdöl gold kupfer"
    " eisen uran bomben sprengstoff terror selbstmord brand messer massen doppel warn hunger general dauer piloten"
    " lokführer lehrer ärzte berg erd hang schlamm schnee stau stauseen fluss sturm blitz jahrhundert präsidentschafts"
    " parlaments kommunal landtags bundestags regional lokal stich leit zins basis noten zentral landes bundes staats"
    " verfassungs oberlandes straf zivil schieds welt europa schul hochschul renten steuer gesundheits justiz"
    " wahlrechts bildungs verwaltungs wehrpflicht fußball eishockey tennis basketball olympia masern cholera grippe"
    " corona ebola pocken impf kinder frauen männer rad schwer leicht todes verkehrs flüchtlings geisel"
    " kriegsgefangenen öltank tank container kreuzfahrt handels freihandels friedens außen innen banken immobilien"
    " versicherungs paket stahl automobil chemie pharma bergbau waffen munitions panzer schiffs hafen grenz asyl"
    " abschiebungs sozial koalitions minderheits übergangs haushalts nachtrags vize profi jugend national vereins"
    " trainer einzel riesen total strom energie solar windkraft reaktor klima hitze dürre flut seuchen"
    " waffenstillstands rahmen zoll wirtschafts finanz import export getreide weizen lebensmittel trink grund"
).split()
FIRST_PARTS: Heads = {"": "", **{fold(part): "joined to another word" for part in _FIRST}}

#: What a noun is the subject of: "Erdbebenopfer", "Explosionsursache", "Streikaufruf".
_LAST = (
    "opfer gebiet region folge gefahr risiko hilfe einsatz ursache ort stelle alarm warnung schutz serie tag beginn"
    " ende recht verbot aufruf drohung leitung führer teilnehmer unglück katastrophe helfer retter welle politik krise"
    " streit debatte plan gesetz reform entscheidung erhöhung senkung preis kosten zentrum ausbruch fall skandal"
    " affäre prozess urteil angriff attacke anschlag beschuss abwehr verfahren verwalter antrag verwaltung behörde amt"
    " minister ministerium chef chefin sprecher sprecherin experte expertin vertrag abkommen verhandlung gespräch"
    " treffen gipfel konferenz forscher forschung studie test versuch produktion produzent hersteller lieferung"
    " lieferant lieferstopp exporteur handel händler markt börse kurs steuer abgabe zoll zölle verkauf verkäufer kauf"
    " käufer mangel bedarf verbrauch verbraucher transport tanker anlage lager vorrat förderung mission operation"
    " manöver offensive einheit truppe soldat kämpfer zahl statistik bilanz bericht meldung video forderung angebot"
    " verlust gewinn schaden schäden epidemie infektion patient impfung verdacht tote toter kranke kranker verletzte"
    " verletzter überlebende überlebender gegner befürworter kritiker anhänger bewegung partei fraktion wahl kandidat"
    " kandidatin stimme mehrheit koalition pause stopp sperre blockade ausfall verspätung verkehr verbindung strecke"
    " netz betreiber fahrer pilot besatzung passagier absturz unfall explosion trümmer rettung bergung suche"
).split()
_LINKS, _ENDINGS = ("", "s", "n", "en"), ("", "s", "e", "n", "en", "es")
OF_NOUN: dict[str, str] = {
    fold(link + part + ending): "joined to another word" for part in _LAST for link in _LINKS for ending in _ENDINGS
}
