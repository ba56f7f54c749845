"""What holds for every operation: the caller's language, headers of the rate, refusals as problems, one description."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from motcua import __version__
from motcua.web.api.problems import MEDIA_TYPE, answer_with_problems

View = Callable[..., HttpResponse]
DESCRIPTION = (
    "Tìm thủ tục, nộp và theo dõi hồ sơ, xử lý hồ sơ. / Find procedures, file and follow dossiers, work on them.\n\n"
    "Moments are RFC 3339 in +07:00. Refusals are RFC 9457 problems whose `type` and `code` are stable. "
    "Lists are paged by `next`. Make a token on your account's page."
)


class Contract(NinjaAPI):
    def __init__(self) -> None:
        super().__init__(
            title="Một Cửa",
            version="1",
            description=DESCRIPTION,
            urls_namespace="api-1",
            docs_url=None,
            openapi_url="/openapi.json",
            openapi_extra={"info": {"x-software-version": __version__}},
        )
        self.add_decorator(in_the_callers_language, mode="view")
        answer_with_problems(self)

    def get_openapi_schema(self, *, path_prefix: Any = None, path_params: Any = None) -> OpenAPISchema:
        """Problems are described under their own media type, which ninja cannot say."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for methods in schema["paths"].values():
            for operation in methods.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400:
                        response["content"] = {MEDIA_TYPE: response["content"].pop("application/json")}
                        response["description"] = "Problem"
        schema["servers"] = [{"url": settings.PUBLIC_ADDRESS}]
        return schema


def in_the_callers_language(view: View) -> View:
    """By Accept-Language, because one address speaks both languages here; and how many calls are left."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = translation.get_language_from_request(request)
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        response.headers.setdefault("Cache-Control", "private, no-cache")
        if calls := getattr(request, "calls", None):
            response.headers["RateLimit-Limit"] = str(calls.limit)
            response.headers["RateLimit-Remaining"] = str(calls.left)
            response.headers["RateLimit-Reset"] = str(calls.seconds)
        return response

    return answer
