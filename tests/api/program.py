"""A program that talks to the API, and holds every answer to the API's own description."""

import re
from typing import Any

from fastapi.testclient import TestClient

ROOT = "/api/v1"


class Program:
    """Asks with or without a token. Whatever comes back must be documented: the status, the
    media type, and the shape; from 400 up it must be a problem document."""

    def __init__(self, client: TestClient, token: str = "") -> None:
        self.client = client
        self.token = token
        self.last: Any = None

    def get(self, path: str, status: int = 200, **query: Any) -> Any:
        """What stands at `path`, below /api/v1."""
        return self.send("GET", path, status, **({"params": query} if query else {}))

    def post(self, path: str, status: int = 201, **body: Any) -> Any:
        """Send an object."""
        return self.send("POST", path, status, json=body)

    def send(self, method: str, path: str, status: int, **options: Any) -> Any:
        """Any request; the JSON that came back, or the bytes."""
        headers = dict(options.pop("headers", {}))
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        url = path if path.startswith("http") else ROOT + path
        self.last = self.client.request(method, url, headers=headers, **options)
        assert self.last.status_code == status, self.last.text[:800]
        return self._inspected(method, self.last)

    def _inspected(self, method: str, answer: Any) -> Any:
        kind = answer.headers.get("content-type", "")
        described = self._described(method, answer.request.url.path, str(answer.status_code))
        if answer.status_code >= 400:
            assert kind == "application/problem+json"
            self._check({"$ref": "#/components/schemas/Problem"}, answer.json())
            assert answer.json()["status"] == answer.status_code
        assert kind in described, f"{answer.status_code} {kind} is not in the description"
        if not kind.endswith("json"):
            return answer.content
        self._check(described[kind]["schema"], answer.json())
        return answer.json()

    def description(self) -> dict[str, Any]:
        """The API's own description."""
        return _description(self.client)

    def _described(self, method: str, path: str, status: str) -> dict[str, Any]:
        for template, operations in self.description()["paths"].items():
            pattern = ROOT + re.sub(r"\{\w+\}", "[^/]+", template).replace(".zip", r"\.zip")
            if re.fullmatch(pattern, path) and method.lower() in operations:
                return operations[method.lower()]["responses"][status]["content"]
        return {"application/problem+json": {"schema": {}}}  # no such operation

    def _check(self, schema: dict[str, Any], value: Any) -> None:
        from jsonschema import Draft202012Validator  # a second's worth of grammars

        whole = {**schema, "components": self.description()["components"]}
        Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(
            value
        )


_KNOWN: dict[str, Any] = {}  # the description is the same in every test, and slow to make


def _description(client: TestClient) -> dict[str, Any]:
    if not _KNOWN:
        _KNOWN.update(client.get(f"{ROOT}/openapi.json").json())
    return _KNOWN
