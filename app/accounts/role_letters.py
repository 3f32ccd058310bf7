"""The mails about roles: to whoever is invited, and whenever something changes about one's roles.

None holds anybody's name: what stands in them, the city has written itself.
"""

from sqlmodel import Session

from app import outbox
from app.accounts.addressed import addressed
from app.i18n import _
from app.models import Process


def invited(
    session: Session,
    to: str,
    *,
    city: str,
    role: str,
    link: str,
    days: int,
    process: Process | None,
) -> None:
    """To whoever is offered a role."""
    text = _(
        "Guten Tag,\n\nSie sind eingeladen, bei Randnotiz eine Aufgabe zu übernehmen:\n\n"
        "%(role)s\n\nEs lädt ein: %(city)s.\n\nHier nehmen Sie sie an:\n\n%(link)s\n\n"
        "Sie brauchen dafür ein Konto mit genau dieser Adresse. Haben Sie noch keines, legen Sie"
        " es auf der Seite an. Die Einladung gilt %(days)d Tage, nur einmal und nur für diese"
        " Adresse.\n\nMöchten Sie die Aufgabe nicht? Dann tun Sie nichts."
    )
    filled = text % {"city": city, "role": role, "link": outbox.in_tongue(link), "days": days}
    _post(session, to, _("Einladung: %(role)s") % {"role": role}, filled, process)


def invitation_taken_back(
    session: Session, to: str, *, city: str, role: str, process: Process | None
) -> None:
    """To whoever was invited, when that is taken back."""
    text = _(
        "Guten Tag,\n\ndiese Einladung ist zurückgenommen:\n\n%(role)s\n\n"
        "Der Link in der Mail mit der Einladung gilt nicht mehr. Fragen beantwortet: %(city)s."
    )
    filled = text % {"city": city, "role": role}
    _post(session, to, _("Ihre Einladung ist zurückgenommen"), filled, process)


def role_given(session: Session, to: str, *, city: str, role: str, process: Process | None) -> None:
    """To the owner of an account that has a new role."""
    text = _(
        "Guten Tag,\n\nIhr Konto bei Randnotiz hat eine neue Aufgabe:\n\n"
        "%(role)s\n\nSie kommt von: %(city)s.\n\nIhr Arbeitsplatz: %(desk)s\n\n"
        "Haben nicht Sie sie angenommen? Dann melden Sie sich bitte gleich bei der Stadt."
    )
    desk = outbox.link(session, "/desk")
    filled = text % {"city": city, "role": role, "desk": desk}
    _post(session, to, _("Ihre neue Aufgabe: %(role)s") % {"role": role}, filled, process)


def role_taken(session: Session, to: str, *, city: str, role: str, process: Process | None) -> None:
    """To the owner of an account that has lost a role."""
    text = _(
        "Guten Tag,\n\neine Aufgabe Ihres Kontos bei Randnotiz ist beendet:\n\n%(role)s\n\n"
        "Ihr Konto bleibt, und was Sie geschrieben haben, auch. Fragen"
        " beantwortet: %(city)s."
    )
    filled = text % {"city": city, "role": role}
    _post(session, to, _("Ihre Aufgabe ist beendet: %(role)s") % {"role": role}, filled, process)


@addressed
def roles_blocked(session: Session, to: str, *, city: str) -> None:
    """To the owner of an account whose roles in a city rest from now on."""
    text = _(
        "Guten Tag,\n\nIhre Aufgaben bei Randnotiz sind gesperrt, von: %(city)s.\n\nBis die"
        " Sperre aufgehoben ist, öffnet Ihr Konto dort keinen Arbeitsplatz. Ihr Konto bleibt, und"
        " was Sie geschrieben haben, auch. Dort beantwortet man auch Ihre Fragen."
    )
    _post(session, to, _("Ihre Aufgaben sind gesperrt"), text % {"city": city}, None)


@addressed
def roles_open_again(session: Session, to: str, *, city: str) -> None:
    """To the owner of an account whose roles in a city count again."""
    text = _(
        "Guten Tag,\n\nIhre Aufgaben bei Randnotiz sind wieder frei, von: %(city)s.\n\n"
        "Ihr Arbeitsplatz: %(desk)s"
    )
    filled = text % {"city": city, "desk": outbox.link(session, "/desk")}
    _post(session, to, _("Ihre Aufgaben sind wieder frei"), filled, None)


def _post(session: Session, to: str, subject: str, text: str, process: Process | None) -> None:
    outbox.post(
        session, to=to, subject=subject, text=text, process_id=process.id if process else None
    )
