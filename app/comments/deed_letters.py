"""The short mail after each deed that somebody did by the link of a receipt: whoever holds that
link acts as the author, so the author's address hears of it."""

from sqlmodel import Session

from app import i18n, outbox
from app.comments.guests import of_note, token_of
from app.i18n import _
from app.models import Comment, Organisation, Process

EDITED, ADDED, WITHDRAWN = "edited", "added", "withdrawn"


def tell_of_deed(session: Session, secret: str, process: Process, note: Comment, deed: str) -> None:
    """Tell the owner of the address behind a note what was just done to it by its receipt, and what
    to do if that was not them. Nothing that was typed stands in it. Nobody is told where there is
    no confirmed address."""
    author = note.author
    if author is None or author.confirmed_at is None:
        return
    with i18n.speaking(author.locale):
        subject, told = _words(deed)
        facts = {"n": note.number, "process": process.title, "name": author.name}
        page = outbox.link(session, f"/p/{process.slug}/comments/{note.number}", process)
        parts = [
            _("Guten Tag %(name)s,") % facts,
            told % facts + f"\n{page}",
            _("Waren Sie das? Dann brauchen Sie nichts zu tun."),
            _not_you(session, secret, process, note),
        ]
        subject, text = subject % facts, "\n\n".join(parts)
    outbox.post(
        session,
        to=author.email,
        name=author.name,
        subject=subject,
        text=text,
        process_id=process.id,
    )


def _words(deed: str) -> tuple[str, str]:
    words = {
        EDITED: (
            _("Ihre Anmerkung #%(n)d wurde geändert"),
            _(
                "mit dem Link Ihres Belegs wurde Ihre Anmerkung #%(n)d im Verfahren „%(process)s“ "
                "geändert:"
            ),
        ),
        ADDED: (
            _("Nachtrag zu Ihrer Anmerkung #%(n)d"),
            _(
                "mit dem Link Ihres Belegs wurde zu Ihrer Anmerkung #%(n)d im Verfahren "
                "„%(process)s“ ein Nachtrag geschrieben:"
            ),
        ),
        WITHDRAWN: (
            _("Ihre Anmerkung #%(n)d wurde zurückgezogen"),
            _(
                "mit dem Link Ihres Belegs wurde Ihre Anmerkung #%(n)d im Verfahren „%(process)s“ "
                "zurückgezogen:"
            ),
        ),
    }
    return words[deed]


def _not_you(session: Session, secret: str, process: Process, note: Comment) -> str:
    guest = of_note(session, note)
    if guest is not None and guest.email:
        token = token_of(secret, note, guest.email)
        link = outbox.link(session, f"/p/{process.slug}/confirm/{token}", process)
        return _("Waren das nicht Sie? Dann sagen Sie es hier:\n%(link)s") % {"link": link}
    city = session.get_one(Organisation, process.organisation_id)
    where = city.email or city.phone or city.address or city.unit or city.name
    return _(
        "Waren das nicht Sie? Dann kennt jemand den Link Ihres Belegs. Sagen Sie es uns: "
        "%(where)s. Nennen Sie die Nummer #%(n)d."
    ) % {"where": where, "n": note.number}
