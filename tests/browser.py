"""A browser for tests that reads every page it opens, and complains about what is badly made."""

from collections import Counter
from typing import Any

import html5lib
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from app.models import Person
from app.security import cookie_name
from tests.cast import PASSWORD


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
        self.leave().get("/sign-in")
        self.send("/sign-in", email=person.email, password=password)
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
        if not self.token:  # whoever is signed in is sent on from the door
            name = cookie_name(self.client.app.state.settings)
            url = "/account" if name in self.client.cookies else "/sign-in"
            self._page(self.client.get(url), 200)
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
    """What every page and fragment owes its readers."""
    is_whole_page = html.lower().lstrip().startswith("<!doctype")
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(html.lstrip()) if is_whole_page else parser.parseFragment(html)

    twice = [name for name, n in Counter(e["id"] for e in page.select("[id]")).items() if n > 1]
    assert not twice, f"the same id twice: {twice}"
    for control in page.select("input:not([type=hidden]), textarea, select"):
        labelled = page.select_one(f"label[for='{control.get('id')}']") or control.find_parent(
            "label"
        )
        assert labelled, f"no label for {control}"
    for element in page.select("[hx-post], [hx-get]"):
        works_without = element.get("action") or element.get("href") or element.get("formaction")
        assert works_without, f"needs htmx: {element}"
    for form in page.select("form[method=post]"):
        assert form.select_one("input[name=form_token]"), f"a form without token: {form}"
    for form in page.select("form:not([id])"):  # with an id, buttons may stand anywhere
        assert form.select("button:not([type=button])"), f"nothing sends it: {form}"
    assert not page.select("[style], [onclick], script:not([src])"), "inline style or script"
    if is_whole_page:
        assert page.html["lang"]
        assert len(page.select("h1")) == 1, "a page has one first heading"
        assert page.title.text.strip(" –")
        for link in page.select("a[href^='#']"):
            assert page.select_one(link["href"]), f"leads nowhere: {link}"
