"""Whom to tell about a weakness, for those who look where everybody looks (RFC 9116)."""

from datetime import UTC, datetime, time, timedelta

from fastapi import Request, Response

from app import clock
from app.errors import NotFound
from app.i18n import _
from app.routing import Pages

router = Pages()
GOOD_FOR = timedelta(days=180)  # RFC 9116, 2.5.5: less than a year


@router.get("/.well-known/security.txt")
def show_security_contact(request: Request) -> Response:
    """The contact of this installation, where the setting SECURITY_CONTACT names one."""
    contact = request.app.state.settings.security_contact
    if not contact:
        raise NotFound(_("Diese Seite gibt es nicht."))
    until = datetime.combine((clock.now() + GOOD_FOR).astimezone(UTC).date(), time(), UTC)
    lines = (
        f"Contact: {contact}",
        f"Expires: {until.strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: de, en",
        f"Canonical: {request.state.city.base_url.rstrip('/')}/.well-known/security.txt",
    )
    return Response("\n".join(lines) + "\n", media_type="text/plain; charset=utf-8")
