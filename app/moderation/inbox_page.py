"""The page of the inbox, however it is come to: chosen, after a decision, or with what is wrong."""

import secrets
from typing import Any

from fastapi import Request, Response

from app import clock, i18n
from app.comments.sources import source_word
from app.models import LONGEST, Person, Process, Reply
from app.moderation.forms import AnswerForm
from app.moderation.inbox import Inbox
from app.moderation.inbox_words import said_after, state_words, what_words
from app.moderation.inquiry_words import SOON
from app.moderation.items import MOST
from app.moderation.queries import late_from
from app.moderation.remark_form import RemarkForm
from app.moderation.rules import may_answer, may_remark
from app.web import render


def empty(inbox: Inbox) -> AnswerForm:
    """The form for an answer to the note in the middle, with nothing in it but what this person had
    begun."""
    after = str(inbox.wanted.after or "")
    form = AnswerForm(field=inbox.wanted.field, after=after)
    if inbox.aids.draft is not None:
        form.take_up(inbox.aids.draft, inbox.offices)
    return form


def show(
    request: Request,
    process: Process,
    moderator: Person,
    inbox: Inbox,
    form: AnswerForm,
    *,
    status: int = 200,
    **more: Any,
) -> Response:
    """The inbox as a page, or as the fragment that takes its place."""
    return render(
        request,
        "moderation/inbox.html",
        fragment="moderation/_desk.html",
        status=status,
        **context(process, moderator, inbox, form, **more),
    )


def context(
    process: Process,
    moderator: Person,
    inbox: Inbox,
    form: AnswerForm,
    *,
    picked: bool = True,
    did: str = "",
    other: Reply | None = None,
    remark: RemarkForm | None = None,
) -> dict[str, Any]:
    """What the inbox's templates use. `other` is a colleague's answer that came while `form` was
    written."""
    note = inbox.chosen
    seen = max(inbox.seen, other.position if other else 0)
    return {
        "process": process,
        "inbox": inbox,
        "note": note,
        "form": form,
        "picked": picked,
        "key": form.idempotency_key or secrets.token_urlsafe(12),
        "longest": LONGEST,
        "may_answer": may_answer(moderator, note, process) if note is not None else False,
        "may_remark": may_remark(moderator, process),
        "remark": remark or RemarkForm(),
        "other": other,
        "said": said_after(did),
        "what_words": what_words(),
        "state_words": state_words(),
        "most": MOST,
        "soon": SOON,  # an answer is in time until midnight: the day before it is the last
        "days": clock.days_between,
        "late_before": late_from(process, clock.now()),
        "here": inbox.wanted.query(at=inbox.key),
        "sent_to": inbox.wanted.query(at=inbox.key, seen=str(seen)),
        "source_word": source_word,
        "tongues": {tag: i18n.NAMES[tag] for tag in i18n.NAMES if tag != "de-simple"},
    }
