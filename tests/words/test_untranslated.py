"""Sentences that a catalogue lacks: said in another language, they say in which one."""

import json

import pytest
from sqlmodel import Session, select

from app import i18n, untranslated
from app.i18n import OfAnother, _
from app.models import Person
from app.web import environment

LACKED = "Diesen Satz <b>kennt</b> niemand, %(name)s."


@pytest.fixture
def arabic():
    with i18n.speaking("ar"):
        yield


def shown(template: str, **context: object) -> str:
    return untranslated.mend(environment.from_string(template).render(context))


def test_between_tags_it_says_so_and_in_attributes_nothing_stands(arabic):
    sentence = '_("Diesen Satz <b>kennt</b> niemand, %(name)s.", name=name)'
    page = shown(
        f"<p title='{{{{ {sentence} }}}}'>{{{{ {sentence} }}}}</p>"
        f"<select><option>{{{{ {sentence} }}}}</option></select>",
        name="<i>Bo</i>",
    )
    said = "Diesen Satz <b>kennt</b> niemand, &lt;i&gt;Bo&lt;/i&gt;."
    assert f'<p title=\'{said}\'><span lang="de" dir="ltr">{said}</span></p>' in page
    assert f"<option>{said}</option>" in page
    assert not set(page) & {i18n.OPENS, i18n.SAYS, i18n.ENDS}


def test_a_sentence_of_a_rule_keeps_its_language_to_the_page(arabic):
    refused = _(LACKED) % {"name": "Bo"}
    assert isinstance(refused, OfAnother)
    assert refused == "Diesen Satz <b>kennt</b> niemand, Bo."
    assert '<span lang="de" dir="ltr">Diesen Satz &lt;b&gt;' in shown("{{ it }}", it=refused)
    assert json.dumps({"it": refused}).startswith('{"it": "Diesen')
    assert shown("{{ it[:6] }}", it=refused) == "Diesen"


def test_it_is_text_like_any_other_for_a_database(arabic, session: Session, cast):
    cast.amira.name = _("Niemand")
    session.commit()
    session.expire_all()
    assert session.exec(select(Person.name).where(Person.id == cast.amira.id)).one() == "Niemand"


def test_what_is_there_is_not_marked_and_plain_german_is_german():
    with i18n.speaking("tr"):
        assert type(_("Anmelden")) is str
        assert _(LACKED).language == "de"
    with i18n.speaking("de-simple"):
        assert type(_(LACKED)) is str
    assert type(_(LACKED)) is str


def test_marks_that_do_not_match_make_no_tags():
    lost = f"<p>{i18n.OPENS}xx{i18n.SAYS}a{i18n.ENDS}b{i18n.ENDS}</p>"
    assert untranslated.mend(lost) == "<p>ab</p>"
