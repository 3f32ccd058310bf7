"""What is warned of before everybody reads it, and what is not."""

from time import process_time

import pytest

from app.comments.personal import findings


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Rufen Sie mich an: 0611 3123456.", "phone", "0611 3123456"),
        ("Meine Nummer ist 0171/123 45 67, abends.", "phone", "0171/123 45 67"),
        ("Unter (0611) 31-23 45 erreichbar.", "phone", "(0611) 31-23 45"),
        ("Call +49 611 312345 please", "phone", "+49 611 312345"),
        ("Oder 0049-611-312345!", "phone", "0049-611-312345"),
        ("+90 532 123 45 67", "phone", "+90 532 123 45 67"),
        ("Tel.: 31 23 45", "phone", "31 23 45"),
        ("Meine Handynummer ist 1512345678", "phone", "1512345678"),
        ("رقمي ٠٦١١ ٣١٢٣٤٥٦", "phone", "0611 3123456"),
        ("Schreiben Sie an amira.k@example.org.", "email", "amira.k@example.org"),
        ("amira (at) example.org", "email", "amira (at) example.org"),
        ("Spenden: DE89 3704 0044 0532 0130 00 bitte", "iban", "DE89 3704 0044 0532 0130 00"),
        ("de89370400440532013000", "iban", "de89370400440532013000"),
        ("GB82 WEST 1234 5698 7654 32", "iban", "GB82 WEST 1234 5698 7654 32"),
    ],
)
def test_what_reaches_a_person_is_found(text, kind, words):
    (found,) = findings(text)

    assert (found.kind, found.words) == (kind, words)


@pytest.mark.parametrize(
    "text",
    [
        "Am 01.02.2016 und vom 08.11.2016 bis 09.11.2016.",
        "Seit 2016-11-08, also 01/02/2016 gerechnet.",
        "Von 2015-2020, 2016/2017, 1990 bis 2016.",
        "Nach § 45 Abs. 2 Nr. 3 AufenthG und § 012345.",
        "Vorlage 16-V-51-0031, Beschluss Nr. 0123/2016, Drucksache 18/10500.",
        "Siehe 16-F-33-0012-0456 und SV-Nr. 0031-2016.",
        "Das kostet 1.250.000 Euro, 0,50 €, 012 345 678 EUR oder 12 000 000 €.",
        "Geöffnet 08:00-16:30 Uhr, Mo bis Fr 09.00–12.00, 08 bis 12 Uhr.",
        "Zu HF2 · 3.4 und HF2 · 13.14 und T · 5.",
        "In 65183 Wiesbaden, in 01067 Dresden, 01067-01069.",
        "Die Linien 01, 02, 03, 04 und 05 fahren um 7.30.",
        "Es waren +12.000.000 oder 1 200 000 Menschen, also 0,0012345 Prozent.",
        "Siehe https://www.example.org/0611/3123456?mail=name@example.org und www.example.org.",
        "DE88 3704 0044 0532 0130 00 hat falsche Prüfziffern.",
        "Das Telefon klingelt 20 Mal, die Handys von 2016 auch.",
        "@amira schreibt: 100 % @ home",
        "ISBN 978-3-16-148410-0, Az. 12 K 345/16, Punkt 3.1.4.1.5.9.2.",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text):
    assert findings(text) == []


def test_a_long_text_is_read_in_no_time():
    for piece in ("0", "0 ", "a.", "1.", "DE12 ", "Tel ", "x@", "(0"):
        assert len(findings(piece * (5000 // len(piece)))) <= 5
    began = process_time()
    for long in ("§" * 20_000, "Tel" + " " * 20_000):
        assert findings(long) == []
    assert process_time() - began < 3, "four times a note's length is read in four times its time"
