"""Where every comment goes in the next version: what is proposed, and what a person decides."""

from typing import Annotated, Any

from fastapi import Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.db import Db
from app.desk.ahead import Ahead
from app.desk.drafts import ProcessInPath, VersionInPath
from app.drafts.addresses import Address
from app.errors import Conflict, Invalid
from app.i18n import _
from app.identity import SignedIn
from app.models import Carrying, DraftVersion, Fate, Person, Process, Standing
from app.publishing.carrying import compare, is_stale
from app.publishing.deciding import Choice, carrying_by_number, confirm_gone, decide
from app.publishing.gate import Figures, figures_of
from app.publishing.queries import Item, Shown, blocks_in, comments_in, following, with_help
from app.publishing.rules import may_decide
from app.publishing.suggesting import suggestions_for
from app.publishing.words import confidence_word, fate_word, standing_word
from app.routing import Pages
from app.rules import require
from app.text import clean_line
from app.web import asked_by_htmx, render

router = Pages(prefix="/p/{slug}/draft/v{n}/lineage")
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Key = Annotated[str, Query(max_length=80)]


class PlaceForm:
    """Where somebody wants a comment to stand, as typed or as chosen from the list."""

    def __init__(
        self,
        choice: Annotated[str, Form()] = "",
        address: Annotated[str, Form()] = "",
        chosen: Annotated[str, Form()] = "",
        show: Annotated[str, Form()] = "",
        after: Annotated[str, Form()] = "",
        key: Annotated[str, Form()] = "",
        together: Annotated[bool, Form()] = False,
    ) -> None:
        self.address = clean_line(chosen or address)[:60]
        self.choice = choice if choice in set(Choice) else Choice.PLACE.value
        self.wanted = Shown(show[:20], after[:80])
        self.here = Shown(show[:20], key[:80])
        self.together = together
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))


@router.get("")
def show_lineage(
    request: Request,
    process: ProcessInPath,
    version: VersionInPath,
    person: SignedIn,
    session: Db,
    show: Annotated[str, Query(max_length=20)] = "",
    after: Key = "",
    fate: Annotated[str, Query(max_length=20)] = "",
    block: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    done: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> Response:
    """Figures, the comments worst first, and what became of the blocks."""
    wanted = Shown(show, after)
    page = comments_in(session, version, wanted)
    about = _about(session, process, version, person, wanted)
    is_deciding = wanted.show in ("open", "quiet") and about["decides"]
    items = with_help(session, version, page.items) if is_deciding else page.items
    blocks, next_block = ([], 0) if is_deciding else blocks_in(session, version, fate, block)
    decided = carrying_by_number(session, process, version, done) if done else None
    return render(
        request,
        "publishing/lineage.html",
        listed=page,
        items=items,
        blocks=blocks,
        shows_blocks=not is_deciding,
        next_block=next_block,
        fate=fate if fate in set(Fate) else "",
        decided=decided,
        address_label=lambda fragment: Address.parse(fragment).label,
        **about,
    )


def _about(
    session: Session, process: Process, version: DraftVersion, person: Person, wanted: Shown
) -> dict[str, Any]:
    base = process.current_version if version.published_at is None else 0
    figures = figures_of(session, version)
    return {
        "process": process,
        "version": version,
        "base": base,
        "wanted": wanted,
        "here": f"/desk/p/{process.slug}/draft/v{version.number}/lineage",
        "figures": figures,
        "shares": _shares(figures),
        "standing_word": standing_word,
        "fate_word": fate_word,
        "confidence_word": confidence_word,
        "open_to_decide": base > 0,
        "decides": base > 0 and bool(may_decide(person, process)),
        "stale": base > 0 and is_stale(session, process, version),
    }


def _shares(figures: Figures) -> dict[str, list[tuple[str, str, int, int, int]]]:
    """For the two drawn bars: name, word, number, begin and width in thousandths."""
    comments = {state.value: n for state, n in figures.comments.items()}
    blocks = {fate.value: n for fate, n in figures.blocks.items()}
    return {
        "comments": _bar(comments, [state.value for state in Standing], standing_word),
        "blocks": _bar(blocks, [fate.value for fate in Fate], fate_word),
    }


def _bar(
    counts: dict[str, int], order: list[str], word: Any
) -> list[tuple[str, str, int, int, int]]:
    total = sum(counts.values()) or 1
    drawn, begin = [], 0
    for name in order:
        end = begin + counts[name]
        start, stop = begin * 1000 // total, end * 1000 // total
        drawn.append((name, word(name), counts[name], start, stop - start))
        begin = end
    return drawn


@router.post("")
def compare_again(
    ahead: Ahead, process: ProcessInPath, version: VersionInPath, person: SignedIn, session: Db
) -> Response:
    """Compare the version with the public one as both stand now."""
    require(may_decide(person, process))
    if not compare(session, process, version, by=person, prepared=ahead):
        raise Conflict(_("Vor dieser Fassung ist noch keine öffentlich."))
    return RedirectResponse(
        f"/desk/p/{process.slug}/draft/v{version.number}/lineage", status_code=303
    )


@router.post("/gone")
def confirm_all_gone(
    process: ProcessInPath, version: VersionInPath, person: SignedIn, session: Db
) -> Response:
    """Confirm that all comments that are probably gone are gone."""
    require(may_decide(person, process))
    confirm_gone(session, process, version, by=person)
    return RedirectResponse(
        f"/desk/p/{process.slug}/draft/v{version.number}/lineage#stand", status_code=303
    )


@router.get("/{number}")
def show_places(
    request: Request,
    process: ProcessInPath,
    version: VersionInPath,
    number: Number,
    person: SignedIn,
    session: Db,
    show: Annotated[str, Query(max_length=20)] = "",
    after: Key = "",
) -> Response:
    """Where else a comment may stand: suggestions, an address, the outline of the new text."""
    require(may_decide(person, process))
    form = PlaceForm(show=show, after=after)
    return _places(request, session, process, version, number, person, form)


def _places(
    request: Request,
    session: Session,
    process: Process,
    version: DraftVersion,
    number: int,
    person: Person,
    form: PlaceForm,
    status: int = 200,
) -> Response:
    carrying = carrying_by_number(session, process, version, number)
    suggestions, blocks = suggestions_for(session, version, carrying)
    return render(
        request,
        "publishing/place.html",
        fragment="publishing/_place.html",
        status=status,
        item=Item(carrying),
        suggestions=suggestions,
        blocks=blocks,
        form=form,
        asked_by_htmx=asked_by_htmx(request),
        **_about(session, process, version, person, form.wanted),
    )


@router.post("/{number}")
def post_decision(
    request: Request,
    process: ProcessInPath,
    version: VersionInPath,
    number: Number,
    person: SignedIn,
    session: Db,
    form: Annotated[PlaceForm, Depends()],
) -> Response:
    """Confirm the proposal, put the comment elsewhere, or say that its passage is gone."""
    require(may_decide(person, process))
    try:
        carrying = decide(
            session,
            process,
            version,
            number,
            Choice(form.choice),
            address=form.address,
            together=form.together,
            by=person,
        )
    except Invalid as refusal:
        form.errors = refusal.fields
        return _places(request, session, process, version, number, person, form, status=422)
    session.flush()
    then = following(session, version, form.here)
    if asked_by_htmx(request):
        return _decided(request, session, process, version, carrying, person, form, then)
    query = f"?done={number}" + (f"&show={form.wanted.show}" if form.wanted.show else "")
    query += f"&after={form.wanted.after}" if form.wanted.after else ""
    here = f"/desk/p/{process.slug}/draft/v{version.number}/lineage"
    place = f"c{then}" if then else "entschieden"
    return RedirectResponse(f"{here}{query}#{place}", status_code=303)


def _decided(
    request: Request,
    session: Session,
    process: Process,
    version: DraftVersion,
    carrying: Carrying,
    person: Person,
    form: PlaceForm,
    then: int | None,
) -> Response:
    return render(
        request,
        "publishing/_decided.html",
        item=Item(carrying),
        then=then,
        just_decided=True,
        **_about(session, process, version, person, form.wanted),
    )
