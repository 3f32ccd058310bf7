"""Whoever belongs to one city finds nothing of another: every route of the router, with every id
that the database has of the first city, asked on the second city's host by each of its roles."""

import itertools
import re

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, SQLModel, col, select

from app import db
from app.accounts.domain import start_sign_in
from app.accounts.giving import create_token
from app.accounts.inviting import invite as invite_to
from app.drafts.domain import import_draft
from app.drafts.readers.markdown import read_markdown
from app.groups.domain import write_bundle_now
from app.groups.exporting import ask as ask_for_export
from app.models import (
    ActionField,
    Barrier,
    Block,
    EmbeddingSite,
    Export,
    Grant,
    Inquiry,
    Invitation,
    Office,
    Role,
    SignIn,
    TextModule,
    Token,
    WorkingGroup,
)
from app.processes.embedding import allow_site
from app.publishing.carrying import compare
from app.security import cookie_name, form_token
from tests.cast import DRAFT, OPENS, OTHER_HOST, PASSWORD, gather, invite, person
from tests.groups.city_paper import stored
from tests.groups.topic_of import topic
from tests.matrix import DRAWN, FIRST_ONES, MATRIX, PICTURE
from tests.public.revised import publish
from tests.routes import every_route
from tests.secrets_of_a_city import barrier, event, hand_back, inquiry, logo, paper, station

REFUSED = (401, 403, 404)
# What only the first city says. Nothing of it may stand in an answer of the second.
ITS_OWN = re.compile("Musterstadt|Geheimwort|Bernd|Chen|Emil|Fatma|Ines|Jonas|Karin|lernen Deutsch")
SCOPES = ["comments:write", "answers:write", "drafts:write", "bundles:read", "decisions:write"]
THEIRS = """---
fields:
  - {heading: Wege, group: ag-1}
---
# Wege

Alle Wege sind eben und gut beleuchtet. Niemand stolpert.
"""
# What is found by a secret word or by its content alone, not by a number that can be guessed.
BY_SECRET = {"token", "page"}


@pytest.fixture
def first(app, session):
    """The first city with one of everything; the second with a process and all its roles."""
    cast = invite(session)
    city = cast.organisation
    for text in ("Geheimwort in einer Anmerkung.", "Noch ein Geheimwort."):
        note = cast.says(session, text)
        gather(session, note)
    version = import_draft(
        session, cast.process, read_markdown([("v2.md", DRAFT)]), source_name="v2.md", by=None
    )
    compare(session, cast.process, version)
    import_draft(session, cast.process, DRAWN, source_name="v3.docx", by=None)
    allow_site(session, cast.process, "https://www.example.org", by=cast.emil)
    invite_to(session, cast.emil, "geheimwort@example.org", Role.MODERATOR, city, cast.process)
    about = {"organisation_id": city.id, "process_id": cast.process.id, "changed_at": OPENS}
    session.add(TextModule(title="Geheimwort", text="Geheimwort.", **about))
    session.add_all([logo(city.id), paper(cast.process.id), barrier(city.id)])
    session.add_all([event(cast.process.id), station(cast.process.id), stored(city.id)])
    topic(session, cast, [note])
    session.add(inquiry(cast.school_office, cast.bernd, cast.process.id))
    hand_back(session, cast.group, cast.ines)
    publish(session, cast.elsewhere, THEIRS)
    session.commit()
    write_bundle_now(app.state.engine, app.state.settings, cast.group.id, cast.chen)
    ask_for_export(session, cast.process, "notes.csv", cast.bernd, OPENS)
    start_sign_in(session, cast.emil, "Probe")
    create_token(session, cast.emil, SCOPES, "Probe")
    session.commit()
    return cast


@pytest.fixture
def strangers(first, session):
    """Cookie and token of each role of the second city, and of nobody."""
    group = session.exec(
        select(WorkingGroup).where(WorkingGroup.process_id == first.elsewhere.id)
    ).one()
    keys = {"nobody": ("", "")}
    for role in Role:
        who = person(f"Fremd{role.value}")
        who.grants.append(
            Grant(
                organisation_id=first.elsewhere.organisation_id,
                process_id=None if role in (Role.ADMIN, Role.AUDITOR) else first.elsewhere.id,
                group_id=group.id if role in (Role.MEMBER, Role.LEAD) else None,
                role=role,
            )
        )
        session.add(who)
        session.flush()
        keys[role.value] = (
            start_sign_in(session, who, "Probe"),
            create_token(session, who, SCOPES, "Probe"),
        )
    for row in session.exec(select(SignIn)):
        row.proved_at = OPENS.replace(day=15, hour=12)
    session.commit()
    return keys


def ids_of(app, cast) -> dict[str, list[object]]:
    """Every id of the first city, by the name that routes have for it."""
    with db.reading(app.state.engine) as session:
        return _ids(session, cast.process.id, cast.organisation.id)


def _ids(session: Session, own: int, city: int) -> dict[str, list[object]]:
    def all_of(column, where):
        return list(session.exec(select(column).where(where).order_by(col(column)).limit(40)))

    groups = all_of(WorkingGroup.id, WorkingGroup.process_id == own)
    staff = all_of(Grant.person_id, Grant.organisation_id == city)
    return {
        "slug": ["ankommen"],
        "process": ["ankommen"],
        "field": all_of(ActionField.slug, ActionField.process_id == own),
        "fragment": all_of(Block.fragment, Block.process_id == own)[:2],
        "number": [1, 2, *all_of(Barrier.id, Barrier.organisation_id == city)],
        "n": [1, 2],
        "similar": [1, 2],
        "topic": ["ehrenamt"],
        "outcome": ["stands"],
        **{name: [1] for name in ("blackout", "position")},
        "module": all_of(TextModule.id, TextModule.organisation_id == city),
        "name": ["days", "offices"],  # of figures
        "group": ["ag-1", groups[-1]],
        "group_id": groups,
        "bundle": [1],
        "bundle_id": [1],
        "template_id": [1],
        "export_id": all_of(Export.id, Export.process_id == own),
        "hand_back": [1],
        "hand_back_id": [1],
        "digest": [PICTURE, "abc"],
        "document": ["auftrag"],
        "grant_id": all_of(Grant.id, Grant.organisation_id == city),
        "person_id": sorted(set(staff)),
        "invitation_id": all_of(Invitation.id, Invitation.organisation_id == city),
        "site_id": all_of(EmbeddingSite.id, EmbeddingSite.process_id == own),
        "sign_in_id": all_of(SignIn.id, col(SignIn.person_id).in_(staff)),
        "inquiry_id": all_of(Inquiry.id, Inquiry.process_id == own),
        "token_id": all_of(Token.id, col(Token.person_id).in_(staff)),
        "office": [*all_of(Office.id, Office.organisation_id == city), "schulamt"],
        **dict.fromkeys(FIRST_ONES, (1,)),
    }


def addresses(app, ids):
    """Each route that names something, with everything of the first city in its place. Of two
    numbers in one address each is tried, but not every pair."""
    for method, path in every_route(app):
        names = re.findall(r"\{(\w+)\}", path)
        if not names or BY_SECRET & set(names):
            continue
        assert set(names) <= set(ids), f"{path}: what is {names} of a city?"
        longest = max(len(ids[name]) for name in names)
        for values in itertools.islice(
            zip(*(itertools.cycle(ids[n]) for n in names), strict=False), longest
        ):
            filled = path
            for name, value in zip(names, values, strict=True):
                filled = filled.replace("{" + name + "}", str(value))
            yield method, path, filled


def ask(app, client: TestClient, keys, method, path, url):
    """What the second city answers."""
    row, (cookie, token) = MATRIX[method, path], keys
    client.cookies.clear()
    query = row.url.partition("?")[2]
    address = f"{url}?{query}" if query else url
    headers = {"host": OTHER_HOST}
    files = {"file": ("v3.md", THEIRS)} if row.file else None
    if row.api:
        if token:
            headers["authorization"] = f"Bearer {token}"
        sent = {"json": row.form or None, "files": files}
        return client.request(method, address, headers=headers, follow_redirects=False, **sent)
    if cookie:
        client.cookies.set(cookie_name(app.state.settings), cookie)
    form = row.form | {"form_token": form_token(app.state.secret, cookie)}
    return client.request(
        method,
        address,
        headers=headers,
        data=form if method == "POST" else None,
        follow_redirects=False,
    )


def rows_of(app, cast) -> dict[str, list[str]]:
    """Everything that the first city has, as it stands in the database."""
    found = {}
    with db.reading(app.state.engine) as session:
        for name, table in SQLModel.metadata.tables.items():
            own = _own(name, table, cast)
            if own is not None:
                found[name] = [repr(row) for row in session.execute(select(table).where(own))]
    return found


def _own(name, table, cast):
    """The rows of a table that are the first city's; None where no city owns any."""
    if name == "process":
        return table.c.id == cast.process.id
    if name == "organisation":
        return table.c.id == cast.organisation.id
    if "process_id" in table.c:
        return table.c.process_id == cast.process.id
    if "organisation_id" in table.c:
        return table.c.organisation_id == cast.organisation.id
    return None


def told(answer) -> str:
    """What of the first city the answer says, its headers included; "" for nothing."""
    found = ITS_OWN.search(answer.text) or ITS_OWN.search(str(answer.headers))
    return found[0] if found else ""


def test_nobody_of_one_city_reaches_anything_of_another(app, browser, first, strangers, session):
    ids, before = ids_of(app, first), rows_of(app, first)
    wrong, asked = [], 0
    for method, path, url in addresses(app, ids):
        for role, keys in strangers.items():
            answer = ask(app, browser.client, keys, method, path, url)
            asked += 1
            if answer.status_code not in REFUSED or told(answer):
                wrong.append(f"{role} {method} {url}: {answer.status_code} {told(answer)}")
    assert wrong == []
    assert asked > 500
    assert rows_of(app, first) == before


def test_where_both_cities_use_one_slug_each_host_means_its_own(
    app, browser, first, strangers, session
):
    first.elsewhere.slug = first.process.slug
    session.add(first.elsewhere)
    session.commit()
    ids, before = ids_of(app, first), rows_of(app, first)
    wrong, found = [], 0
    for method, path, url in addresses(app, ids):
        if "{slug}" not in path and "{process}" not in path:
            continue
        for role in ("nobody", "admin"):
            answer = ask(app, browser.client, strangers[role], method, path, url)
            found += answer.status_code == 200
            if told(answer):
                wrong.append(f"{role} {method} {url}: {answer.status_code} {told(answer)}")
    assert wrong == []
    assert found > 10, "the second city's own pages answer"
    assert rows_of(app, first) == before


def test_no_list_shows_anything_of_another_city(browser, first, strangers):
    client, here = browser.client, {"host": OTHER_HOST}
    lists = ("/", "/desk", "/desk/city", "/desk/people", "/desk/barriers", "/desk/mail")
    for role in (Role.ADMIN, Role.AUDITOR, Role.MODERATOR):
        client.cookies.set("randnotiz", strangers[role.value][0])
        for path in (*lists, "/desk/offices", "/desk/journal", "/desk/journal.csv"):
            answer = client.get(path, headers=here)
            assert told(answer) == "", f"{role} {path}"
            assert role is not Role.ADMIN or answer.status_code == 200, path
    programs = client.get("/api/v1/processes", headers=here).json()
    assert [process["slug"] for process in programs["items"]] == ["anderswo"]
    assert "Anderswo" not in browser.leave().get("/").text


def test_a_session_begun_in_one_city_is_nobodys_role_in_another(browser, first):
    browser.sign_in(first.emil, PASSWORD)
    cookie = browser.client.cookies["randnotiz"]
    assert browser.client.get("/desk").status_code == 200
    browser.at(OTHER_HOST)
    browser.client.cookies.set("randnotiz", cookie)

    assert browser.client.get("/desk").status_code == 403
    assert "Emil" in browser.get("/account").text, "the account is one in all cities"
