"""One's own page: who I am here, my programs' tokens, where I am signed in."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.identity.access import AccountRequest, account_required, factor_is_fresh, private
from motcua.identity.access.keeping import drop_kept, kept_for
from motcua.identity.forms import TokenForm
from motcua.identity.models import AccountKind, ApiToken
from motcua.identity.queries import moment, sessions_of, tokens_of
from motcua.identity.services import end_sessions, issue_token, revoke_token
from motcua.identity.views.doors import UNPROCESSABLE, see_other
from motcua.kernel.refusals import Refusal


@require_GET
@account_required
def account(request: AccountRequest) -> HttpResponse:
    at = moment()
    form = TokenForm(account_kind=request.user.kind)
    return _page(request, at, form, [])


@require_POST
@account_required
def new_token(request: AccountRequest) -> HttpResponse:
    """An officer's token is a key to his desk: he shows his second factor first."""
    if request.user.kind == AccountKind.OFFICER and not factor_is_fresh(request):
        return see_other(f"{reverse('identity:code-again')}?next={reverse('identity:account')}")
    at = moment()
    form = TokenForm(request.POST, account_kind=request.user.kind)
    if not form.is_valid():
        return _page(request, at, form, [(name, str(said[0])) for name, said in form.errors.items()])
    until = make_aware(datetime.combine(form.cleaned_data["expires_on"] + timedelta(days=1), time.min))
    try:
        issued = issue_token(
            request.user,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=until,
            by=request.user,
            at=at,
        )
    except Refusal as refusal:
        return _page(request, at, form, [(next(iter(refusal.fields), ""), str(refusal))])
    return render(request, "identity/token.jinja", {"issued": issued})


@require_POST
@account_required
def end_token(request: AccountRequest, code: str) -> HttpResponse:
    token = get_object_or_404(ApiToken, code=code, account=request.user)
    try:
        revoke_token(token, by=request.user, at=moment())
        messages.success(request, _("The token is revoked."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return see_other(reverse("identity:account"))


@require_POST
@account_required
def end_other_sessions(request: AccountRequest) -> HttpResponse:
    ended = end_sessions(request.user, but=request.session.session_key or "")
    told = ngettext("%(number)s session was ended.", "%(number)s sessions were ended.", ended) % {
        "number": ended
    }
    messages.success(request, told)
    return see_other(reverse("identity:account"))


@require_http_methods(["GET", "POST"])
@account_required
def kept(request: AccountRequest) -> HttpResponse:
    """What was typed before the session ended: send it again, or let it go."""
    waiting = kept_for(request)
    if request.method == "POST" or not waiting:
        drop_kept(request)
        return see_other(reverse("identity:account"))
    return private(render(request, "identity/kept.jinja", {"kept": waiting}))


def _page(
    request: AccountRequest, at: datetime, form: TokenForm, errors: list[tuple[str, str]]
) -> HttpResponse:
    facts: dict[str, Any] = {
        "account": request.user,
        "tokens": list(tokens_of(request.user)),
        "sessions": list(sessions_of(request.user, at).values_list("session_key", "opened_at", named=True)),
        "here": request.session.session_key,
        "form": form,
        "scopes": _scopes(form),
        "at": at,
        "latest": localdate(at) + timedelta(days=365),
        "errors": errors,
    }
    return render(request, "identity/account.jinja", facts, status=UNPROCESSABLE if errors else 200)


def _scopes(form: TokenForm) -> list[dict[str, Any]]:
    choices: Any = form.fields["scopes"]
    return [{"value": value, "label": label} for value, label in choices.choices]
