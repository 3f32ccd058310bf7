"""How far an inquiry may travel without asking the moderation: to addresses at the office's own
domains. To any other it goes once the moderation consents, so that a link that got out of the house
writes to nobody in the city's name."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from app import journal
from app.accounts.emails import in_dns
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.models import Inquiry, InquiryLetter, Office, Person, Process
from app.moderation.inquiry_answering import need_asked
from app.moderation.inquiry_letters import Writer
from app.moderation.inquiry_links import passer_of, token_of
from app.security import hash_token

MOST_DOMAINS = 20
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def domains_of(inquiry: Inquiry) -> list[str]:
    """The office's own domains: of its contact address, and those it has named. An office without a
    contact address has the domain of the mailbox that the moderation has asked."""
    office = inquiry.office
    first = next((one.email for one in inquiry.letters if one.passed_on_by is None), "")
    contact = (office.email or first).rpartition("@")[2].lower()
    return list(dict.fromkeys(filter(None, [contact, *office.domains.split("\n")])))


def consent(
    session: Session,
    inquiry: Inquiry,
    process: Process,
    letter_id: int,
    by: Person,
    secret: str,
    now: datetime,
    *,
    agrees: bool,
    because: str = "",
) -> InquiryLetter:
    """Let a letter go that awaits consent, or not: then whoever wished to pass it on gets a mail,
    with the reason (`because`), if there is one, and the link that is still theirs. `inquiry` is
    held. Refused with `Conflict` for a letter that awaits none (any more), and once
    the office has sent its answer."""
    letter = next((one for one in inquiry.letters if one.id == letter_id), None)
    if letter is None or not letter.awaits_consent or not letter.email:
        raise Conflict(_("Hier wartet nichts auf Ihre Zustimmung."))
    letter.awaits_consent = False
    writer = Writer(session, inquiry, process, secret)
    if agrees:
        need_asked(inquiry)
        letter.sent_at, letter.ended_at = now, None
        letter.token_hash = hash_token(token_of(secret, letter))
        writer.ask(letter, passed=True)
    else:
        if passer := passer_of(inquiry, letter):
            writer.declined(passer, letter.sent_at, because)
        letter.email = letter.name = letter.message = ""
    session.add(letter)
    deed = "inquiry.consented" if agrees else "inquiry.not_consented"
    journal.record(session, by, deed, inquiry, process=process, office=inquiry.office.slug)
    return letter


def domains_typed(said: str) -> list[str]:
    """The domains in a field with one on each line, as they are kept. Raises `Invalid` with a
    sentence for the first that is none."""
    found: list[str] = []
    for word in re.split(r"[\s,;]+", said[:4_000].strip()):
        domain = ".".join(map(in_dns, word.rpartition("@")[2].lower().strip(".").split(".")))
        if not domain:
            continue
        if "." not in domain or not all(map(_LABEL.fullmatch, domain.split("."))):
            wrong = _("„%(word)s“ ist keine Domain. Schreiben Sie zum Beispiel amt.stadt.example.")
            raise Invalid("", {"domains": wrong % {"word": word[:60]}})
        found.append(domain)
    known = list(dict.fromkeys(found))
    if len(known) > MOST_DOMAINS:
        raise Invalid("", {"domains": _("Höchstens %(most)d Domains.") % {"most": MOST_DOMAINS}})
    return known


def name_domains(
    session: Session, process: Process, office: Office, domains: Sequence[str], by: Person
) -> None:
    """Keep at which further domains an office has its people; `domains` are as `domains_typed`
    gives them. The journal says that it was done, and for which office."""
    kept = "\n".join(domains)
    if kept == office.domains:
        return
    office.domains = kept
    session.add(office)
    journal.record(
        session,
        by,
        "office.domains_named",
        office,
        process=process,
        office=office.slug,
        number=len(domains),
    )


def office_named(offices: Sequence[Office], slug: str) -> Office:
    """The office of this slug among those of a process. Raises `NotFound`."""
    found = next((one for one in offices if one.slug == slug), None)
    if found is None:
        raise NotFound(_("Dieses Amt gibt es hier nicht."))
    return found
