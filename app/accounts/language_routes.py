"""Choosing a language, from the head of any page."""

from typing import Annotated

from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse

from app.accounts.door import is_own_path, unkept
from app.asked_tongue import with_language
from app.db import Db
from app.errors import Invalid
from app.i18n import LOCALES, _
from app.identity import Visitor
from app.languages import remember
from app.routing import Pages
from app.web import page_before

router = Pages()


@router.post("/language")
def choose_language(
    request: Request,
    session: Db,
    visitor: Visitor,
    language: Annotated[str, Form(max_length=12)],
    back: Annotated[str, Form(max_length=500)] = "/",
) -> Response:
    """Speak this language from now on, in this browser and in mails to whoever is signed in, and
    go back to the page. `Invalid` for a language that is not spoken here."""
    if language not in LOCALES:
        raise Invalid(_("In dieser Sprache gibt es die Seiten nicht."))
    if visitor is not None:
        visitor.locale = language
        session.add(visitor)
    # An address that names a language would go on speaking that one.
    page = with_language(_page(request, back), "")
    response = RedirectResponse(page, status_code=303)
    remember(request, response, language)
    return unkept(response)


def _page(request: Request, back: str) -> str:
    """The page that the choice was made on, with its question mark and all where the browser tells
    it; after a form that is the page before the form."""
    before = page_before(request)
    if not is_own_path(back):  # a page that is not there may have been asked for as "//somewhere"
        return "/"
    return before if before.partition("?")[0] == back and is_own_path(before) else back
