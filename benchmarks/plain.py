"""The plain FastAPI application that everything is compared with: the same bytes, nothing else."""

import os
from pathlib import Path

from fastapi import FastAPI, Response

app = FastAPI(openapi_url=None)
PAGES = Path(os.environ["PLAIN_PAGES"])


def _serve(name: str) -> None:
    content = (PAGES / name).read_bytes()

    @app.get(f"/{name}")
    def page() -> Response:
        return Response(content, media_type="text/html")


for path in sorted(PAGES.iterdir()):
    _serve(path.name)


@app.post("/post", status_code=201)
def post() -> Response:
    """Takes anything, keeps nothing."""
    return Response((PAGES / "posted").read_bytes(), status_code=201, media_type="text/html")
