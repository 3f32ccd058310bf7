"""Mails to offices, in German, and to the moderator who asked. To a colleague whom somebody of the
office named goes nothing that the office typed: only what the moderation asks, and the link."""

from datetime import datetime

from sqlmodel import Session

from app import i18n, outbox
from app.i18n import _, ngettext
from app.models import Inquiry, InquiryLetter, InquiryState, Organisation, Process, Status
from app.moderation.inquiry_links import address_of
from app.moderation.inquiry_words import last_day
from app.text import shorten

QUOTED = 400  # characters of a note that stand in the mail; the page shows all of it
LISTED = 5  # notes that stand in the mail


class Writer:
    """Writes to the holders of an inquiry's links, in one transaction."""

    def __init__(self, session: Session, inquiry: Inquiry, process: Process, secret: str) -> None:
        self.session = session
        self.inquiry = inquiry
        self.process = process
        self.secret = secret

    def ask(self, letter: InquiryLetter, *, passed: bool = False) -> None:
        """What is asked, about which notes, until when, and the link. `passed` says that somebody
        of the office has named the receiver."""
        with i18n.speaking(i18n.DEFAULT):
            many = len(self.inquiry.notes)
            if passed:
                intro = _(
                    "im Verfahren „%(process)s“ ist %(office)s um eine Stellungnahme gebeten."
                    " Von dort wurde die Anfrage an Sie weitergegeben."
                )
            else:
                intro = ngettext(
                    "im Verfahren „%(process)s“ bittet die Moderation Ihr Amt (%(office)s) um"
                    " eine Stellungnahme zu einer Anmerkung.",
                    "im Verfahren „%(process)s“ bittet die Moderation Ihr Amt (%(office)s) um"
                    " eine Stellungnahme zu %(many)d Anmerkungen.",
                    many,
                )
            subject = _("Bitte um Stellungnahme bis %(day)s") % self._about
            self._post(letter, subject, intro % (self._about | {"many": many}), whole=True)

    def remind(self, letter: InquiryLetter, *, overdue: bool, last: bool) -> None:
        """That an answer is due soon, or was."""
        with i18n.speaking(i18n.DEFAULT):
            subject = _("Erinnerung: Stellungnahme bis %(day)s") % self._about
            intro = _("Ihr Amt (%(office)s) ist bis %(day)s um eine Stellungnahme gebeten.")
            if overdue:
                subject = _("Überfällig: Stellungnahme bis %(day)s") % self._about
                intro = _(
                    "Ihr Amt (%(office)s) war bis %(day)s um eine Stellungnahme gebeten. Sie fehlt"
                    " noch; öffentlich steht, dass Ihr Amt gefragt ist."
                )
            if last:
                intro += " " + _("Wir erinnern jetzt nicht mehr.")
            self._post(letter, subject, intro % self._about, whole=True)

    def give_back(self, letter: InquiryLetter) -> None:
        """That the moderation has asked once more."""
        with i18n.speaking(i18n.DEFAULT):
            subject = _("Rückfrage zu Ihrer Stellungnahme, bis %(day)s") % self._about
            intro = _(
                "danke für die Stellungnahme. Die Moderation hat dazu noch eine Frage. Ihr Text"
                " steht noch auf der Seite, Sie können ihn dort ändern und neu abschicken."
            )
            self._post(letter, subject, intro, whole=True)

    def show(self, letter: InquiryLetter) -> None:
        """What the moderation has made of the text, before it is public."""
        with i18n.speaking(i18n.DEFAULT):
            subject = _("So soll Ihre Stellungnahme erscheinen")
            intro = _("danke für die Stellungnahme. So möchte die Moderation sie veröffentlichen:")
            more = _(
                "Unter dem Link können Sie zustimmen oder widersprechen. Sie müssen nichts tun."
            )
            text = "\n\n".join([intro, _quoted(self.inquiry.edited), more])
            self._post(letter, subject, text)

    def recall(self, letter: InquiryLetter) -> None:
        """That nothing is asked any more. Without a link: it opens nothing now."""
        with i18n.speaking(i18n.DEFAULT):
            subject = _("Erledigt: Wir brauchen keine Stellungnahme mehr")
            text = _(
                "die Moderation hat ihre Anfrage an Ihr Amt (%(office)s) im Verfahren"
                " „%(process)s“ zurückgenommen. Sie müssen nichts mehr tun."
            )
            self._post(letter, subject, text % self._about, with_link=False)

    def relayed(self, letter: InquiryLetter, page: str) -> None:
        """That the statement is public, and where."""
        with i18n.speaking(i18n.DEFAULT):
            subject = _("Ihre Stellungnahme ist veröffentlicht")
            text = _("die Stellungnahme steht jetzt öffentlich im Verfahren „%(process)s“:")
            whole = f"{text % self._about}\n{page}"
            self._post(letter, subject, whole, with_link=False)

    def declined(self, letter: InquiryLetter, wished_at: datetime, because: str) -> None:
        """To who wished to pass it on to an address that is not the office's own: the moderation
        does not consent, and why, if it says so. Without that address, which is erased. The link
        stands there while an answer is awaited."""
        with i18n.speaking(i18n.DEFAULT):
            subject = _("Nicht weitergegeben: Bitte um Stellungnahme bis %(day)s") % self._about
            text = _(
                "Sie wollten am %(wished)s die Anfrage an Ihr Amt (%(office)s) im Verfahren"
                " „%(process)s“ an eine Adresse weitergeben, die nicht zum Amt gehört. Die"
                " Moderation hat nicht zugestimmt. Dorthin ging nichts, und die Adresse ist"
                " gelöscht."
            )
            wished = i18n.day(wished_at, self.process.zone)
            told = [text % (self._about | {"wished": wished})]
            if because:
                told.append(f"{_('Grund:')}\n{_quoted(because)}")
            awaited = self.inquiry.state is InquiryState.ASKED
            awaited = awaited and self.process.status is not Status.ARCHIVED
            self._post(letter, subject, "\n\n".join(told), with_link=awaited)

    def came_in(self) -> None:
        """To the moderator who asked: the office has sent its statement."""
        with i18n.speaking(self.inquiry.asked_by.locale):
            subject = _("Stellungnahme eingegangen: %(office)s") % self._about
            text = _("%(office)s hat die Stellungnahme abgeschickt.") % self._about
            self._tell_moderator(subject, text)

    def asks_consent(self) -> None:
        """To the same: the office wishes to pass the question on to an address that is not its own.
        Which, stands at the desk."""
        with i18n.speaking(self.inquiry.asked_by.locale):
            subject = _("Bitte zustimmen: %(office)s möchte weitergeben") % self._about
            text = _(
                "%(office)s möchte Ihre Anfrage an eine Adresse weitergeben, die nicht zum Amt"
                " gehört. Solange Sie nicht zustimmen, geht dorthin nichts."
            )
            self._tell_moderator(subject, text % self._about)

    def objected(self) -> None:
        """To the same: the office does not agree to the edited text."""
        with i18n.speaking(self.inquiry.asked_by.locale):
            subject = _("Nicht einverstanden: %(office)s") % self._about
            text = _("%(office)s ist mit dem bearbeiteten Text nicht einverstanden.")
            self._tell_moderator(subject, text % self._about)

    def _tell_moderator(self, subject: str, text: str) -> None:
        who = self.inquiry.asked_by
        if who.confirmed_at is None or who.blocked_at is not None:
            return
        path = f"/desk/p/{self.process.slug}/inquiries/{self.inquiry.id}"
        link = outbox.link(self.session, path, self.process)
        hello = _("Guten Tag %(name)s,") % {"name": who.name}
        outbox.post(
            self.session,
            to=who.email,
            name=who.name,
            subject=subject,
            text=f"{hello}\n\n{text}\n\n{link}",
            process_id=self.process.id,
        )

    @property
    def _about(self) -> dict[str, str]:
        return {
            "process": self.process.title,
            "office": self.inquiry.office.name,
            "day": last_day(self.inquiry, self.process),
        }

    def _post(
        self,
        letter: InquiryLetter,
        subject: str,
        text: str,
        *,
        whole: bool = False,
        with_link: bool = True,
    ) -> None:
        parts = [_("Guten Tag,"), text]
        if whole:
            parts += [_("Die Frage:"), _quoted(self.inquiry.question), *self._notes()]
        if with_link:
            link = address_of(self.session, letter, self.process, self.secret)
            parts.append(
                _("Hier antworten Sie, ohne Anmeldung. Sie können zwischendurch speichern:")
                + f"\n{link}"
            )
            parts.append(
                _(
                    "Wer diesen Link kennt, antwortet für Ihr Amt. Bitte leiten Sie diese Mail"
                    " nicht weiter: Auf der Seite geben Sie die Anfrage an jemanden im Haus."
                )
            )
        city = self.session.get_one(Organisation, self.process.organisation_id)
        parts.append("\n".join(part for part in (city.name, city.unit, city.phone) if part))
        outbox.post(
            self.session,
            to=letter.email,
            subject=subject,
            text="\n\n".join(parts),
            process_id=self.process.id,
        )

    def _notes(self) -> list[str]:
        """The first notes, as far as they are public, and how many more there are."""
        told = []
        for row in self.inquiry.notes[:LISTED]:
            note = row.comment
            if note.state.value == "public":
                head = _("Anmerkung #%(n)d zu %(address)s:") % {
                    "n": note.number,
                    "address": note.address,
                }
                told.append(f"{head}\n{_quoted(shorten(note.text, QUOTED))}")
        more = len(self.inquiry.notes) - LISTED
        if more > 0:
            line = ngettext(
                "%(n)d weitere Anmerkung steht auf der Seite.",
                "%(n)d weitere Anmerkungen stehen auf der Seite.",
                more,
            )
            told.append(line % {"n": more})
        return told


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.splitlines())
