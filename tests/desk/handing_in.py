"""What the tests of the draft on the desk do again and again."""

from bs4 import BeautifulSoup
from fastapi import FastAPI
from sqlmodel import col, select

from app import db
from app.models import DraftVersion
from tests.browser import Browser

DRAFT = """# Wohnen in Musterstadt

## Einleitung

Dieser Entwurf liegt aus.

## Bauen

Die Stadt baut auf eigenem Grund. Sie fängt im Mai an.

### Wo

- an der alten Post
- am Hafen

## Nachbarn

Jedes Viertel bekommt einen Treffpunkt.
"""
URL = "/desk/p/ankommen/draft"


def look(app: FastAPI, query: object) -> list:
    """What stands in the database; the test keeps no transaction open."""
    with db.reading(app.state.engine) as session:
        return list(session.exec(query).all())


def versions(app: FastAPI) -> list[int]:
    """The numbers of all versions there are."""
    return look(app, select(DraftVersion.number).order_by(col(DraftVersion.number)))


def upload(
    browser: Browser, *files: tuple[str, str | bytes], status: int = 303, key: str = ""
) -> BeautifulSoup:
    """Hand in these files as a browser does."""
    fields = browser._with_token({"idempotency_key": key})
    sent = [("files", (name, content, "text/markdown")) for name, content in files]
    response = browser.client.post(
        "/desk/p/ankommen/drafts", data=fields, files=sent, follow_redirects=False
    )
    browser.last = response
    return browser._page(response, status)


def step(
    browser: Browser, do: str, status: int = 303, seen: str = "", **said: str
) -> BeautifulSoup:
    """Press a button on the page of version 2, which says what was seen last."""
    if not seen:
        seen = browser.get(f"{URL}/v2").select_one("#steps .seen")["value"]
    return browser.send(f"{URL}/v2/steps", status=status, do=do, seen=seen, **said)


def runs(page: BeautifulSoup) -> dict[str, str | None]:
    """The headings of the text with the colour under which each stands."""
    return {run.select_one("h3, h4, h5").text: run.get("data-field") for run in page.select(".run")}
