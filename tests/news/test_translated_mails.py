"""Mails to somebody who reads another language than a note or an answer was written in."""

from datetime import timedelta

from app.comments.queries import by_number
from app.comments.translating import translate
from app.moderation import domain as moderation
from app.news import domain
from tests.cast import WHILE_OPEN
from tests.hearing import mails
from tests.news.test_mails import a_field


def test_the_citys_translations_stand_below_the_original_for_readers_of_that_language(
    session, cast, it_is
):
    cast.amira.locale, cast.dora.locale = "ar", "en"
    cast.says(session, "نحتاج دورات في المساء.")
    note = by_number(session, cast.process, 1)
    note.language = "ar"
    domain.follow(session, cast.dora.id, a_field(cast))
    cast.fatma.locale = "tr"
    domain.follow(session, cast.fatma.id, a_field(cast))
    mails(session)
    translate(session, note, None, "en", "We need courses in the evening.", cast.bernd, WHILE_OPEN)
    translate(session, note, None, "tr", "Akşam kursları gerekli.", cast.bernd, WHILE_OPEN)
    note.edited_at = WHILE_OPEN + timedelta(minutes=1)
    answer = moderation.answer(session, note, cast.bernd, "Ja, ab Mai.", WHILE_OPEN)
    translate(session, note, answer, "ar", "نعم، ابتداءً من مايو.", cast.bernd, WHILE_OPEN)

    told = {mail.to_address: mail.text for mail in mails(session)[-3:]}
    to_amira = told[cast.amira.email]
    assert to_amira.index("Ja, ab Mai.") < to_amira.index("> نعم، ابتداءً من مايو.")
    assert "evening" not in to_amira, "her own words she can read"
    assert "?lang=ar" in to_amira
    to_dora = told[cast.dora.email]
    assert "> نحتاج دورات في المساء.\n\nTranslation by the city" in to_dora
    assert "before the last change:\n\n> We need courses in the evening." in to_dora
    assert "نعم" not in to_dora
    assert "> Akşam kursları gerekli." in told[cast.fatma.email]
