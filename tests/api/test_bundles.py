"""A working group draws its bundle and fetches it, by a program of its own."""

import hashlib
import io
import zipfile

import pytest
from sqlmodel import select

from app.models import Bundle, JournalEntry

BUNDLES = "/processes/ankommen/groups/ag-1/bundles"


@pytest.fixture
def note(cast, session):
    """Something was said on the language field."""
    cast.says(session, "Mehr Kurse am Abend bitte.")
    session.commit()


def test_a_member_draws_a_bundle_waits_and_fetches_it(acting, cast, app, note):
    program = acting(cast.chen, "bundles:read")

    drawn = program.send("POST", BUNDLES, 202)
    assert (drawn["number"], drawn["state"], drawn["download"]) == (1, "preparing", None)
    where = program.last.headers["location"].removeprefix("http://testserver/api/v1")
    assert program.get(where) == drawn
    program.get(f"{where}.zip", status=409)

    while app.state.worker.once():
        pass

    ready = program.get(where)
    assert (ready["state"], ready["comments"], ready["done"]) == ("ready", 1, 1)
    content = program.get(ready["download"].removeprefix("http://testserver/api/v1"))
    assert len(content) == ready["size"]
    assert hashlib.sha256(content).hexdigest() == ready["sha256"]
    assert "comments.csv" in str(zipfile.ZipFile(io.BytesIO(content)).namelist())
    assert program.get(f"{where}.zip") == content


@pytest.mark.parametrize("name", ["bernd", "emil"])
def test_the_moderation_draws_for_a_group_as_well(acting, cast, name, note):
    drawn = acting(getattr(cast, name)).send("POST", BUNDLES, 202)

    assert (drawn["process"], drawn["group"]) == ("ankommen", "ag-1")


def test_a_group_is_found_by_its_id_too(acting, cast, note):
    path = f"/processes/ankommen/groups/{cast.group.id}/bundles"

    assert acting(cast.chen).send("POST", path, 202)["group"] == "ag-1"


def test_the_same_key_draws_one_bundle(acting, cast, session, note):
    program, key = acting(cast.chen), {"Idempotency-Key": "b-1"}

    first = program.send("POST", BUNDLES, 202, headers=key)
    assert program.send("POST", BUNDLES, 202, headers=key) == first
    assert len(session.exec(select(Bundle)).all()) == 1


def test_drawing_and_fetching_stand_in_the_journal(acting, cast, session, app, note):
    program = acting(cast.chen)
    drawn = program.send("POST", BUNDLES, 202)
    while app.state.worker.once():
        pass

    program.get(f"/bundles/{drawn['id']}.zip")

    entries = session.exec(
        select(JournalEntry).where(JournalEntry.subject_type == "Bundle").order_by(JournalEntry.id)
    ).all()
    deeds = [(entry.deed, entry.actor_id) for entry in entries]
    assert deeds[0] == ("bundle.drawn", cast.chen.id)
    assert deeds[-1] == ("bundle.downloaded", cast.chen.id)


def test_bytes_for_one_group_are_never_kept_on_the_way(acting, cast, app, note):
    program = acting(cast.chen)
    drawn = program.send("POST", BUNDLES, 202)
    while app.state.worker.once():
        pass

    program.get(f"/bundles/{drawn['id']}.zip")

    assert program.last.headers["cache-control"] == "private, no-store"
    assert program.last.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("bundle", [1, 2**63 - 1])
def test_a_bundle_that_is_not_there(acting, cast, bundle):
    acting(cast.chen).get(f"/bundles/{bundle}", status=404)
    acting(cast.chen).get(f"/bundles/{bundle}.zip", status=404)


def test_what_is_new_is_drawn_and_all_groups_at_once(acting, app, cast, session, note):
    every = "/processes/ankommen/bundles"
    acting(cast.chen).send("POST", every, 403)
    program = acting(cast.bernd)
    (first,) = program.send("POST", f"{every}?only_new=true", 202)["items"]
    assert (first["group"], first["since"], first["with_contacts"]) == ("ag-1", None, False)
    program.send("POST", f"{BUNDLES}?since=1", 409)
    while app.state.worker.once():
        pass
    cast.says(session, "Noch etwas.")
    session.commit()
    key = {"Idempotency-Key": "all-1"}
    again = program.send("POST", f"{every}?only_new=true", 202, headers=key)
    assert program.send("POST", f"{every}?only_new=true", 202, headers=key) == again
    assert [(one["number"], one["since"], one["comments"]) for one in again["items"]] == [(2, 1, 1)]
    program.send("POST", f"{BUNDLES}?since=9", 404)
    assert len(program.send("POST", every, 202)["items"]) == 2, "whole: of every group"
