"""How this reader wants pages drawn: kept in one cookie, read without JavaScript."""

from typing import NamedTuple

from django.http import HttpRequest

COOKIE = "hien-thi"
COOKIE_AGE_SECONDS = 365 * 24 * 60 * 60
SIZES = ("100", "125", "150")
CONTRASTS = ("normal", "high")


class Display(NamedTuple):
    size: str = "100"
    contrast: str = "normal"

    @property
    def cookie(self) -> str:
        return f"{self.size}.{self.contrast}"


def display_of(request: HttpRequest) -> Display:
    """What the cookie says; anything not understood is the default."""
    size, _dot, contrast = request.COOKIES.get(COOKIE, "").partition(".")
    if size in SIZES and contrast in CONTRASTS:
        return Display(size, contrast)
    return Display()
