"""A mail of news: one piece alone, or several of one process together; and the mail by which
somebody without an account confirms that they want such mails."""

from collections.abc import Sequence

from sqlmodel import Session

from app import outbox
from app.i18n import _, ngettext
from app.models import Organisation, Person, Process
from app.news.items import Item, Words
from app.news.words import say

MOST = 100  # pieces that stand in one mail with their whole text
_LINE = "\n\n\n"


def letter(
    person: Person, city: Organisation, items: Sequence[Item], ends: str, site: str
) -> Words:
    """Subject and text for one person. `ends` is the page that ends these mails, `site` the
    address of the city's pages."""
    process = items[0].process
    said = [say(item) for item in items[:MOST]]
    if len(items) == 1:
        subject, text = said[0]
        body = [text]
    else:
        facts = {"n": len(items), "process": process.title}
        subject = ngettext(
            "%(n)d Neuigkeit: %(process)s", "%(n)d Neuigkeiten: %(process)s", len(items)
        )
        subject %= facts
        body = [_("Das ist neu im Verfahren „%(process)s“.") % facts]
        body += [_headed(number, *words) for number, words in enumerate(said, start=1)]
        if len(items) > MOST:
            more = len(items) - MOST
            body.append(
                ngettext("und %(n)d weitere", "und %(n)d weitere", more) % {"n": more}
                + f"\n{items[0].at()}"
            )
    parts = [_greeting(person.name), *body, _foot(city, process, ends, site)]
    return subject, (_LINE if len(items) > 1 else "\n\n").join(parts)


def _greeting(name: str) -> str:
    return _("Guten Tag %(name)s,") % {"name": name}


def _headed(number: int, headline: str, text: str) -> str:
    """A piece of a digest under its headline, which is underlined for the eye."""
    headed = f"{number}. {headline}"
    return f"{headed}\n{'-' * min(len(headed), 72)}\n\n{text}"


def _foot(city: Organisation, process: Process, ends: str, site: str) -> str:
    """Who writes, why, and how to have it stopped."""
    sender = "\n".join(part for part in (city.unit, city.name) if part)
    why = _(
        "Sie bekommen diese Mail, weil Sie im Verfahren „%(process)s“ etwas geschrieben haben oder "
        "ihm folgen. Keine solchen Mails mehr, ohne Anmeldung:\n%(ends)s"
    ) % {"process": process.title, "ends": ends}
    rarer = _("Lieber einmal am Tag oder in der Woche:\n%(link)s")
    return "\n\n".join(
        ["--\n" + sender, why, rarer % {"link": outbox.in_tongue(f"{site}/account/following")}]
    )


def own_foot(process: Process, ends: str) -> str:
    """Under a mail that comes whatever somebody wishes: how they end the others."""
    return _(
        "Diese Mail kommt immer, denn sie betrifft Ihre eigenen Worte. Andere Mails zum Verfahren "
        "„%(process)s“ bestellen Sie hier ab, ohne Anmeldung:\n%(ends)s"
    ) % {"process": process.title, "ends": ends}


def ask_follower(session: Session, process: Process, email: str, what: str, link: str) -> None:
    """To an address that somebody typed, who may be anybody: nothing of theirs stands in it."""
    text = _(
        "Guten Tag,\n\nmit dieser Adresse möchte jemand Mails bekommen, wenn es etwas Neues gibt: "
        "%(what)s, im Verfahren „%(process)s“.\n\nWaren Sie das? Dann bestätigen Sie es auf dieser "
        "Seite:\n\n%(link)s\n\nDer Link gilt 7 Tage. Waren Sie es nicht, dann tun Sie nichts; Sie "
        "bekommen keine weitere Mail."
    ) % {"what": what, "process": process.title, "link": link}
    subject = _("Bitte bestätigen: Neues per Mail")
    outbox.post(session, to=email, subject=subject, text=text, process_id=process.id)
