"""Where staff begin, and in development the mails that would have gone out."""

from fastapi import Request, Response

from app import clock
from app.accounts.rules import may_administer, may_manage, may_see_people
from app.cities import city_of
from app.db import Db
from app.desk import (
    barriers,
    documents,
    drafts,
    embedding,
    events,
    frame,
    groups,
    house_rules,
    journal,
    lineage,
    new_process,
    offices,
    offices_here,
    people,
    putting_right,
    queries,
    stations,
    templates,
    traces,
    translations,
    who_writes,
)
from app.desk.letters import read_letters
from app.desk.rules import may_enter, may_read_journal, may_read_mail
from app.errors import NotFound
from app.i18n import _
from app.identity import SignedIn
from app.organisations.rules import may_see
from app.processes import phases
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/desk")
router.take_in(drafts.router)
router.take_in(putting_right.router)
router.take_in(embedding.router)
router.take_in(lineage.router)
router.take_in(traces.router)
router.take_in(translations.router)
router.take_in(who_writes.router)
router.take_in(house_rules.router)
router.take_in(events.router)
router.take_in(documents.router)
router.take_in(frame.router)
router.take_in(stations.router)
router.take_in(new_process.router)
router.take_in(groups.router)
router.take_in(journal.router)
router.take_in(barriers.router)
router.take_in(people.router)
router.take_in(offices.router)
router.take_in(offices_here.router)
router.take_in(templates.router)


@router.get("")
def show_desk(request: Request, person: SignedIn, session: Db) -> Response:
    """What is this person's to do: inboxes, working groups, administration."""
    require(may_enter(person))
    now = clock.now()
    desk = queries.desk_of(session, person)
    city = city_of(session)
    return render(
        request,
        "desk/desk.html",
        desk=desk,
        status_lines={process.id: phases.status_line(process, now) for process in desk.processes},
        managed={p.id for p in desk.processes if may_manage(person, p)},
        peopled={p.id for p in desk.processes if may_see_people(person, p.organisation_id, p)},
        sees_city=bool(city and may_see(person, city.id)),
        makes_processes=bool(city and may_administer(person, city.id)),
        sees_people=bool(city and may_see_people(person, city.id)),
        reads_journal=bool(may_read_journal(person)),
        reads_mail=bool(may_read_mail(person)) and not request.app.state.settings.smtp_url,
    )


@router.get("/mail")
def show_mail(request: Request, person: SignedIn, session: Db) -> Response:
    """The city's mails that landed as files, newest first; only while no mail server is set."""
    require(may_read_mail(person))
    settings = request.app.state.settings
    if settings.smtp_url:
        raise NotFound(
            _("Mails stehen hier nur, solange kein Mailserver eingestellt ist. Jetzt ist einer da.")
        )
    letters = read_letters(session, settings, request.state.city.id)
    return render(request, "desk/mail.html", letters=letters)
