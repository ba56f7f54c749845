"""The provider's doors. Every door refuses what the standard says it must."""

import base64
import binascii
import hmac
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.identity.access import private
from motcua.identity.demo_provider import asking, grants, keys, people
from motcua.identity.queries import moment

SEE_OTHER = 303


@require_GET
def configuration(request: HttpRequest) -> HttpResponse:
    issuer = settings.OIDC_ISSUER
    return JsonResponse(
        {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/cho-phep/",
            "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "jwks_uri": f"{issuer}/jwks",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": list(keys.ALGORITHMS),
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": ["openid", "profile"],
            "acr_values_supported": ["1", "2"],
            "claims_supported": ["sub", *people.CLAIMS],
            "authorization_response_iss_parameter_supported": True,
        }
    )


@require_GET
def jwks(request: HttpRequest) -> HttpResponse:
    return JsonResponse(keys.public_keys())


@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    told = request.POST if request.method == "POST" else request.GET
    try:
        asked = asking.read(told)
    except asking.BadClient:
        return private(render(request, "identity/provider_refuses.jinja", status=400))
    if asked.fault:
        return _back(asked.way_back(error=asked.fault))
    if request.method == "POST" and "refuse" in told:
        return _back(asked.way_back(error="access_denied"))
    if request.method == "POST" and (person := people.by_handle(told.get("person", ""))):
        return _back(asked.way_back(code=grants.consent(asked, person, at=moment())))
    return _page(request, asked)


@csrf_exempt  # the client proves itself with its secret, and no cookie counts here
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    if not _client_is_ours(request.headers.get("Authorization", "")):
        return _fault("invalid_client", status=401)
    if request.POST.get("grant_type") != "authorization_code":
        return _fault("unsupported_grant_type")
    try:
        given = grants.exchange(
            code=request.POST.get("code", ""),
            redirect_uri=request.POST.get("redirect_uri", ""),
            verifier=request.POST.get("code_verifier", ""),
            at=moment(),
        )
    except grants.BadGrant:
        return _fault("invalid_grant")
    return private(JsonResponse(given))


@require_GET
def userinfo(request: HttpRequest) -> HttpResponse:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    claims = grants.claims_for(secret, at=moment()) if scheme.lower() == "bearer" else None
    return private(JsonResponse(claims)) if claims else _fault("invalid_token", status=401)


def _page(request: HttpRequest, asked: asking.Asking) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    language = request.GET.get("ui_locales", settings.LANGUAGE_CODE)
    facts = {"asked": vars(asked), "offered": people.offered(), "words": words, "found": people.found(words)}
    with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        return private(render(request, "identity/provider.jinja", {**facts, "language": language}))


def _client_is_ours(authorization: str) -> bool:
    scheme, _, coded = authorization.partition(" ")
    try:
        name, _, secret = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return False
    said = f"{unquote(name)}:{unquote(secret)}".encode()
    known = f"{settings.OIDC_CLIENT_ID}:{settings.OIDC_CLIENT_SECRET}".encode()
    return scheme.lower() == "basic" and hmac.compare_digest(said, known)


def _back(way: str) -> HttpResponse:
    return private(HttpResponseRedirect(way, status=SEE_OTHER))


def _fault(code: str, status: int = 400) -> HttpResponse:
    return private(JsonResponse({"error": code}, status=status))
