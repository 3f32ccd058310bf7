"""Following: with an account by a click, without one by a mail; and the list of what one follows.

The page of an ending (unsubscribing.py) stands apart, because it is asked by mail programs too."""

from typing import Annotated, Any

from fastapi import Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import i18n, outbox
from app.accounts import attempts
from app.accounts.door import knock
from app.accounts.guests import whose_mailbox
from app.clock import now
from app.comments.own_paths import PRIVATE
from app.comments.paths import ProcessInPath
from app.db import Db
from app.errors import Gone, Invalid
from app.i18n import _
from app.identity import SignedIn, Visitor
from app.models import Person, Process
from app.news import domain, letters, once, queries, tokens
from app.news.forms import LONGEST_SLUG, MailForm, PlaceForm, read_pace
from app.news.queries import Place
from app.news.rules import may_follow
from app.news.words import pace_words
from app.processes.queries import PUBLIC
from app.routing import Pages
from app.rules import require
from app.web import done, render

router = Pages()
Word = Annotated[str, Form()]


def _place(session: Session, process: Process, form: PlaceForm) -> Place:
    return queries.place_of(session, process, form.field, form.note)


def _show(
    request: Request,
    session: Session,
    place: Place,
    person: Person | None,
    form: MailForm | None = None,
    status: int = 200,
    sent: str = "",
) -> Response:
    about: dict[str, Any] = {"following": False, "pace": None}
    if person is not None:
        about["following"] = queries.follows(session, person.id, place)
        about["pace"] = queries.pace_of(session, person.id, place.process.id)
    return render(
        request,
        "news/follow.html",
        status=status,
        process=place.process,
        field=place.field or (place.note.field if place.note else None),
        place=place,
        form=form or MailForm(),
        sent=sent,
        paces=pace_words(),
        **about,
    )


@router.get("/p/{slug}/follow")
def show_following(
    request: Request,
    process: ProcessInPath,
    visitor: Visitor,
    session: Db,
    field: Annotated[str, Query(max_length=LONGEST_SLUG)] = "",
    note: Annotated[str, Query(max_length=12)] = "",
) -> Response:
    """What it means to follow the process, a field of it or a note, and every way to do so."""
    place = _place(session, process, PlaceForm(field, note))
    return _show(request, session, place, visitor)


@router.post("/p/{slug}/follow")
def change_following(
    request: Request,
    process: ProcessInPath,
    visitor: Visitor,
    session: Db,
    field: Word = "",
    note: Word = "",
    follow: Word = "1",
    see: Word = "",
) -> Response:
    """Follow it, or no longer."""
    form = PlaceForm(field, note, follow)
    place = _place(session, process, form)
    count = queries.count_followings(session, visitor.id) if visitor and form.follow else 0
    require(may_follow(visitor, count))
    assert visitor is not None  # noqa: S101 - said by the rule, for the type checker
    (domain.follow if form.follow else domain.unfollow)(session, visitor.id, place)
    pages = {"list": "/account/following", "here": f"/p/{process.slug}/follow?{place.query}"}
    return done(
        request,
        fragment="news/_follow.html",
        see=pages.get(see, place.page),
        status=200,
        place=place,
        following=form.follow,
    )


@router.post("/p/{slug}/follow/mail")
def ask_by_mail(
    request: Request,
    process: ProcessInPath,
    session: Db,
    field: Word = "",
    note: Word = "",
    email: Word = "",
    more: Word = "",
) -> Response:
    """Send a mail with the link that confirms. The answer is the same whoever's address it is, and
    nothing is kept before the link is used."""
    place, form = _place(session, process, PlaceForm(field, note)), MailForm(email, more)
    if not form.is_valid():
        return _show(request, session, place, None, form, status=422)
    if not form.more:  # which people leave empty
        attempts.count_mail(session, knock(request, form.email))
        wish = tokens.Wish(form.email, process.id, place.subject, i18n.locale())
        token = tokens.wish_token(request.app.state.secret, wish)
        link = outbox.link(session, f"/following/{token}", process)
        letters.ask_follower(session, process, form.email, place.named, link)
    return _show(request, session, place, None, form, sent=form.email)


def _wished(request: Request, session: Session, token: str) -> tuple[tokens.Wish, Place]:
    wish = tokens.read_wish(request.app.state.secret, token)
    place = queries.place_by_subject(session, wish.process_id, wish.subject) if wish else None
    if wish is None or place is None:
        raise Gone(_("Dieser Link gilt nicht mehr. Folgen Sie auf der Seite noch einmal."))
    return wish, place


def _show_wish(request: Request, wish: tokens.Wish, place: Place, *, did: bool) -> Response:
    """It names the address, and whoever has its own link can say yes: nothing keeps either."""
    page = render(
        request, "news/confirm.html", process=place.process, place=place, wish=wish, did=did
    )
    page.headers.update(PRIVATE)
    return page


@router.get("/following/{token}")
def show_wish(request: Request, token: str, session: Db) -> Response:
    """The page behind the link in the mail: a button, because programs open links too."""
    wish, place = _wished(request, session, token)
    if once.is_used(session, token):
        return _show_used(request, session, wish, place)
    return _show_wish(request, wish, place, did=False)


def _show_used(request: Request, session: Session, wish: tokens.Wish, place: Place) -> Response:
    """That it has begun, as long as it goes on. Raises `Gone` once it was ended since: the link is
    good once."""
    if not queries.follows_by_mail(session, wish.email, place):
        raise Gone(_("Dieser Link gilt nicht mehr. Folgen Sie auf der Seite noch einmal."))
    return _show_wish(request, wish, place, did=True)


@router.post("/following/{token}")
def confirm_wish(request: Request, token: str, session: Db) -> Response:
    """Follow from now on, as the person whose mailbox the link went to. The link is good once."""
    wish, place = _wished(request, session, token)
    if not once.use(session, token):
        return _show_used(request, session, wish, place)
    person = whose_mailbox(session, wish.email, _("Gast"), wish.locale, now())
    if person.blocked_at is None:
        require(may_follow(person, queries.count_followings(session, person.id)))
        domain.follow(session, person.id, place)
    return _show_wish(request, wish, place, did=True)


@router.get("/account/following")
def show_list(request: Request, person: SignedIn, session: Db) -> Response:
    """What one follows in this city, and how often mail comes."""
    return render(
        request,
        "news/following.html",
        heard=queries.heard_by(session, person),
        paces=pace_words(),
        listed=queries.LISTED,
    )


@router.post("/p/{slug}/follow/pace")
def change_pace(
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    pace: Word = "",
    field: Word = "",
    note: Word = "",
    see: Word = "",
) -> Response:
    """How often mail about the process comes."""
    chosen = read_pace(pace)
    if chosen is None or process.status not in PUBLIC:
        raise Invalid(_("Wählen Sie, wie oft Mails kommen sollen."))
    domain.set_pace(session, person.id, process, chosen)
    place = _place(session, process, PlaceForm(field, note))
    here = f"/p/{process.slug}/follow?{place.query}"
    return RedirectResponse(here if see == "here" else "/account/following", status_code=303)
