"""Where a sentence ends. A "|" in a case marks each place where one ends and another begins."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.drafts.sentences import split_sentences

GERMAN = """
Die Stadt richtet eine Stelle ein.|Sie führt ein Verzeichnis aller Kurse.
Ein Absatz ohne Punkt am Ende
Wer zahlt das?|Niemand weiß es.|Das ist schade!
Das gilt z. B. für Kurse am Abend.|Auch am Samstag.
Das gilt z.B. für Kurse am Abend.|Auch am Samstag.
Das gilt, z. B. Kinder betreffend, weiter.
Alle Kinder, d. h. Mädchen und Jungen, sind eingeladen.
Alle Kinder, d.h. auch Geschwister, sind eingeladen.
Eingeladen sind u. a. Vereine und Kirchen.
Beteiligt sind Vereine, Kirchen u. a.|Die Stadt lädt ein.|Wer kommt, sagt es vorher.
Beteiligt sind Vereine, Kirchen u.ä. Einrichtungen.
Es gibt Hefte, Stifte usw.|Die Kosten trägt die Stadt.
Es gibt Hefte, Stifte usw. Kinder bringen nichts mit.
Es gibt Hefte, Stifte usw., aber keine Bücher.
Träger bzw. Verein melden sich an.
Es fehlen ca. 40 Plätze.|Das sind mehr als im Vorjahr.
Näheres steht im Anhang (vgl. Abb. 3).|Die Zahlen sind gerundet.
Es gilt § 3 Abs. 2 Nr. 1 der Satzung.|Sie ist seit Mai in Kraft.
Das regelt Art. 3 GG.|Niemand darf benachteiligt werden.
Veranstaltungen dieser Art.|Die Stadt lädt dazu ein.
Dr. Prof. Musterfrau leitet die Gruppe.|Sie tagt monatlich.
Die Praxis von Dr. med. Beispiel nimmt teil.
Der Treff in der Kirche St. Elisabeth ist offen.|Er hat zwei Räume.
Das Haus in der Ringstr. 5 wird umgebaut.
Das Haus in der Otto-Beispiel-Str. 12 wird umgebaut.
Der Umbau kostet 3,5 Mio. Euro.|Davon trägt der Bund 1 Mio.|Die Stadt zahlt den Rest.
Der Umbau kostet 2 Mrd. Euro inkl. Steuern.
Ggf. Kosten trägt das Amt.|Evtl. Zuschüsse werden geprüft.
Die sog. Brückenklassen bleiben.|Es gibt sie seit 2014.
Sport, Musik, Theater etc.|Das alles gehört dazu.
In d. R. dauert das lange.|Das ist i. d. R. Sache der Schule.
Die o. g. Träger und i.d.R. Schulen machen mit.
Der Sportbund e. V. Musterstadt macht mit.
Der Sportbund e. V. und der Chor e.V.|Das Amt hilft beiden.
Die Bau GmbH & Co. KG liefert.|Sie sitzt in der Stadt.
Wir treffen uns am 3. März 2016 im Rathaus.|Kommen Sie dazu.
Am 31. Oktober endet die Frist.
Vom 8. bis 12. November ist der Saal frei.
Am 8./9. November ist der Saal frei.
Es geht bis 31.12.2016.|Danach ist Schluss.
Es geht bis 31.12. Kinder zahlen nichts.
Es geht vom 1.1. bis 31.12. eines Jahres.
Beginn ist um 10.30 Uhr.|Ende ist offen.
Der 1. Workshop war voll.|Der 2. Workshop auch.
Im 17. Jahrhundert war hier ein Tor.
Es kamen 300.|Das war ein Drittel aller.
So war es im Jahr 2016.|Kinder lernen seitdem früher Deutsch.
Das schrieb Karl der IV. Friedrich war dagegen.
Das Konzept gilt ab dem IV. Quartal.|Es gilt für alle.
Wir bauen Abschnitt IV.|Die Mittel sind da.
1. Die Stadt sorgt für Plätze.|2. Der Bund zahlt.
II. Die Ziele sind klar.|Wir nennen sie unten.
40.000. Das ist die Zahl.
Es sind 40.000 Menschen und 3.5 Prozent.|Alle wohnen hier.
Der Text von A. B. Beispiel liegt vor.|J. Muster hat ihn gekürzt.
Es gilt Plan B.|Die Stadt bereitet ihn vor.
Siehe www.beispiel.de/kurse.html und https://beispiel.org/a.b?c=d.e dort.|Das reicht.
Schreiben Sie an kurse@stadt.beispiel.de.|Wir antworten bald.
Wir haben lange gewartet … und dann kam der Brief.
Wir haben lange gewartet…|Dann kam der Brief.
Es gab viel Neues (Kurse, Treffs, …).|Die Nachfrage ist groß.
„Ja.“|Sie nickte.
„Das ist gut.“|Alle lachten.
„Wer zahlt das?“, fragte ein Vater.
„Wer zahlt das?“ fragte ein Vater.|Niemand antwortete.
„Wer zahlt das?“|Die Frage blieb offen.
„Kommt alle!“ rief sie.
Sie sagte: „Wir zahlen.“|Das genügte.
»Wir zahlen.«|Das genügte.
(Das gilt auch für Kinder.)|Sie zahlen nichts.
Das ist neu (!) Für alle gilt es ab Mai.
Drei Dinge fehlen: Räume, Geld und Zeit.
Es fehlt Geld; Räume gibt es.
Das ist belegt.[1]|Auch die Zahl stimmt.[^2]|Weiter im Text.
Das ist belegt. [1]|Auch die Zahl stimmt.²|Weiter im Text.
Das ist belegt.3|Als Stadt am Fluss wächst der Ort.
Das eRezept kommt.|eHealth bleibt ein Thema.
Erst der Kurs.|– Dann die Prüfung.
Junge Leute leben in einer WG.|Die Stadt fördert das.
Das THW.|Kinder dürfen mit.
Der Preis liegt bei 5 €.|Schüler zahlen 50 %.|Mehr nicht.
Wirklich?!|Ja!!|Gut.
Das Amt (Tel. 0123 45) hilft.|Fragen Sie dort.
Max. 20 Personen, mind. 5 Personen.
Der Beirat (mit Vertretern der Kirchen, Vereine etc.) Ost tagt.
Nr. 3 ist erledigt, Ziff. 4 offen, S. 12 ff. fehlt.
Das gilt gem. § 5 ebenso.|§ 6 gilt nicht.
Seit dem 1. Januar gilt das neue Recht.|40 Personen sind betroffen.
Die Kita hat ein Bgm. Muster eröffnet.
Die Gruppe traf sich z. T. Abend für Abend.
""".strip().splitlines()

OTHERS = """
Mr. Smith lives at No. 5.|He likes it, e.g. The Green.
We met at 10 a.m. in the hall.|Everyone came.
Is it free?|Yes.|"Come in!" she said.
هل الدورة مجانية؟|نعم، هي مجانية.|نرحب بكم!
Чи це безкоштовно?|Так.|Ми живемо на вул. Садова, буд. 5.|Це поруч.
Курс коштує 5 тис. Українці вчаться т. д. разом.
""".strip().splitlines()


def split(text: str) -> str:
    return "|".join(text[start:end] for start, end in split_sentences(text))


@pytest.mark.parametrize("case", GERMAN)
def test_german_sentences(case):
    assert split(case.replace("|", " ")) == case


@pytest.mark.parametrize("case", OTHERS)
def test_sentences_in_other_languages(case):
    assert split(case.replace("|", " ")) == case


def test_enough_cases_are_tried():
    assert len(GERMAN) >= 60


@pytest.mark.parametrize("blank", ["\n", "  ", "\u00a0", "\t"])
def test_any_white_space_stands_between_sentences(blank):
    assert split(f"Das gilt z.{blank}B. hier.{blank}Dort nicht.") == (
        f"Das gilt z.{blank}B. hier.|Dort nicht."
    )


@pytest.mark.parametrize("text", ["", " ", "\n\u00a0"])
def test_nothing_has_no_sentence(text):
    assert split_sentences(text) == []


INK = "Die Stadt z B am 3 2016 IV usw S . … ! ? : “ „ ) ( [1] ¹ – ؟ م"
# Letters, stops and closers in many orders: what random letters alone would hardly ever make.
SCRAPS = st.lists(
    st.sampled_from([*INK.split(), *[" ", "  ", "\n", "\u00a0"] * 3]),
    max_size=60,
).map("".join)


@given(st.one_of(st.text(), SCRAPS))
@settings(deadline=None)
def test_spans_lie_in_order_and_lose_nothing(text):
    spans = split_sentences(text)

    position = 0
    for start, end in spans:
        assert position <= start < end
        assert text[position:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        position = end
    assert text[position:].strip() == ""


@given(st.lists(st.sampled_from(["Kurse sind frei.", "Wer kommt?", "Gut!"]), min_size=1))
@settings(deadline=None)
def test_plain_sentences_come_apart_as_they_were_put_together(sentences):
    assert split(" ".join(sentences)) == "|".join(sentences)


HOSTILE = {
    "no stop at all": "a" * 1_000_000,
    "nothing but stops": "." * 1_000_000,
    "stops and blanks": ". " * 500_000,
    "stops and line breaks": ".\n" * 500_000,
    "stops and quotes": ".“" * 500_000,
    "one stop, many quotes": "." + "“" * 1_000_000,
    "stops and footnote marks": "x." + " [1]" * 250_000,
    "stops before brackets": "x. (" * 250_000,
    "decimals": "1.2" * 333_333,
    "words": "Wort " * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_megabyte_takes_less_than_a_second(name):
    started = time.process_time()
    split_sentences(HOSTILE[name])
    assert time.process_time() - started < 1
