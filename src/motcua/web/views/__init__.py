"""Pages of the frame itself: home, help, components, errors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.jinja")


def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.jinja")


help_page = accessibility = display = gallery
