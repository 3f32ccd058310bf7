"""The mails of the door. None holds a name: whoever registers a stranger's address must not be
able to write to them."""

from sqlmodel import Session

from app import forgetting, outbox, retention
from app.accounts.addressed import addressed
from app.i18n import _, ngettext
from app.models import OutboxMail
from app.outbox import in_tongue


@addressed
def please_confirm(session: Session, to: str, link: str, days: int) -> None:
    """To somebody who has just registered."""
    text = _(
        "Guten Tag,\n\nfür diese Adresse wurde bei Randnotiz ein Konto angelegt."
        " Bitte bestätigen Sie, dass sie Ihnen gehört:\n\n%(link)s\n\n"
        "Der Link gilt %(days)d Tage und nur einmal.\n\n"
        "Haben Sie kein Konto angelegt? Dann tun Sie nichts. Ohne Bestätigung kann niemand"
        " unter Ihrer Adresse schreiben."
    )
    subject = _("Bitte bestätigen Sie Ihre Adresse")
    outbox.post(
        session, to=to, subject=subject, text=text % {"link": in_tongue(link), "days": days}
    )


@addressed
def registered_twice(session: Session, to: str, link: str, hours: int) -> None:
    """To the address of an account that nobody has confirmed, and that was registered again: only
    the owner of the mailbox shall choose its password."""
    text = _(
        "Guten Tag,\n\nfür diese Adresse wurde bei Randnotiz mehr als einmal ein Konto angelegt,"
        " und keines ist bestätigt. Damit nur Sie das Passwort kennen, wählen Sie es bitte"
        " hier noch einmal:\n\n%(link)s\n\n"
        "Damit ist auch Ihre Adresse bestätigt. Der Link gilt %(hours)d Stunden und nur einmal.\n\n"
        "Haben Sie kein Konto angelegt? Dann tun Sie nichts."
    )
    subject = _("Bitte wählen Sie Ihr Passwort")
    outbox.post(
        session, to=to, subject=subject, text=text % {"link": in_tongue(link), "hours": hours}
    )


@addressed
def guest_wants_account(session: Session, to: str, link: str, hours: int) -> None:
    """To an address with which somebody has written as a guest, and that is to get an account now:
    only the owner of the mailbox shall choose its password."""
    text = _(
        "Guten Tag,\n\nmit dieser Adresse haben Sie bei Randnotiz schon als Gast geschrieben."
        " Damit daraus ein Konto wird, wählen Sie hier Ihr Passwort:\n\n%(link)s\n\n"
        "Was Sie als Gast geschrieben haben, gehört dann zu Ihrem Konto. Ihren öffentlichen Namen"
        " können Sie dort ändern. Der Link gilt %(hours)d Stunden und nur einmal.\n\n"
        "Wollten Sie kein Konto? Dann tun Sie nichts."
    )
    subject = _("Bitte wählen Sie Ihr Passwort")
    outbox.post(
        session, to=to, subject=subject, text=text % {"link": in_tongue(link), "hours": hours}
    )


@addressed
def already_here(session: Session, to: str) -> OutboxMail:
    """To the owner of an account whose address somebody wants to register or confirm again."""
    text = _(
        "Guten Tag,\n\nfür diese Adresse gibt es bei Randnotiz schon ein bestätigtes Konto.\n\n"
        "Anmelden: %(sign_in)s\nPasswort vergessen: %(forgot)s\n\n"
        "Haben nicht Sie das gerade versucht? Dann tun Sie nichts. An Ihrem Konto hat sich"
        " nichts geändert."
    )
    subject = _("Sie haben schon ein Konto")
    filled = text % {
        "sign_in": outbox.link(session, "/sign-in"),
        "forgot": outbox.link(session, "/forgot"),
    }
    return outbox.post(session, to=to, subject=subject, text=filled)


@addressed
def not_here(session: Session, to: str) -> OutboxMail:
    """To an address without an account, for which a link was asked. It is sent so that asking
    takes as long and looks as it does for any other address."""
    text = _(
        "Guten Tag,\n\njemand hat bei Randnotiz für diese Adresse einen Link angefordert."
        " Zu dieser Adresse gibt es aber kein Konto. Vielleicht haben Sie sich mit einer anderen"
        " angemeldet?\n\nKonto anlegen: %(register)s\n\n"
        "Waren das nicht Sie? Dann tun Sie nichts."
    )
    subject = _("Kein Konto unter dieser Adresse")
    filled = text % {"register": outbox.link(session, "/register")}
    return outbox.post(session, to=to, subject=subject, text=filled)


@addressed
def new_password(session: Session, to: str, link: str, hours: int) -> None:
    """To somebody who has forgotten the password."""
    text = _(
        "Guten Tag,\n\nhier wählen Sie ein neues Passwort für Randnotiz:\n\n%(link)s\n\n"
        "Der Link gilt %(hours)d Stunden und nur einmal.\n\n"
        "Haben Sie das nicht angefordert? Dann tun Sie nichts. Ihr Passwort bleibt, wie es ist."
    )
    subject = _("Neues Passwort wählen")
    outbox.post(
        session, to=to, subject=subject, text=text % {"link": in_tongue(link), "hours": hours}
    )


@addressed
def password_changed(session: Session, to: str) -> None:
    """To the owner, whenever the password changes."""
    text = _(
        "Guten Tag,\n\ndas Passwort Ihres Kontos bei Randnotiz wurde geändert. Auf anderen"
        " Geräten sind Sie jetzt abgemeldet.\n\n"
        "Waren das nicht Sie? Dann wählen Sie bitte gleich ein neues Passwort: %(forgot)s"
    )
    subject = _("Ihr Passwort wurde geändert")
    filled = text % {"forgot": outbox.link(session, "/forgot")}
    outbox.post(session, to=to, subject=subject, text=filled)


@addressed
def sign_in_link(session: Session, to: str, link: str, minutes: int) -> None:
    """To somebody who wants to sign in without a password."""
    text = _(
        "Guten Tag,\n\nmit diesem Link melden Sie sich bei Randnotiz an:\n\n%(link)s\n\n"
        "Der Link gilt %(minutes)d Minuten und nur einmal. Geben Sie ihn an niemanden weiter.\n\n"
        "Wollten Sie sich nicht anmelden? Dann tun Sie nichts."
    )
    subject = _("Ihr Link zum Anmelden")
    outbox.post(
        session, to=to, subject=subject, text=text % {"link": in_tongue(link), "minutes": minutes}
    )


@addressed
def new_address(session: Session, to: str, link: str, hours: int) -> None:
    """To the address that an account is to have from now on."""
    text = _(
        "Guten Tag,\n\ndiese Adresse soll zu einem Konto bei Randnotiz gehören. Bitte bestätigen"
        " Sie das, während Sie dort angemeldet sind:\n\n%(link)s\n\n"
        "Der Link gilt %(hours)d Stunden und nur einmal.\n\n"
        "Haben Sie das nicht gewünscht? Dann tun Sie nichts."
    )
    subject = _("Bitte bestätigen Sie Ihre neue Adresse")
    outbox.post(
        session, to=to, subject=subject, text=text % {"link": in_tongue(link), "hours": hours}
    )


@addressed
def address_has_account(session: Session, to: str) -> None:
    """To an address that somebody wants for another account, though it has one of its own."""
    text = _(
        "Guten Tag,\n\njemand möchte diese Adresse bei Randnotiz für ein anderes Konto nehmen."
        " Zu ihr gehört aber schon ein Konto, und das bleibt so.\n\n"
        "Waren Sie das? Dann melden Sie sich mit dieser Adresse an: %(sign_in)s\n\n"
        "Waren das nicht Sie? Dann tun Sie nichts."
    )
    subject = _("Zu dieser Adresse gibt es schon ein Konto")
    filled = text % {"sign_in": outbox.link(session, "/sign-in")}
    outbox.post(session, to=to, subject=subject, text=filled)


@addressed
def address_asked(session: Session, to: str) -> None:
    """To the present address of an account, as soon as another is asked for."""
    text = _(
        "Guten Tag,\n\nfür Ihr Konto bei Randnotiz wurde eine andere E-Mail-Adresse angegeben. Sie"
        " gilt, sobald sie bestätigt ist.\n\n"
        "Waren das nicht Sie? Dann wählen Sie bitte gleich ein neues Passwort: %(forgot)s\n"
        "Damit enden alle Anmeldungen, und die andere Adresse wird nicht mehr übernommen."
    )
    subject = _("Ihre Adresse soll geändert werden")
    filled = text % {"forgot": outbox.link(session, "/forgot")}
    outbox.post(session, to=to, subject=subject, text=filled)


@addressed
def address_changed(session: Session, to: str) -> None:
    """To the address that an account had until now."""
    text = _(
        "Guten Tag,\n\nIhr Konto bei Randnotiz hat jetzt eine andere E-Mail-Adresse. Mit dieser"
        " hier können Sie sich nicht mehr anmelden.\n\n"
        "Waren das nicht Sie? Dann schreiben Sie bitte gleich an die Stelle, die hier steht, und"
        " nennen Sie diese Adresse: %(imprint)s"
    )
    subject = _("Ihre Adresse wurde geändert")
    filled = text % {"imprint": outbox.link(session, "/imprint")}
    outbox.post(session, to=to, subject=subject, text=filled)


@addressed
def account_deleted(session: Session, to: str, *, withdrawn: bool = False) -> None:
    """To the address of an account that has just been deleted: the last mail it gets. `withdrawn`
    when the notes went with it."""
    stays = (
        _("Ihre Anmerkungen sind zurückgezogen. Ihre Antworten stehen jetzt unter „%(nobody)s“.")
        if withdrawn
        else _("Ihre Anmerkungen und Antworten stehen jetzt unter „%(nobody)s“.")
    )
    text = _(
        "Guten Tag,\n\nIhr Konto bei Randnotiz ist gelöscht. %(stays)s\n\n"
        "Auch diese Mail löschen wir bei uns, nach %(days)d Tagen. Mit Ihrer Adresse können Sie"
        " jederzeit ein neues Konto anlegen.\n\n"
        "Waren das nicht Sie? Dann schreiben Sie bitte gleich an die Stelle, die hier steht:"
        " %(imprint)s"
    )
    subject = _("Ihr Konto ist gelöscht")
    filled = text % {
        "stays": stays % {"nobody": forgetting.nobody()},
        "days": retention.MAILS.days,
        "imprint": outbox.link(session, "/imprint"),
    }
    outbox.post(session, to=to, subject=subject, text=filled)


def _about_second(session: Session, to: str, subject: str, what: str) -> None:
    text = _(
        "Guten Tag,\n\n%(what)s\n\n"
        "Waren das nicht Sie? Dann wählen Sie bitte gleich ein neues Passwort: %(forgot)s\n"
        "Danach sehen Sie in Ihrem Konto nach dem zweiten Schritt: %(second)s"
    )
    filled = text % {
        "what": what,
        "forgot": outbox.link(session, "/forgot"),
        "second": outbox.link(session, "/account/second-step"),
    }
    outbox.post(session, to=to, subject=subject, text=filled)


@addressed
def app_set_up(session: Session, to: str) -> None:
    """To whoever has set up an app as a second step."""
    what = _(
        "zum Anmelden bei Randnotiz brauchen Sie von jetzt an auch einen Code aus Ihrer App."
        " Heben Sie Ihre Notfallcodes gut auf. Neue gibt es in Ihrem Konto."
    )
    _about_second(session, to, _("Der zweite Schritt ist eingerichtet"), what)


@addressed
def app_removed(session: Session, to: str) -> None:
    """To whoever has removed the app."""
    what = _("die App, mit der Sie sich bei Randnotiz anmelden, wurde aus Ihrem Konto entfernt.")
    _about_second(session, to, _("Die App für den zweiten Schritt ist entfernt"), what)


@addressed
def app_replaced(session: Session, to: str) -> None:
    """To whoever has put a new app in the place of the one before."""
    what = _(
        "zum Anmelden bei Randnotiz gelten von jetzt an die Codes einer neuen App. Die der früheren"
        " gelten nicht mehr."
    )
    _about_second(session, to, _("Neue App für den zweiten Schritt"), what)


@addressed
def second_forgotten(session: Session, to: str) -> None:
    """To whoever's app, passkeys and recovery codes were taken away by the office."""
    what = _(
        "die Stelle, die Randnotiz betreibt, hat den zweiten Schritt Ihres Kontos aufgehoben: App,"
        " Passkeys und Notfallcodes gelten nicht mehr. Überall sind Sie jetzt abgemeldet."
    )
    _about_second(session, to, _("Der zweite Schritt ist aufgehoben"), what)


@addressed
def new_recovery_codes(session: Session, to: str) -> None:
    """To whoever has been shown new recovery codes."""
    what = _("Ihr Konto bei Randnotiz hat neue Notfallcodes. Frühere gelten nicht mehr.")
    _about_second(session, to, _("Neue Notfallcodes"), what)


@addressed
def recovery_code_used(session: Session, to: str, left: int) -> None:
    """To whoever has used one, with how many are left."""
    what = ngettext(
        "mit einem Ihrer Notfallcodes hat sich jemand bei Randnotiz ausgewiesen. Er gilt jetzt"
        " nicht mehr. Es bleibt %(left)d.",
        "mit einem Ihrer Notfallcodes hat sich jemand bei Randnotiz ausgewiesen. Er gilt jetzt"
        " nicht mehr. Es bleiben %(left)d.",
        left,
    )
    _about_second(session, to, _("Ein Notfallcode wurde benutzt"), what % {"left": left})


@addressed
def codes_guessed(session: Session, to: str) -> None:
    """To whoever's second step was tried in vain many times: the password is known to another."""
    what = _(
        "jemand versucht, sich mit Ihrem Konto bei Randnotiz anzumelden, und kennt schon den ersten"
        " Schritt. Der Code für den zweiten war mehrmals falsch."
    )
    _about_second(session, to, _("Jemand rät Ihren Code"), what)
