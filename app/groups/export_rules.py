"""Which files about a process may be handed out."""

from sqlmodel import Session

from app.errors import Conflict
from app.i18n import _
from app.models import BundleState, Export
from app.outdated import outdated


def is_good(session: Session, export: Export) -> bool:
    """Whether a file was not given up, and says no more than the pages do."""
    return export.state is not BundleState.FAILED and not is_outdated(session, export)


def is_outdated(session: Session, export: Export, *also: str) -> bool:
    """Whether words or names were taken from the public since the file was asked for, or one of
    the deeds `also` was done."""
    return export.state is BundleState.OUTDATED or bool(outdated(session, [export], *also))


def require_ready(session: Session, export: Export) -> None:
    """Go on with a file that can be downloaded; else raise `Conflict`."""
    if is_outdated(session, export):
        raise Conflict(_("Diese Datei ist veraltet und wird nicht mehr herausgegeben."))
    if export.state is not BundleState.READY:
        raise Conflict(_("Diese Datei ist noch nicht fertig."))
