"""Working groups on the desk: made, renamed, given fields; by whom, and by whom not."""

from sqlmodel import Session, select

from app.drafts.domain import import_draft
from app.drafts.readers.markdown import read_markdown
from app.models import ActionField, GroupKind, Section, WorkingGroup
from tests.cast import DRAFT, Cast
from tests.moderation.looking import deeds

PAGE = "/desk/p/ankommen/groups"


def groups(session: Session) -> dict[str, WorkingGroup]:
    session.expire_all()
    found = {one.slug: one for one in session.exec(select(WorkingGroup))}
    session.commit()
    return found


def counted(session: Session, deed: str) -> int:
    found = len(deeds(session, deed))
    session.commit()
    return found


def test_a_steering_group_is_made_once_and_what_is_wrong_is_named(browser, cast, session) -> None:
    browser.sign_in(cast.jonas)
    form = browser.get(PAGE).select_one(f"form[action='{PAGE}']")
    key = form.select_one("[name=idempotency_key]")["value"]
    new = {"name": "Steuerung", "title": "Alle Gruppen", "kind": "steering"}
    for _twice in range(2):
        browser.send(PAGE, **new, idempotency_key=key)
    page = browser.get(browser.last.headers["location"].partition("#")[0])
    assert "Die Gruppe ist angelegt." in page.select_one("[role=status]").text
    made = groups(session)["steuerung"]
    assert (made.kind, made.title, made.position) == (GroupKind.STEERING, "Alle Gruppen", 3)
    assert counted(session, "group.created") == 1
    assert browser.get(f"/groups/{made.id}").select_one(".fieldmark").text == "Steuerungsgruppe"

    page = browser.send(PAGE, status=422, name="Steuerung", title="Noch eine", kind="steering")
    assert "gibt es schon" in page.select_one("#new-name-error").text
    assert page.select_one("#new-title")["value"] == "Noch eine", "what was typed stays"
    page = browser.send(PAGE, status=422, name=" ", title="x" * 201)
    assert page.select_one("#new-name-error")
    assert page.select_one("#new-title-error")
    assert set(groups(session)) >= {"ag-1", "ag-2", "steuerung"}


def test_a_group_is_renamed_and_steers_only_without_fields(browser, cast, session) -> None:
    browser.sign_in(cast.emil)
    url = f"{PAGE}/{cast.group.id}"
    browser.send(url, name="AG Sprache", title="Deutsch lernen", kind="fields")
    found = groups(session)["ag-1"]
    assert (found.name, found.title) == ("AG Sprache", "Deutsch lernen"), "its short name stays"
    page = browser.send(url, status=422, name="AG Sprache", kind="steering")
    assert "Handlungsfelder" in page.select_one(f"#g{cast.group.id}-kind").text
    assert groups(session)["ag-1"].kind is GroupKind.FIELDS
    assert counted(session, "group.changed") == 1
    elsewhere = WorkingGroup(process_id=cast.elsewhere.id, slug="ag-1", name="AG 1")
    session.add(elsewhere)
    session.commit()
    browser.send(f"{PAGE}/{elsewhere.id}", status=404, name="Gekapert")


def test_a_field_goes_to_another_group_in_the_next_version_too(
    browser, cast: Cast, session
) -> None:
    draft = read_markdown([("v2.md", DRAFT)])
    coming = import_draft(session, cast.process, draft, source_name="v2.md", by=None)
    before = cast.work.revision
    session.commit()
    browser.sign_in(cast.jonas)
    own, other = cast.group.id, cast.other_group.id
    fields = {"field": [cast.language.id, cast.work.id]}
    browser.send(f"{PAGE}/fields", **fields, group=[own, own])
    session.expire_all()
    work = session.get_one(ActionField, cast.work.id)
    assert work.group_id == own
    assert work.revision > before, "its page names the group"
    chosen = session.exec(
        select(Section.field_choice).where(
            Section.field_id == work.id, Section.version_id == coming.id, Section.is_field
        )
    ).one()
    assert chosen["group_id"] == own
    (deed,) = deeds(session, "group.fields_assigned")
    assert deed.details["fields"] == ["HF2: ag-1"]
    session.get_one(WorkingGroup, other).kind = GroupKind.STEERING
    session.commit()
    page = browser.send(f"{PAGE}/fields", status=422, **fields, group=[own, other])
    assert "entscheidet nicht über" in page.select_one(".error").text
    browser.send(f"{PAGE}/fields", **fields, group=[own, "99999"])
    session.expire_all()
    assert session.get_one(ActionField, cast.work.id).group_id is None, "nobody yet"


def test_moderators_and_the_auditor_read_and_change_nothing(browser, cast, session) -> None:
    for person in (cast.bernd, cast.karin):
        page = browser.sign_in(person).get(PAGE)
        assert "AG 2" in page.text
        assert not page.select("main form[method=post]")
        browser.send(PAGE, status=403, name="AG 7")
        browser.send(f"{PAGE}/{cast.group.id}", status=403, name="AG 7")
        browser.send(f"{PAGE}/fields", status=403)
        browser.leave()
    browser.sign_in(cast.ines).get(PAGE, status=403)
    assert set(groups(session)) == {"ag-1", "ag-2"}
