"""What holds on every page at once: words never run, looking changes nothing, and nobody keeps
what was shown to one person. Each walk takes its routes from the matrix, so a new one is in it."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from fastapi.openapi.utils import get_openapi
from sqlmodel import Session, SQLModel, select, update

from app.models import (
    ActionField,
    Comment,
    DraftVersion,
    HouseRule,
    JournalEntry,
    Office,
    Organisation,
    Person,
    Process,
    Reply,
    Section,
    SignIn,
    WorkingGroup,
)
from app.security import cookie_name
from tests import test_matrix
from tests.test_matrix import MATRIX

everybody = test_matrix.everybody

EVIL = "<svg onload=alert(1)>\"'"
NAMED = {
    ActionField: ("title", "summary"),
    Comment: ("author_name", "author_role", "quote", "hidden_reason", "language", "text"),
    DraftVersion: ("title", "source_name"),
    HouseRule: ("title", "text"),
    Office: ("name", "contact"),
    Organisation: ("name", "unit", "address", "legal"),
    Person: ("name",),
    Process: ("title", "subtitle", "summary"),
    Reply: ("author_name",),
    Section: ("title", "doubt"),
    SignIn: ("device",),
    WorkingGroup: ("name", "title"),
}


def readable(who: str, *, api: bool = False) -> Iterator[str]:
    """The address of every page that this person may open."""
    return (address for _path, address in places(who, api=api))


def places(who: str, *, api: bool = False) -> Iterator[tuple[str, str]]:
    """Each of these as its route's path and an address of it."""
    for (method, path), row in MATRIX.items():
        if method == "GET" and who in row.may and row.api == api:
            yield path, row.url or path


def open_as(app, browser, everybody, who: str, url: str, method: str = "GET"):
    browser.client.cookies.clear()
    if cookie := everybody[who][0]:
        browser.client.cookies.set(cookie_name(app.state.settings), cookie)
    return browser.client.request(method, url, follow_redirects=False)


def is_page(answer) -> bool:
    return answer.headers.get("content-type", "").startswith("text/html")


@pytest.mark.parametrize("who", ["visitor", "chen", "emil"])
def test_whatever_everybody_and_everything_is_called_no_page_runs_it(
    app, session: Session, browser, everybody, who
):
    for table, names in NAMED.items():
        session.execute(update(table).values(dict.fromkeys(names, EVIL)))
    session.commit()
    shown = 0
    for url in readable(who):
        answer = open_as(app, browser, everybody, who, url)
        if is_page(answer):
            assert "<svg onload" not in answer.text, url
            shown += "&lt;svg onload" in answer.text
    assert shown > 8


def read_by_routes(app) -> tuple[set[str], dict[str, set[str]]]:
    """The names of what routes read from an address behind its question mark, and for each route
    those of its own that may not be any text."""
    described = get_openapi(title="all", version="1", routes=app.routes)
    names, bound = set(), defaultdict(set)
    for path, operations in described["paths"].items():
        for parameter in operations.get("get", {}).get("parameters", []):
            if parameter["in"] == "query":
                names.add(parameter["name"])
                if parameter["schema"].get("type") != "string":
                    bound[path].add(parameter["name"])
    return names, bound


@pytest.mark.parametrize("who", ["visitor", "emil"])
def test_whatever_an_address_says_it_is_only_text(app, browser, everybody, who):
    evil = "\"'><svg onload=1>'"  # out of either kind of quotation mark, and plain
    names, bound = read_by_routes(app)
    assert {"at", "next", "after", "process"} <= names
    assert bound["/p/{slug}/changes"] == {"from", "to"}
    for path, url in places(who):
        own = bound[path]  # each of these alone: the first would be all that the answer is about
        for said in (names - own, *({name} for name in own)):
            asked = dict.fromkeys(said, evil)
            address = browser.client.build_request("GET", url).url.copy_merge_params(asked)
            answer = open_as(app, browser, everybody, who, str(address))
            assert answer.status_code < 500, address
            assert not is_page(answer) or "<svg onload" not in answer.text, address


def fingerprints(session: Session) -> dict[str, str]:
    """Each table's rows, as one hash; the journal's but for downloads, which are written down."""
    session.expire_all()
    downloads = select(JournalEntry.id).where(JournalEntry.deed == "bundle.downloaded")
    found = {}
    for name, table in SQLModel.metadata.tables.items():
        rows = table.select().order_by(*table.primary_key.columns)
        if name == JournalEntry.__tablename__:
            rows = rows.where(table.c.id.not_in(downloads))
        found[name] = hashlib.sha256(repr(session.execute(rows).all()).encode()).hexdigest()
    session.rollback()
    return found


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_whoever_only_looks_changes_nothing(app, session: Session, browser, everybody, method):
    before = fingerprints(session)
    for who in ("emil", "amira"):
        for url in [row.url or path for (verb, path), row in MATRIX.items() if verb == "GET"]:
            open_as(app, browser, everybody, who, url, method)
    assert fingerprints(session) == before


def test_a_change_would_be_seen(session: Session, everybody):
    before = fingerprints(session)
    session.execute(update(Person).values(name="Anders"))
    session.commit()
    assert fingerprints(session) != before


def test_nobody_keeps_what_was_shown_to_one_person(app, browser, everybody):
    kept = []
    for who in ("amira", "chen", "emil"):
        for url in readable(who):
            answer = open_as(app, browser, everybody, who, url)
            if answer.headers["cache-control"] != "private, no-store":
                kept.append(f"{who}: {url}")
    assert kept == []


def test_a_note_in_another_language_says_so_and_runs_its_own_way(browser, session: Session, cast):
    for text, language in (("نص طويل بما يكفي", "ar"), ("More courses, please.", "en")):
        cast.says(session, text)
        session.execute(update(Comment).where(Comment.text == text).values(language=language))
    session.commit()

    arabic = browser.get("/p/ankommen/comments/1").select_one(".note__text")
    english = browser.get("/p/ankommen/comments/2").select_one(".note__text")

    assert (arabic["lang"], arabic["dir"]) == ("ar", "auto")
    assert (english["lang"], english["dir"]) == ("en", "auto")


def test_no_page_of_the_public_sets_a_cookie_or_asks_a_third_party(app, session, browser, cast):
    app.state.settings.htmx = "self"
    cast.says(session)
    session.commit()
    pages = [
        row.url or path
        for (method, path), row in MATRIX.items()
        if method == "GET" and "visitor" in row.may and not row.api and row.host == "testserver"
    ]
    assert len(pages) > 20
    wrong = []
    for page in pages:
        answer = browser.client.get(page, follow_redirects=False)
        if "set-cookie" in answer.headers:
            wrong.append(f"{page}: cookie")
        if not is_page(answer):
            continue
        asked = "link[href]:not([rel=canonical], [hreflang]), [src], [srcset]"
        loaded = BeautifulSoup(answer.text, "html.parser").select(asked)
        theirs = [e for e in loaded if not re.match(r"/(?!/)", e.get("src") or e.get("href", ""))]
        wrong += [f"{page}: {e}" for e in theirs if not str(e.get("src")).startswith("data:")]
    assert wrong == []
