"""A new version takes over the fields of the one before, and numbers are never given twice."""

from sqlmodel import Session, col, select

from app.drafts.chosen import chosen_fields
from app.drafts.editing import choosing
from app.models import ActionField, DraftVersion, Process, Section
from app.publishing.domain import publish_version
from tests.cast import Cast
from tests.drafts.putting_right import hand_in, on, step

SPEECH = "Alle lernen Deutsch. Kurse beginnen z. B. im Mai. Danach folgt eine Prüfung."
WORK = "Betriebe bieten Praktika an. Niemand wartet länger als ein Jahr."


def fields(session: Session, cast: Cast, version: DraftVersion) -> dict[str, tuple[str, str]]:
    """Heading → the field it is, and how it was found."""
    session.expire_all()
    chosen = chosen_fields(session, session.get_one(Process, cast.process.id), version)
    query = (
        select(Section)
        .where(Section.version_id == version.id, col(Section.is_field))
        .order_by(col(Section.position))
    )
    return {
        section.title: (chosen[section.field_id].label, chosen[section.field_id].taken_over)
        for section in session.exec(query)
    }


def test_by_the_heading_whatever_its_number(session, cast) -> None:
    text = f"# 4. Arbeit\n\nNeues.\n\n# 5 SPRACHE\n\n{SPEECH}\n\n# Sport\n\nNeu."
    version = hand_in(session, cast, text)

    assert fields(session, cast, version) == {
        "4. Arbeit": ("HF2", "heading"),
        "5 SPRACHE": ("HF1", "heading"),
    }
    chosen = list(chosen_fields(session, cast.process, version).values())
    assert [(one.title, one.colour, one.group) for one in chosen] == [
        ("Arbeit", 5, "AG 2"),
        ("Sprache", 2, "AG 1"),
    ]


def test_by_the_title_that_was_chosen(session, cast) -> None:
    cast.language.title = "Deutsch lernen"
    session.add(cast.language)
    session.commit()
    version = hand_in(session, cast, "# Deutsch lernen\n\nNeues.")
    assert fields(session, cast, version) == {"Deutsch lernen": ("HF1", "heading")}


def test_by_most_of_the_words_where_the_heading_is_another(session, cast) -> None:
    text = f"# Reden\n\n{SPEECH} Und mehr.\n\n# Beruf\n\n{WORK}\n\n# Rest\n\nAlle lernen etwas."
    version = hand_in(session, cast, text)
    found = fields(session, cast, version)
    assert found["Beruf"] == ("HF2", "text")
    assert "Rest" not in found


def test_what_fits_to_nothing_stays_text(session, cast) -> None:
    version = hand_in(session, cast, "# Radwege\n\nDie Stadt malt Streifen auf die Fahrbahn.")
    assert fields(session, cast, version) == {}


def test_the_same_heading_deep_inside_a_field_is_no_second_one(session, cast) -> None:
    text = f"# Sprache\n\n{SPEECH}\n\n## Arbeit\n\nMehr.\n\n# Arbeit\n\n{WORK}"
    version = hand_in(session, cast, text)
    assert list(fields(session, cast, version)) == ["Sprache", "Arbeit"]
    (deep,) = session.exec(select(Section).where(Section.level == 2, Section.title == "Arbeit"))
    assert not deep.is_field


def test_numbers_follow_the_text_until_they_are_public_and_then_stay(session, cast) -> None:
    process = Process(
        **cast.elsewhere.model_dump(exclude={"id", "slug"}), slug="neu", fields=[], groups=[]
    )
    session.add(process)
    session.flush()
    fresh = Cast(**{**vars(cast), "process": process})
    version = hand_in(session, fresh, "# Eins\n\nA.\n\n# Zwei\n\nB.\n\n# Drei\n\nC.")

    for title in ("Drei", "Eins", "Zwei"):
        step(session, fresh, version, "field", on(title, choosing.make_field))
    assert [label for label, _how in fields(session, fresh, version).values()] == [
        "HF1",
        "HF2",
        "HF3",
    ]
    step(session, fresh, version, "no-field", on("Eins", choosing.unmake_field))
    publish_version(session, process, version, by=None)
    session.commit()
    assert fields(session, fresh, version) == {"Zwei": ("HF1", ""), "Drei": ("HF2", "")}

    later = hand_in(session, fresh, "# Vier\n\nD.\n\n# Drei\n\nC.\n\n# Eins\n\nA.")
    for title in ("Eins", "Vier"):
        step(session, fresh, later, "field", on(title, choosing.make_field))
    assert fields(session, fresh, later) == {
        "Vier": ("HF3", ""),
        "Drei": ("HF2", "heading"),
        "Eins": ("HF4", ""),
    }
    numbers = select(ActionField.number).where(ActionField.process_id == process.id)
    assert sorted(session.exec(numbers)) == [1, 2, 3, 4]
