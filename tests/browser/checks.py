"""What holds on every page, asked of a real browser."""

import gzip
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
AXE = Axe().axe_script
FAULTS = (
    "rules => axe.run(document, rules).then(answer => answer.violations)"  # what passed is long, and unread
)
CITIZEN_BYTES = 75 * 1024
OFFICER_BYTES = 90 * 1024
DASHBOARD_BYTES = 110 * 1024
WIDER_THAN_THE_WINDOW = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > room + 1 && !e.closest(".scroll, .hidden"));
  return ["the page", ...wide.slice(0, 5).map((e) => e.outerHTML.slice(0, 120))];
}"""


def assert_accessible(page: Page) -> None:
    """axe-core finds nothing against WCAG 2.2 A and AA or its own best practice."""
    page.evaluate(AXE)
    told = [
        f"{fault['id']}: {fault['help']}\n    "
        + "\n    ".join(node["html"][:160] for node in fault["nodes"][:3])
        for fault in page.evaluate(FAULTS, RULES)
    ]
    assert not told, f"{page.url}\n  " + "\n  ".join(told)


def assert_fits(page: Page) -> None:
    """Nothing makes the page scroll sideways."""
    wide = page.evaluate(WIDER_THAN_THE_WINDOW)
    assert not wide, f"{page.url} scrolls sideways at {page.viewport_size}:\n  " + "\n  ".join(wide)


@dataclass
class Load:
    """What a first visit fetches: bytes as a compressing server sends them (text by gzip), by address."""

    pieces: dict[str, int] = field(default_factory=dict)

    def hear(self, response: Response) -> None:
        if response.url.startswith("data:") or response.status in (301, 302, 303):
            return
        body = response.body()
        kind = response.headers.get("content-type", "")
        plain = kind.startswith("text/") or "json" in kind or "javascript" in kind or "svg" in kind
        self.pieces[response.url] = len(gzip.compress(body)) if plain else len(body)

    @property
    def octets(self) -> int:
        return sum(self.pieces.values())

    def assert_within(self, octets: int = CITIZEN_BYTES, requests: int = 8) -> None:
        told = "\n  ".join(f"{size:7} {address}" for address, size in self.pieces.items())
        assert self.octets <= octets, f"{self.octets} bytes, at most {octets}:\n  {told}"
        assert len(self.pieces) <= requests, f"{len(self.pieces)} requests, at most {requests}:\n  {told}"
