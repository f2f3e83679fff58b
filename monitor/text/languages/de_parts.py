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
    " lokführer lehrer ärzte berg erd hang schlamm schnee stau stauseen fluss sturm blitz jahrhundert"
    " präsidentschafts parlaments kommunal landtags bundestags regional lokal stich leit zins basis noten zentral"
    " landes bundes staats verfassungs oberlandes straf zivil schieds welt europa schul hochschul renten steuer"
    " gesundheits justiz wahlrechts bildungs verwaltungs wehrpflicht fußball eishockey tennis basketball olympia"
    " masern cholera grippe corona ebola pocken impf kinder frauen männer rad schwer leicht todes verkehrs"
    " flüchtlings geisel kriegsgefangenen öltank tank container kreuzfahrt handels freihandels friedens"
    " waffenstillstands rahmen zoll wirtschafts finanz import export getreide weizen lebensmittel trink grund"
).split()
FIRST_PARTS: Heads = {"": "", **{fold(part): "joined to another word" for part in _FIRST}}

#: What a noun is the subject of: "Erdbebenopfer", "Explosionsursache", "Streikaufruf".
_LAST = (
    "opfer gebiet region folge gefahr risiko hilfe einsatz ursache ort stelle alarm warnung schutz serie tag beginn"
    " ende recht verbot aufruf drohung leitung führer teilnehmer unglück katastrophe helfer retter welle politik"
    " krise streit debatte plan gesetz reform entscheidung erhöhung senkung preis kosten zentrum ausbruch fall"
    " skandal affäre prozess urteil"
).split()
_LINKS, _ENDINGS = ("", "s", "n", "en"), ("", "s", "e", "n", "en", "es")
OF_NOUN: dict[str, str] = {
    fold(link + part + ending): "joined to another word" for part in _LAST for link in _LINKS for ending in _ENDINGS
}
