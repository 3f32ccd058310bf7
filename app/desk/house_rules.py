"""The page on which the house rules of a process are kept: published, worded anew, put in order,
retired. What was hidden by an earlier wording goes on citing it."""

from typing import Annotated, Any

from fastapi import Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.accounts.rules import may_manage
from app.db import Db
from app.desk.drafts import ProcessInPath
from app.errors import Conflict, Invalid
from app.i18n import _
from app.identity import SignedIn
from app.models import HouseRule, Person, Process
from app.processes import house_rules
from app.processes.house_rules import LONGEST_TEXT, checked
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/p/{slug}/rules")
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Edition = Annotated[int, Form(ge=1, le=2**31 - 1)]


class RuleForm:
    """A rule as typed; `edition` is the wording that was read, `look` asks how it would look."""

    def __init__(
        self,
        title: Annotated[str, Form()] = "",
        text: Annotated[str, Form()] = "",
        edition: Annotated[str, Form()] = "",
        look: Annotated[str, Form()] = "",
    ) -> None:
        self.title, self.text = title[:500], text[: 2 * LONGEST_TEXT]
        self.edition = int(edition) if edition.isdecimal() and len(edition) < 10 else 0
        self.look = bool(look)
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    @classmethod
    def of(cls, rule: HouseRule) -> "RuleForm":
        """With what it says now."""
        return cls(rule.title, rule.text, str(rule.edition))

    def ahead(self, rules: list[HouseRule], chosen: HouseRule | None) -> list[HouseRule]:
        """The rules as everybody would read them then. Raises `Invalid` for what cannot stand
        there."""
        title, text = checked(self.title, self.text)
        number = chosen.number if chosen else max((rule.number for rule in rules), default=0) + 1
        new = HouseRule(process_id=0, number=number, title=title, text=text)
        if chosen is None:
            return [*rules, new]
        return [new if rule.number == number else rule for rule in rules]


@router.get("")
def show_rules(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The rules in their order, what they said before, and the form for one more."""
    return _show(request, session, process, person, RuleForm(), done=done)


def _show(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    form: RuleForm,
    *,
    status: int = 200,
    **more: Any,
) -> Response:
    values: dict[str, Any] = {"done": "", "chosen": None, "ahead": None}
    return render(
        request,
        "desk/house_rules.html",
        status=status,
        process=process,
        form=form,
        rules=house_rules.rules_of(session, process),
        former=house_rules.former_rules_of(session, process),
        longest=LONGEST_TEXT,
        may_change=may_manage(person, process),
        said=_said(),
        **(values | more),
    )


def _said() -> dict[str, str]:
    return {
        "published": _("Veröffentlicht. Die Regel gilt ab jetzt."),
        "reworded": _(
            "Gespeichert. Der neue Wortlaut gilt ab jetzt. Was nach dem alten ausgeblendet wurde, "
            "nennt weiter den alten."
        ),
        "retired": _("Die Regel gilt nicht mehr. Was nach ihr ausgeblendet wurde, bleibt es."),
        "moved": _("Die Reihenfolge ist geändert."),
    }


@router.post("")
def publish(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    form: Annotated[RuleForm, Depends()],
) -> Response:
    """Publish one more rule, or `look` at the public page with it."""
    require(may_manage(person, process))
    try:
        if form.look:
            ahead = form.ahead(list(house_rules.rules_of(session, process)), None)
            return _show(request, session, process, person, form, ahead=ahead)
        house_rules.publish_rule(session, process, title=form.title, text=form.text, by=person)
    except Invalid as refusal:
        form.errors |= refusal.fields
        return _show(request, session, process, person, form, status=422)
    return _back(process, "published")


@router.get("/{number}")
def show_rule(
    request: Request, process: ProcessInPath, number: Number, person: SignedIn, session: Db
) -> Response:
    """One rule, with the form to word it anew."""
    rule = house_rules.rule_of(session, process, number)
    return _show(request, session, process, person, RuleForm.of(rule), chosen=rule)


@router.post("/{number}")
def reword(
    request: Request,
    process: ProcessInPath,
    number: Number,
    person: SignedIn,
    session: Db,
    form: Annotated[RuleForm, Depends()],
) -> Response:
    """Let it say this from now on, or `look` at the public page first. Of two at one time the
    second is shown what the first has made of it, with its own words kept."""
    require(may_manage(person, process))
    rule = house_rules.rule_of(session, process, number)
    try:
        if form.look:
            ahead = form.ahead(list(house_rules.rules_of(session, process)), rule)
            return _show(request, session, process, person, form, chosen=rule, ahead=ahead)
        words = (form.edition, form.title, form.text, person)
        house_rules.reword_rule(session, process, number, *words)
    except Invalid as refusal:
        form.errors |= refusal.fields
        return _show(request, session, process, person, form, chosen=rule, status=422)
    except Conflict as refusal:
        form.errors["text"], form.edition = refusal.reason, rule.edition
        return _show(request, session, process, person, form, chosen=rule, status=409)
    return _back(process, "reworded")


@router.post("/{number}/retire")
def retire(
    process: ProcessInPath, number: Number, person: SignedIn, session: Db, edition: Edition
) -> Response:
    """Let nothing be hidden by it any more."""
    require(may_manage(person, process))
    house_rules.retire_rule(session, process, number, edition, person)
    return _back(process, "retired")


@router.post("/{number}/move")
def move(
    process: ProcessInPath,
    number: Number,
    person: SignedIn,
    session: Db,
    to: Annotated[str, Form(max_length=8)] = "",
) -> Response:
    """Put it one place up, or down."""
    require(may_manage(person, process))
    house_rules.move_rule(session, process, number, person, up=to == "up")
    return _back(process, "moved")


def _back(process: Process, done: str) -> Response:
    return RedirectResponse(f"/desk/p/{process.slug}/rules?done={done}#getan", status_code=303)
