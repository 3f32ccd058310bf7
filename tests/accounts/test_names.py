"""Names and addresses: what people may be called, and what is one address."""

import pytest

from app.accounts.emails import normal, why_no_address
from app.accounts.names import looks_official, why_no_name

KNOWN = ["Büro Beteiligung", "Musterstadt"]


@pytest.mark.parametrize(
    "name",
    [
        "Moderation",
        "moderatorin Tina",
        "M o d e r a t i o n",
        "Mоderаtion",  # Cyrillic о and а
        "ΜODERATION",  # Greek Μ
        "M0derati0n",
        "Ｍｏｄｅｒａｔｉｏｎ",  # full width
        "Mo\u200dderation",  # an invisible joiner
        "Modération",
        "Adrnin",  # r and n for m
        "Stadt Musterstadt",
        "Die Stadt Wiesbaden",
        "Amt für Schule",
        "Amt fuer Schule",
        "АMT FÜR Bildung",  # Cyrillic А
        "Schulamt",
        "Oberbürgermeisterin",
        "Buergermeister",
        "Arbeitsgruppe Sprache",
        "AG 1",
        "Buero Beteiligung",
        "musterstadt",
    ],
)
def test_a_resident_may_not_look_like_an_official(name):
    assert looks_official(name, KNOWN)


@pytest.mark.parametrize(
    "name",
    [
        "Amira",
        "Tim Oderatz",
        "Kim Stadt",
        "Anna Stadtler",
        "Karl Amtmann",
        "Agnes",
        "Modesta",
        "Bernd Arnold",
        "Nachbarin aus der Stadtmitte",
        "Vater von zwei Kindern",
        "مريم",
        "<svg onload=alert(1)>",
    ],
)
def test_other_people_keep_their_names(name):
    assert not looks_official(name, KNOWN)
    assert why_no_name(name) is None


@pytest.mark.parametrize(
    ("name", "because"),
    [
        ("", "Bitte geben Sie einen Namen an. Er darf erfunden sein."),
        (" \u200b\u202e ", "Bitte geben Sie einen Namen an. Er darf erfunden sein."),
        ("…!", "Bitte geben Sie einen Namen an. Er darf erfunden sein."),
        ("x" * 81, "Bitte kürzen Sie den Namen auf höchstens 80 Zeichen."),
    ],
)
def test_a_name_that_is_none(name, because):
    assert why_no_name(name) == because


HIDDEN = ["\r\n", "\n", "\r", "%0a", "%0D%0A", "\x00", "\u2028", "\x85", "\\n", "=?utf-8?q?=0a?="]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_no_line_break_gets_into_a_name_or_an_address(hidden):
    assert why_no_name(f"Amira{hidden}Bcc: x") == (
        "Der Name passt in eine Zeile, ohne Sonderzeichen für Zeilenumbrüche."
    )
    assert why_no_address(f"amira@example.org{hidden}")
    assert why_no_address(f"ami{hidden}ra@example.org")


@pytest.mark.parametrize(
    ("email", "because"),
    [
        ("", "Bitte geben Sie Ihre E-Mail-Adresse an."),
        ("amira", "Es fehlt das @, zum Beispiel name@beispiel.de."),
        ("@example.org", "Vor dem @ fehlt etwas, zum Beispiel name@beispiel.de."),
        ("amira@", "Nach dem @ fehlt etwas, zum Beispiel name@beispiel.de."),
        ("amira@example", "Nach dem @ fehlt die Endung, zum Beispiel .de."),
        *(
            (two, "Bitte geben Sie genau eine Adresse an, zum Beispiel name@beispiel.de.")
            for two in (
                "amira@example.org,dora@example.org",
                "amira@example.org; dora@example.org",
                "amira@example.org dora@example.org",
                "amira@dora@example.org",
                "Amira <amira@example.org>",
            )
        ),
        ("x" * 65 + "@example.org", "Diese Adresse ist zu lang. Bitte geben Sie eine kürzere an."),
        ("a..b@example.org", "In der Adresse steht ein Zeichen, das dort nicht hingehört."),
        ("amira@ex_ample.org", "In der Adresse steht ein Zeichen, das dort nicht hingehört."),
        ("amira@exa，mple.org", "In der Adresse steht ein Zeichen, das dort nicht hingehört."),
        ("amıra@example.org", "In der Adresse steht ein Zeichen, das dort nicht hingehört."),
    ],
)
def test_an_address_that_is_none_says_what_is_missing(email, because):
    assert why_no_address(email) == because


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Amira@Example.ORG ", "amira@example.org"),
        ("amira+rand@example.org", "amira+rand@example.org"),
        ("amira@grüße.example", "amira@xn--gre-6ka8l.example"),
    ],
)
def test_an_address_is_kept_in_one_form(typed, kept):
    assert why_no_address(typed) is None
    assert normal(typed) == kept


def test_letters_beyond_ascii_never_fold_into_anothers_address():
    kelvin = "\N{KELVIN SIGN}im@example.org"  # its small letter is a plain k
    assert normal(kelvin) != normal("kim@example.org")
    assert why_no_address(kelvin)


@pytest.mark.parametrize(
    "name",
    [
        "ꓢtadt",  # Lisu
        "Ᏼüro",  # Cherokee
        "ꓟꓳꓓ",  # a whole word of Lisu
        "Moderatᴉon",  # an i on its head
        "Amirа",  # Cyrillic а
        "Mо\u0308deration",
        "Aᴅmin",  # a small capital
    ],
)
def test_a_word_is_written_in_one_script_that_people_write(name):
    assert why_no_name(name) == "Bitte schreiben Sie jedes Wort des Namens in einer Schrift."


@pytest.mark.parametrize(
    "name",
    [
        "Мария Schmidt",
        "李娜 Li",
        "東京のタロウ",
        "Ελένη",
        "می\u200cخواهم",
        "José Ñandú-Çelik",
        "Nguyễn Thị",
        "Keʻala O’Neill",
        "Amira 2",
        "ⴰⵎⵉⵏⴰ",
        "김철수",
        "ज्योति",
        "Anna 🌻",
        "Łukasz Ærø",
    ],
)
def test_people_of_all_scripts_keep_their_names(name):
    assert why_no_name(name) is None


@pytest.mark.parametrize("unseen", ["\u3164", "\u115f", "\uffa0", "\ufe0f", "\u034f", "\U000e0041"])
def test_what_is_shown_as_nothing_makes_no_other_name(unseen):
    assert looks_official(f"Mod{unseen}eration")
    assert looks_official(f"Muster{unseen}stadt", KNOWN)
    assert why_no_name(unseen * 3)
