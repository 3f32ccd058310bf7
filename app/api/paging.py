"""Lists are read by key, page by page, and say where they go on (RFC 8288)."""

import re
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request, Response

from app.api.asked import AFTER, LARGEST_NUMBER

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
AfterNumber = Annotated[int, Query(ge=0, le=LARGEST_NUMBER, description=AFTER)]
LINKED = {
    "headers": {
        "Link": {
            "description": 'With `rel="next"`: where the list goes on.',
            "schema": {"type": "string"},
        }
    }
}
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")


def absolute(request: Request, path: str) -> str:
    """The address of `path` in this API, under the host name that was asked."""
    settings = request.app.state.settings
    host = request.headers.get("host", "")
    root = request.scope.get("root_path", "")
    if not _HOST.fullmatch(host):
        return f"{settings.base_url.rstrip('/')}{root}{path}"
    scheme = "https" if settings.is_secure else request.url.scheme
    return f"{scheme}://{host}{root}{path}"


def next_page(request: Request, response: Response, path: str, query: Mapping[str, object]) -> str:
    """The address of the next page, which is put into the header `Link` as well."""
    said = {key: value for key, value in query.items() if value is not None}
    address = f"{absolute(request, path)}?{urlencode(said)}"
    response.headers["link"] = f'<{address}>; rel="next"'
    return address
