"""A browser for tests that reads every page it opens, and complains about what is badly made."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import html5lib
from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient

from app.models import Person
from app.security import cookie_name, form_token
from tests.cast import PASSWORD

_TOKEN = re.compile(r"[0-9a-f]{8}-[\w-]{12}\.[0-9a-f]{32}")
_FIELDS = ("input", "select", "textarea", "button", "fieldset")
_in_order: set[int] = set()


class Browser:
    """Opens pages like a person without JavaScript, or (…_with_htmx) like htmx would."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.token = ""

    def at(self, host: str) -> "Browser":
        """Go to the pages of this host; there nobody is signed in yet."""
        self.client.base_url = f"http://{host}"
        return self.leave()

    def sign_in(self, person: Person, password: str = PASSWORD) -> "Browser":
        """Through the door, as everybody. Whoever sat here before leaves."""
        self.leave().send("/sign-in", email=person.email, password=password)
        return self

    def leave(self) -> "Browser":
        """Somebody else sits down: no cookie, no token."""
        self.client.cookies.clear()
        self.token = ""
        return self

    def get(self, url: str, status: int = 200) -> BeautifulSoup:
        """The page at `url`."""
        return self._page(self.client.get(url, follow_redirects=False), status)

    def get_fragment(self, url: str, status: int = 200) -> BeautifulSoup:
        """What htmx gets at `url`."""
        return self._page(self.client.get(url, headers={"HX-Request": "true"}), status)

    def send(self, url: str, status: int = 303, **fields: Any) -> BeautifulSoup:
        """Send a form."""
        response = self.client.post(url, data=self._with_token(fields), follow_redirects=False)
        self.last = response
        return self._page(response, status)

    def send_with_htmx(self, url: str, status: int = 201, **fields: Any) -> BeautifulSoup:
        """Send a form as htmx does."""
        response = self.client.post(
            url, data=self._with_token(fields), headers={"HX-Request": "true"}
        )
        self.last = response
        return self._page(response, status)

    def _with_token(self, fields: dict[str, Any]) -> dict[str, Any]:
        if not self.token:  # as any page would give it to who asks with this cookie
            state = self.client.app.state
            cookie = self.client.cookies.get(cookie_name(state.settings), "")
            self.token = form_token(state.secret, cookie)
        return {"form_token": self.token} | fields

    def _page(self, response: Any, status: int) -> BeautifulSoup:
        assert response.status_code == status, f"{response.status_code}: {response.text[:800]}"
        soup = BeautifulSoup(response.text, "html.parser")
        if response.headers.get("content-type", "").startswith("text/html"):
            inspect(response.text, soup)
            if token := soup.select_one("input[name=form_token]"):
                self.token = token["value"]
        session = f"{cookie_name(self.client.app.state.settings)}="
        if any(one.startswith(session) for one in response.headers.get_list("set-cookie")):
            self.token = ""
        return soup


def inspect(html: str, page: BeautifulSoup) -> None:
    """What every page and fragment owes its readers. One that is the same as an earlier one, but
    for the token of its forms, was found in order already."""
    alike = hash(_TOKEN.sub("token", html))
    if alike not in _in_order:
        _inspect(html, page)
        _in_order.add(alike)


def _inspect(html: str, page: BeautifulSoup) -> None:
    is_whole_page = html.lower().lstrip().startswith("<!doctype")
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(html.lstrip()) if is_whole_page else parser.parseFragment(html)

    shown = list(_shown(page))
    ids = Counter(e["id"] for e in shown if e.has_attr("id"))
    twice = [name for name, n in ids.items() if n > 1]
    assert not twice, f"the same id twice: {twice}"
    labels = {e.get("for") for e in shown if e.name == "label"} - {None}
    for e in shown:
        if e.name in ("input", "textarea", "select") and e.get("type") != "hidden":
            labelled = e.get("id") in labels or e.find_parent("label")
            assert labelled, f"no label for {e}"
        if e.has_attr("hx-post") or e.has_attr("hx-get"):
            works_without = e.get("action") or e.get("href") or e.get("formaction")
            assert works_without, f"needs htmx: {e}"
        if e.name == "form":
            _inspect_form(e)
        if e.get("role") == "alert":
            _inspect_summary(e, shown)
        inline = e.has_attr("style") or e.has_attr("onclick")
        inline = inline or (e.name == "script" and not e.has_attr("src"))
        assert not inline, "inline style or script"
        link = e.get("href", "") if e.name == "a" and is_whole_page else ""
        assert not link.startswith("#") or link[1:] in ids, f"leads nowhere: {e}"
    if is_whole_page:
        assert page.html["lang"]
        assert len([e for e in shown if e.name == "h1"]) == 1, "a page has one first heading"
        assert page.title.text.strip(" –")


def _inspect_form(form: Tag) -> None:
    if form.get("method") == "post":
        assert form.find("input", attrs={"name": "form_token"}), f"a form without token: {form}"
    if not form.has_attr("id"):  # with an id, buttons may stand anywhere
        sends = [b for b in form.find_all("button") if b.get("type") != "button"]
        assert sends, f"nothing sends it: {form}"


def _inspect_summary(summary: Tag, shown: list[Tag]) -> None:
    """What is wrong is told in the order of the page, and each link leads to the field."""
    order = {e["id"]: place for place, e in enumerate(shown) if e.has_attr("id")}
    found = [a["href"][1:] for a in summary.select("a[href^='#']") if a["href"][1:] in order]
    assert found == sorted(found, key=order.__getitem__), f"another order than the page: {found}"
    for name in found:
        e = shown[order[name]]  # an error alone stands where the fault has no field of its own
        fits = e.name in _FIELDS or e.has_attr("tabindex") or "error" in e.get("class", ())
        assert fits, f"no field to go on at: {e}"


def _shown(page: Tag) -> Iterator[Tag]:
    """Its elements; what stands in a `template` is part of no page yet."""
    for child in page.children:
        if isinstance(child, Tag):
            yield child
            if child.name != "template":
                yield from _shown(child)
