"""Ways to the parts of the house, of which some may not be there."""

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


def address(name: str, *arguments: object) -> str:
    """Where a named page is; empty when its room is not part of this house."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def with_query(request: HttpRequest, **changes: object) -> str:
    """This page's address with some questions changed; `None` drops one. For paging, filters and tabs."""
    asked = request.GET.copy()
    for name, value in changes.items():
        asked.pop(name, None)
        if value is not None:
            asked[name] = str(value)
    return f"{request.path}?{asked.urlencode()}" if asked else request.path
