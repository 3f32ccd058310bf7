"""A note carries its language, and the office can put a translation beside it."""

from sqlmodel import select

from app.comments.tongue import language_of, written_in
from app.i18n import speaking
from app.models import CommentState, JournalEntry, NoteTranslation
from tests.comments.stopping import now

# Notes as people write them, short and long; "" where nothing honest can be said.
WRITTEN = {
    "de": [
        "Mehr Kurse am Abend bitte.",
        "Der Radweg an der Hauptstraße ist viel zu schmal.",
        "wo sollen die kinder denn hin nach der schule",
        "Das finde ich gut, aber wer bezahlt es?",
        "Es fehlt ein Satz über Menschen mit Behinderung.",
        "Kita-Plätze!",
        "Bitte Ergänzung: Öffnungszeiten des Büros für Berufstätige.",
        "Unsere Gruppe trifft sich montags im Haus der Begegnung.",
    ],
    "en": [
        "Please offer more courses in the evening.",
        "The bus does not stop here on Sundays.",
        "I work at night and my children need a place.",
        "Who will pay for this?",
        "There should be a lift at the station.",
        "We would like to help with the garden.",
    ],
    "tr": [
        "Akşam kursları daha fazla olsun.",
        "Çocuklar için bir oyun alanı yok.",
        "Bu konuda bize de sorulmalı.",
        "Lütfen otobüs saatlerini değiştirin.",
        "Ben gece çalışıyorum, sabah kursa gidemem.",
    ],
    "ar": [
        "نريد دورات مسائية أكثر للعاملين.",
        "المكتب مغلق يوم الجمعة.",
        "أين يمكن أن ألتقي بالجيران؟",
    ],
    "fa": [
        "لطفاً کلاس‌های بیشتری در عصر برگزار کنید.",
        "برای بچه‌ها جایی نیست که بازی کنند.",
        "من شب‌ها کار می‌کنم.",
    ],
    "uk": [
        "Потрібно більше вечірніх курсів.",
        "Де можна залишити дитину після школи?",
        "Ми хочемо допомогти сусідам із садом.",
    ],
    "": [
        "Нужны курсы по вечерам, это важно.",
        "OK",
        "12 + 3",
        "Ja/Yes",
        "",
        "Dziękuję bardzo!",
        "🙂",
    ],
}


def test_the_language_of_notes_is_found_or_said_to_be_unknown():
    wrong = [
        (text, language, language_of(text))
        for language, texts in WRITTEN.items()
        for text in texts
        if language_of(text) != language
    ]
    assert wrong == []
    assert language_of("ه" * 5_000) in ("", "ar")
    with speaking("de-simple"):
        assert written_in("OK") == "de"
    with speaking("tr"):
        assert (written_in("OK"), written_in("Das ist gut.")) == ("tr", "de")


def seen_at(browser, desk):
    """As what the page of translations is read."""
    return browser.get(f"{desk}/translation").select_one("[name=seen]")["value"]


def test_a_note_has_its_language_and_the_office_a_translation_beside_it(browser, cast, session):
    note = cast.says(session, WRITTEN["ar"][0])
    german = cast.says(session, "Mehr Kurse am Abend bitte.")
    session.commit()
    assert (note.language, german.language) == ("ar", "de")
    page, desk = f"/p/ankommen/comments/{note.number}", f"/desk/p/ankommen/comments/{note.number}"
    browser.sign_in(cast.bernd)
    assert browser.get(page).select_one(f"a[href='{desk}/translation']")

    words = "Wir wollen mehr Kurse am Abend. <i>Bitte.</i>"
    seen = seen_at(browser, desk)
    browser.send(f"{desk}/translation", into="de", text="Zuerst anders.", seen=seen)
    late = browser.send(f"{desk}/translation", 409, into="de", text=words, seen=seen)
    assert "Hier hat sich eben etwas geändert." in late.select_one("#text-error").text
    assert late.select_one("#text").text.strip() == words
    seen = late.select_one("[name=seen]")["value"]
    browser.send(f"{desk}/translation", into="de", text=words, seen=seen)
    browser.send(f"{desk}/translation", into="de", text=words, seen=seen)  # the same click again
    refused = browser.send(f"{desk}/translation", status=422, into="xx", answer="9", text=words)
    assert refused.select_one("#text").text.strip() == words
    assert len(refused.select(".field .error")) == 2
    browser.send(f"{desk}/language", language="fa")

    shown = browser.leave().get(page)
    assert shown.select_one(".note__text")["lang"] == "fa"
    beside = shown.select_one(".translated")
    assert "Übersetzung der Stadt" in beside.text
    assert words in beside.text
    assert not beside.select("i")
    deeds = select(JournalEntry.deed).where(
        JournalEntry.deed.in_(["comment.translated", "comment.language_named"])
    )
    assert len(now(session, deeds)) == 4


def test_a_translation_goes_with_the_words_it_was_made_of(browser, cast, session):
    note = cast.says(session, WRITTEN["ar"][0])
    session.commit()
    page, desk = f"/p/ankommen/comments/{note.number}", f"/desk/p/ankommen/comments/{note.number}"
    words = "Wir wollen mehr Kurse am Abend."
    seen = seen_at(browser.sign_in(cast.bernd), desk)
    browser.send(f"{desk}/translation", into="de", text=words, seen=seen)

    edit = {"kind": "note", "text": WRITTEN["ar"][1], "seen": "0"}
    browser.sign_in(cast.amira).send(f"{page}/edit", **edit)
    assert now(session, select(NoteTranslation)) == [], "they were of other words"
    browser.sign_in(cast.bernd).send(f"{desk}/translation", 409, into="de", text=words, seen=seen)
    seen = seen_at(browser, desk)
    browser.send(f"{desk}/translation", into="de", text=words, seen=seen)
    seen = seen_at(browser, desk)
    browser.send(f"{desk}/translation", into="de", text=" ", seen=seen)
    assert now(session, select(NoteTranslation)) == []
    browser.send(f"{desk}/translation", into="en", text="We want more courses.", seen=seen)
    note = now(session, select(type(note)).where(type(note).number == note.number))[0]
    note.state = CommentState.WITHDRAWN
    session.add(note)
    session.commit()
    assert "courses" not in browser.get(page).text
    browser.get(f"{desk}/translation", status=404)
    browser.send(f"{desk}/translation", status=403, into="de", text=words)
