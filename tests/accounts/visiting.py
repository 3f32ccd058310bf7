"""A visit to the identity provider, step by step, as a browser without JavaScript makes it."""

from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from app.config import Settings
from tests.accounts.issuing import CLIENT, SECRET, House, open_house
from tests.browser import Browser

BACK = "/sign-in/provider/callback"
ROLES = "moderator:ankommen=mods, admin:musterstadt=amt, member:ankommen/ag-1=sprache"


@pytest.fixture
def house():
    with open_house() as house:
        yield house


@pytest.fixture
def settings(settings: Settings, house: House) -> Settings:
    """The installation of every test here has this provider."""
    return settings.model_copy(
        update={
            "oidc_issuer": house.url,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SECRET,
            "oidc_name": "Stadtkonto",
            "oidc_roles_claim": "groups",
            "oidc_roles": ROLES,
        }
    )


def set_out(browser: Browser, to: str = "/sign-in/provider", **fields: str) -> str:
    """Where the provider is asked."""
    page = browser.send(to, status=200, **fields)
    url = page.select_one("main a.button")["href"]
    assert page.select_one("meta[http-equiv=refresh]")["content"] == f"0; url={url}"
    return url


def asked_there(url: str) -> dict[str, str]:
    """What the provider answers to the browser."""
    answer = httpx.get(url, trust_env=False)
    assert answer.status_code == 302
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


def come_back(browser: Browser, brought: dict[str, str], status: int = 303):
    """The page with the form that sends itself, and its sending."""
    page = browser.get(str(httpx.URL(BACK, params=brought)))
    form = page.select_one(f"form[action='{BACK}']")
    fields = {field["name"]: field["value"] for field in form.select("input")}
    return browser.send(BACK, status=status, **fields)


def visit(browser: Browser, status: int = 303, **fields: str):
    """There and back."""
    return come_back(browser, asked_there(set_out(browser, **fields)), status)


def where(browser: Browser) -> str:
    """Where the last answer leads."""
    return browser.last.headers["location"]


def comes_in(browser: Browser, name: str = "Kira") -> None:
    """Somebody who is new here comes in, under this name."""
    visit(browser)
    assert where(browser) == "/sign-in/provider/new"
    browser.send("/sign-in/provider/new", name=name)


def said_no(page) -> str:
    """The one sentence."""
    return page.select_one(".say--wrong").text.strip()
