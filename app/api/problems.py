"""Every answer from 400 up is a problem document (RFC 9457), in the words of the pages."""

from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from app.api.limits import seconds_left
from app.db import NOT_READ, UNAVAILABLE
from app.errors import Busy, Refused, TooMany
from app.i18n import _, locale

MEDIA_TYPE = "application/problem+json"
CHALLENGE = 'Bearer realm="Randnotiz"'
BUSY_SECONDS = 2

# What a status is called where no refusal of ours names it more exactly.
KINDS = {
    400: "refused",
    401: "not-signed-in",
    403: "not-allowed",
    404: "not-found",
    405: "no-such-method",
    409: "conflict",
    410: "gone",
    413: "too-large",
    422: "invalid",
    429: "too-many",
    500: "our-fault",
    503: "busy",
}


class FieldProblem(BaseModel):
    """What is wrong with one field of the request."""

    field: str = Field(description="The field of the body, the query or the path, or a header.")
    message: str = Field(description="A sentence that says how to mend it.")


class Problem(BaseModel):
    """Why a request was not carried out (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "urn:randnotiz:problem:invalid",
                "title": "Etwas stimmt nicht",
                "status": 422,
                "detail": "Bitte bessern Sie die genannten Angaben nach.",
                "instance": "/api/v1/processes/ankommen/comments",
                "errors": [{"field": "text", "message": "Schreiben Sie mindestens 10 Zeichen."}],
            }
        }
    )

    type: str = Field(description="`urn:randnotiz:problem:` and a word that never changes.")
    title: str = Field(
        description="The same for every problem of this type, in the language of Accept-Language."
    )
    status: int = Field(ge=400, le=599, description="The status of the answer once more.")
    detail: str = Field(description="A sentence for people about this very problem, as `title`.")
    instance: str = Field(description="The path that was asked for.")
    errors: list[FieldProblem] | None = Field(
        default=None, description="With 422 only: field by field, as far as it is about fields."
    )


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How an operation can fail, for its description: these statuses, and those that any may
    have."""
    return {
        status: {
            "description": _DESCRIPTIONS[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            **({"headers": _HEADERS[status]} if status in _HEADERS else {}),
        }
        for status in sorted({*statuses, 500, 503})
    }


_DESCRIPTIONS = {
    400: "The body cannot be read.",
    401: "No token, or one that is unknown, expired or revoked.",
    403: "The token lacks a scope, or its person may not do that; `detail` says why.",
    404: "There is no such thing.",
    409: "It contradicts what is there, or the idempotency key came with another body before.",
    413: "The body is larger than will be read.",
    422: "Understood, but not right; `errors` says where.",
    429: "Too many changes in too short a time.",
    500: "A fault of ours. It was logged, and nothing was changed.",
    503: "It cannot be stored just now. Nothing was stored; the same request may be sent again.",
}
_SECONDS = {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 0}}
_HEADERS: dict[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": {"description": "RFC 6750.", "schema": {"type": "string"}}},
    429: {"Retry-After": _SECONDS},
    503: {"Retry-After": _SECONDS},
}


def _titles() -> dict[str, str]:
    return {
        "refused": _("Nicht verstanden"),
        "not-signed-in": _("Kein gültiger Zugangsschlüssel"),
        "not-allowed": _("Nicht erlaubt"),
        "not-found": _("Nicht gefunden"),
        "no-such-method": _("Das geht hier nicht"),
        "conflict": _("Widerspruch"),
        "gone": _("Nicht mehr da"),
        "too-large": _("Zu groß"),
        "invalid": _("Etwas stimmt nicht"),
        "unreadable": _("Datei nicht lesbar"),
        "too-many": _("Zu viel auf einmal"),
        "our-fault": _("Fehler auf unserer Seite"),
        "busy": _("Gerade nicht möglich"),
    }


def problem(
    request: Request,
    status: int,
    detail: str,
    *,
    kind: str = "",
    fields: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """The problem document as an answer."""
    kind = kind or KINDS.get(status, "refused")
    errors = [FieldProblem(field=name, message=text) for name, text in (fields or {}).items()]
    told = Problem(
        type=f"urn:randnotiz:problem:{kind}",
        title=_titles().get(kind, _("Nicht verstanden")),
        status=status,
        detail=detail,
        instance=request.url.path,
        errors=errors if status == 422 else None,
    )
    return JSONResponse(
        jsonable_encoder(told, exclude_none=True),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers={"content-language": locale(), "vary": "Accept-Language"} | (headers or {}),
    )


def _refused(request: Request, error: Exception) -> Response:
    refusal = cast(Refused, error)
    headers: dict[str, str] = {}
    challenge = getattr(refusal, "challenge", CHALLENGE if refusal.status == 401 else "")
    if challenge:
        headers["www-authenticate"] = challenge
    if isinstance(refusal, TooMany):
        headers["retry-after"] = str(seconds_left(refusal.seconds))
    if refusal.status == 503:
        headers["retry-after"] = str(BUSY_SECONDS)
    reason = _(refusal.reason) if isinstance(refusal, Busy) else refusal.reason
    return problem(
        request,
        refusal.status,
        reason,
        kind=refusal.kind,
        fields=refusal.fields,
        headers=headers,
    )


def _unavailable(request: Request, _error: Exception) -> Response:
    return _refused(request, Busy(NOT_READ))


def _http_error(request: Request, error: Exception) -> Response:
    refusal = cast(HTTPException, error)
    details = {
        400: _("Der Inhalt der Anfrage lässt sich nicht lesen."),
        404: _("Diese Adresse gibt es nicht."),
        405: _("Diese Methode gibt es unter dieser Adresse nicht."),
        413: _("Die Anfrage ist größer, als hier gelesen wird."),
    }
    detail = details.get(refusal.status_code, _("Das geht so nicht."))
    headers = dict(refusal.headers or {})
    if refusal.status_code == 405:
        headers["Allow"] = ", ".join(sorted(_methods(request)))
    return problem(request, refusal.status_code, detail, headers=headers)


def _methods(request: Request) -> set[str]:
    """All methods at this address; the framework names those of its first route only."""
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    found: set[str] = set()
    for route in iter_route_contexts(request.app.routes):
        if route.path and compile_path(route.path)[0].match(path):
            found |= route.methods or set()
    return found


def _misunderstood(request: Request, error: Exception) -> Response:
    fields: dict[str, str] = {}
    for found in cast(RequestValidationError, error).errors():
        where = found["loc"]
        name = ".".join(map(str, where[1:] if len(where) > 1 else where))
        if found["type"] == "json_invalid":
            name = "body"
        fields.setdefault(name, _sentence(found["type"], found.get("ctx", {})))
    return problem(request, 422, _("Bitte bessern Sie die genannten Angaben nach."), fields=fields)


def _sentence(kind: str, context: dict[str, Any]) -> str:
    limits = {key: value for key, value in context.items() if isinstance(value, int | str)}
    sentences = {
        "missing": _("Diese Angabe fehlt."),
        "json_invalid": _("Das ist kein JSON."),
        "string_too_long": _("Höchstens %(max_length)s Zeichen."),
        "string_too_short": _("Mindestens %(min_length)s Zeichen."),
        "string_type": _("Hier steht ein Text."),
        "string_unicode": _("In diesem Text stehen Zeichen, die es nicht gibt."),
        "int_parsing": _("Hier steht eine ganze Zahl."),
        "bool_parsing": _("Hier steht true oder false."),
        "greater_than_equal": _("Mindestens %(ge)s."),
        "less_than_equal": _("Höchstens %(le)s."),
        "string_pattern_mismatch": _("So sieht diese Angabe nicht aus."),
        "enum": _("Möglich sind: %(expected)s."),
    }
    try:
        return sentences.get(kind, _("Diese Angabe passt hier nicht.")) % limits
    except KeyError:
        return _("Diese Angabe passt hier nicht.")


def _our_fault(request: Request, _error: Exception) -> Response:
    return problem(
        request, 500, _("Das lag an uns. Der Fehler ist notiert, und es wurde nichts geändert.")
    )


def install(api: FastAPI) -> None:
    """Teach the API to say every refusal and every fault as a problem."""
    api.add_exception_handler(Refused, _refused)
    for kind in UNAVAILABLE:
        api.add_exception_handler(kind, _unavailable)
    api.add_exception_handler(HTTPException, _http_error)
    api.add_exception_handler(RequestValidationError, _misunderstood)
    api.add_exception_handler(Exception, _our_fault)
