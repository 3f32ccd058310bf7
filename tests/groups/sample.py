"""A bundle of two small fields, invented, with every kind of passage and note in it."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from app.groups.contents import Answer, Contents, Field, Head, Note, Passage

DRAWN = datetime(2016, 11, 10, 8, 30, 15, tzinfo=UTC)

HEAD = Head(
    organisation="Stadt Lindenau",
    process="Integrationskonzept Lindenau",
    process_slug="integrationskonzept",
    group="AG 2 Deutscherwerb",
    group_slug="deutscherwerb",
    number=3,
    version=2,
    opens_at=datetime(2016, 10, 3, 22, 0, tzinfo=UTC),
    closes_at=datetime(2016, 11, 8, 23, 0, tzinfo=UTC),
    zone="Europe/Berlin",
    drawn_at=DRAWN,
    drawn_by="Jana Albers",
    url="https://beteiligung.lindenau.example/p/integrationskonzept",
    contact="Beteiligungsbüro, beteiligung@lindenau.example",
    bundle_key="randnotiz:bundle:integrationskonzept:deutscherwerb:3",
)


def paragraph(address: str, *texts: str) -> Passage:
    sentences = tuple((f"{address}.{n}", text) for n, text in enumerate(texts, 1))
    return Passage("paragraph", address, sentences)


def item(address: str, text: str, marker: str = "–", depth: int = 0) -> Passage:
    return Passage("item", address, ((f"{address}.1", text),), marker=marker, depth=depth)


def heading(text: str, level: int = 2) -> Passage:
    return Passage("heading", "", (("", text),), level=level)


TABLE = Passage(
    "table",
    "HF2 · 6",
    (
        ("HF2 · 6.1", "Volkshochschule Alphabetisierung, Stufe A1 bis B1 240"),
        ("HF2 · 6.2", "Freie Träger Kurse am Abend 85"),
        ("HF2 · 6.3", "Ehrenamt Lesepatenschaften 60"),
    ),
    head=("Träger", "Angebot", "Plätze im Jahr"),
    cells=(
        ("Volkshochschule", "Alphabetisierung, Stufe A1 bis B1", "240"),
        ("Freie Träger", "Kurse am Abend", "85"),
        ("Ehrenamt", "Lesepatenschaften", "60"),
    ),
    caption="Kurse und Plätze in Lindenau",
)

LEARNING = Field(
    "HF2",
    "Deutsch lernen",
    2,
    (
        heading("Deutsch lernen", 1),
        paragraph(
            "HF2 · 1",
            "Wer die Sprache spricht, findet leichter Arbeit, Wohnung und Freunde.",
            "Die Stadt sorgt deshalb dafür, dass jeder Mensch so früh wie möglich einen Kurs "
            "besuchen kann.",
            "Das gilt auch für Menschen, deren Verfahren noch läuft.",
        ),
        heading("Was es schon gibt"),
        paragraph("HF2 · 2", "In den letzten Jahren sind an zwölf Orten Kurse entstanden."),
        item("HF2 · 3", "Kurse der Volkshochschule mit Prüfung,"),
        item("HF2 · 4", "offene Treffen im Stadtteil, bei denen alle mitreden können,"),
        item("HF2 · 5", "und Lesepatenschaften für Kinder.", marker="a)", depth=1),
        TABLE,
        heading("Was fehlt"),
        heading("Betreuung und Wege", 3),
        paragraph(
            "HF2 · 7",
            "Für Eltern mit kleinen Kindern soll nach Möglichkeit eine Betreuung angeboten werden.",
            "Der Weg zum Kurs soll mit dem Bus nicht länger als 30 Minuten dauern.¹",
        ),
        Passage(
            "footnote",
            "HF2 · 8",
            (("HF2 · 8.1", "Gemessen von der Haustür bis zum Kursraum, an Werktagen."),),
            marker="1",
        ),
        Passage("figure", "HF2 · 9", (("HF2 · 9.1", "Karte der zwölf Kursorte."),)),
    ),
)

LABOUR = Field(
    "HF6",
    "Arbeit und Ausbildung",
    6,
    (
        heading("Der erste Schritt"),
        paragraph("HF6 · 1", "Betriebe und Kammern beraten gemeinsam.", "Ein Lotse hilft."),
    ),
)


def note(number: int, address: str = "HF2 · 1.2", text: str = "Das ist gut so.", **more) -> Note:
    given = {
        "number": number,
        "field": address.split(" ")[0],
        "address": address,
        "section": "Deutsch lernen › Was fehlt",
        "quote": "",
        "kind": "note",
        "text": text,
        "proposed_wording": "",
        "author": "M. aus der Nordstadt",
        "role": "Lesepatin",
        "created_at": datetime(2016, 10, 18, 18, 14, tzinfo=UTC),
        "supports": 12,
        "state": "public",
    }
    return Note(**(given | more))


OFFICE = Answer(
    "office",
    "Amt für Zuwanderung",
    datetime(2016, 10, 24, 9, 5, tzinfo=UTC),
    "An drei Kursorten ist das ab Januar möglich.",
)
MODERATION = Answer(
    "moderator", "Moderation", datetime(2016, 10, 20, 7, 0, tzinfo=UTC), "Danke, das prüfen wir."
)
NEIGHBOUR = Answer(
    "resident", "Ein Nachbar", datetime(2016, 10, 19, 16, 40, tzinfo=UTC), "Sehe ich auch so."
)

NOTES = (
    note(140, "HF2", "Das Kapitel ist gelungen, aber zu kurz.", supports=3),
    note(31, "HF2 · 1.2", "Wie viele Wochen sind das?", kind="question", role="",
         quote="so früh wie möglich", first_word=8, last_word=11),
    note(87, "HF2 · 7.1", "Meine Frau hat ihren Platz zweimal abgesagt.", kind="suggestion",
         quote="Für Eltern mit kleinen Kindern soll nach Möglichkeit eine Betreuung angeboten "
               "werden.",
         proposed_wording="Für Eltern wird während der Kurse im selben Haus eine Betreuung "
                          "angeboten.",
         supports=57, answers=(NEIGHBOUR, MODERATION, OFFICE)),
    note(90, "HF2 · 7", "HIER STAND EINE ADRESSE", author="GEHEIMER NAME", role="GEHEIME ROLLE",
         proposed_wording="GEHEIMER WORTLAUT", state="hidden", hidden_rule="3", supports=0),
    note(203, "HF6 · 1.2", "Ein Lotse für wie viele Menschen?", kind="question",
         quote="Lotse", first_word=2, last_word=2, section="Der erste Schritt"),
)  # fmt: skip


def bundle(notes: Sequence[Note] = NOTES, **head) -> Contents:
    return Contents(replace(HEAD, **head), (LEARNING, LABOUR), lambda: iter(notes))


HOSTILE = {
    "markup": "<svg onload=alert(1)> & </w:t></w:r> ]]> \"'",
    "rich text of a spreadsheet": '<r></is></c><c r="F2"><f>1+1</f></c><c r="F2"><is></r>',
    "escape of a spreadsheet": "_x003D_1+1",
    "emoji": "Danke 👩‍👩‍👧 und 🇺🇦, sehr gut",
    "arabic": "أحتاج إلى دورة قريبة من بيتي في المساء",
    "override": "ganz harmlos \u202etxt.exe\u202c \u2066und\u2069 so",
    "controls": "ein\x00 Wort\x08 mit\x0b allem\x1b, was\x7f nicht\ufffe geht\ud800",
    "one long word": "Donau" * 1_000,
    "lines": "erste\r\nzweite\rdritte\u2028vierte\n\nletzte\tSpalte",
}
FORMULAS = (
    *("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "  =1+1", "\n=1+1", "\u200b=1+1"),
    *("＝1+1", "＋1", "－1", "＠SUM(1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")'),
)
SECRETS = ("HIER STAND EINE ADRESSE", "GEHEIMER NAME", "GEHEIME ROLLE", "GEHEIMER WORTLAUT")


def written(write, contents: Contents, **more) -> bytes:
    """What a writer writes, in memory."""
    file = io.BytesIO()
    write(contents, file, **more)
    return file.getvalue()
