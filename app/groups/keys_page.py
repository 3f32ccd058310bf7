"""The public halves of the keys that sign what is handed over, for whoever wants to check it."""

from fastapi import Response
from fastapi.responses import JSONResponse

from app.db import Db
from app.groups import signing
from app.routing import Pages

router = Pages()
PATH = "/.well-known/randnotiz-keys.json"


@router.get(PATH)
def show_keys(session: Db) -> Response:
    """All keys that ever signed here, the newest first. Of one installation they are the same for
    all its cities."""
    keys = [signing.as_data(key) for key in signing.public_keys(session)]
    return JSONResponse({"keys": keys}, headers={"cache-control": "public, max-age=3600"})
