"""One's own data as a file. It wants a fresh proof of who asks."""

import json
import zipfile
from io import BytesIO
from typing import Any

from fastapi import Request, Response

from app import clock, journal, retention
from app.accounts import own_data, own_words
from app.accounts.door import unkept
from app.db import Db
from app.identity import Fresh
from app.routing import Pages
from app.web import context_of, render, standing_alone, write

router = Pages()
FOLDER = "randnotiz"


@router.get("/account/data")
def show_data(request: Request, person: Fresh) -> Response:
    """What the file holds, and the button for it."""
    parts = own_words.parts()
    return render(request, "accounts/own_data.html", parts=parts, kept=retention)


@router.post("/account/data")
def take_data(request: Request, person: Fresh, session: Db) -> Response:
    """Everything that is kept about this person: JSON for programs and a page for people, in one
    ZIP."""
    everything = own_data.about(session, person)
    journal.record(session, person, "account.took_data", person)
    name = f"{FOLDER}-{clock.now():%Y-%m-%d}"
    answer = Response(_packed(request, name, everything), media_type="application/zip")
    answer.headers["content-disposition"] = f'attachment; filename="{name}.zip"'
    return unkept(answer)


def _packed(request: Request, name: str, everything: dict[str, Any]) -> bytes:
    page = write(
        "accounts/own_data_file.html",
        context_of(request)
        | {
            "everything": everything,
            "parts": own_words.parts(),
            "columns": own_words.columns(),
            "word": own_words.value_word,
        },
    )
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        data = json.dumps(everything, ensure_ascii=False, indent=1)
        archive.writestr(f"{name}.json", data)
        archive.writestr(f"{name}.html", standing_alone(page, "tokens.css", "own_data.css"))
    return packed.getvalue()
