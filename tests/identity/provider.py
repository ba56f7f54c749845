"""The way between our client and the demo's provider, inside one process: requests go to Django's test client.

Only the wire is replaced. `tamper` lets a test be the evil provider or the evil network.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import requests
from django.test import Client
from requests.adapters import HTTPAdapter

Tamper = Callable[[str, dict[str, Any]], dict[str, Any]]


def untouched(path: str, told: dict[str, Any]) -> dict[str, Any]:
    return told


class Wire:
    def __init__(self) -> None:
        self.tamper: Tamper = untouched
        self.asked: list[str] = []
        self.down = False
        self.change_request: Callable[[str, bytes], bytes] = lambda path, body: body

    def send(
        self, adapter: HTTPAdapter, request: requests.PreparedRequest, **_options: Any
    ) -> requests.Response:
        path = urlsplit(request.url or "").path
        self.asked.append(path)
        if self.down:
            raise requests.ConnectionError("the provider is away")
        headers = {name: value for name, value in request.headers.items() if name == "Authorization"}
        body = request.body.encode() if isinstance(request.body, str) else request.body or b""
        answer = Client().generic(
            request.method or "GET",
            path,
            self.change_request(path, body),
            content_type="application/x-www-form-urlencoded",
            headers=headers,
        )
        return self._response(request, path, answer)

    def _response(self, request: requests.PreparedRequest, path: str, answer: Any) -> requests.Response:
        made = requests.Response()
        made.status_code = answer.status_code
        made.url, made.request = request.url or "", request
        made.headers["Content-Type"] = answer["Content-Type"]
        content = answer.content
        if answer.status_code == 200:
            content = requests.compat.json.dumps(self.tamper(path, answer.json())).encode()
        made.raw = BytesIO(content)
        made._content = content
        return made
