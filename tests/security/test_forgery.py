"""Another site cannot act through somebody's browser: every unsafe request needs the token of our own page."""

import re

import pytest

from tests.security.world import address, names

pytestmark = pytest.mark.django_db
UNSAFE = ("POST", "DELETE")
# Where no token is asked for, and why nothing is gained by forging the request.
EXEMPT = {
    "results:verify": "compares a file that the sender has with the public record; reads no cookie, changes nothing",
    "results:result": "the same, for one result",
    "vneid-demo:token": "the client shows its own secret in a header that another site cannot set; only in demos",
}


def is_exempt(name):
    """The API: a token in the Authorization header is asked for, and cookies do not count."""
    return name in EXEMPT or name.startswith("api")


@pytest.mark.parametrize("role", ["owner", "counter"])
def test_no_unsafe_request_without_the_token_of_a_page(world, role):
    client = world.client(role, enforce_csrf_checks=True)
    through = [
        f"{method} {name}: {answer.status_code}"
        for name, route in names()
        if not is_exempt(name)
        for method in UNSAFE
        if (answer := client.generic(method, address(world, name, route))).status_code != 403
    ]
    assert not through, "\n".join(through)


def test_the_exempt_addresses_are_there():
    assert set(EXEMPT) <= {name for name, _route in names()}


def test_the_api_takes_no_cookie(world):
    """Somebody signed in has no more rights below /api/ than a stranger: only a token counts."""
    client, stranger = world.client("owner"), world.client("nobody")
    apart = [
        name
        for name, route in names()
        if name.startswith("api")
        for path in [address(world, name, route)]
        if client.get(path).status_code != stranger.get(path).status_code
    ]
    assert apart == []


def test_the_token_of_a_page_is_taken(world):
    client = world.client("owner", enforce_csrf_checks=True)
    way = f"/ho-so/{world.working.code}/rut/"
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(way).content.decode())[1]
    assert client.post(way, {"csrfmiddlewaretoken": token, "text": ""}).status_code == 303


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "http://testserver.evil.example", "null"])
def test_the_token_counts_only_from_our_own_pages(world, elsewhere):
    client = world.client("owner", enforce_csrf_checks=True)
    way = f"/ho-so/{world.working.code}/rut/"
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(way).content.decode())[1]
    answer = client.post(way, {"csrfmiddlewaretoken": token}, headers={"Origin": elsewhere})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "//evil.example\\@testserver/",
        "http://testserver@evil.example/",
        "/%0d%0aLocation: https://evil.example",
        " //evil.example",
        "/\n/evil.example",
    ],
)
@pytest.mark.parametrize("door", ["/dang-nhap/", "/dang-nhap/ma/"])
def test_nobody_is_sent_to_another_site_after_signing_in(world, elsewhere, door):
    client = world.client("counter")
    answer = client.get(door, {"next": elsewhere})
    page = answer.content.decode()
    ways = re.findall(r'<(?:a|form)[^>]*?(?:href|action)="([^"]*)"|name="next" value="([^"]*)"', page)
    ways = [way for pair in ways for way in pair if way] + [answer.headers.get("Location", "/")]
    assert [way for way in ways if "evil" in re.sub(r"\?.*", "", way) and not _stays(way)] == []


def _stays(way):
    """A path of our own that only looks odd stays with us."""
    return re.match(r"/[^/\\\t\r\n]", way)
