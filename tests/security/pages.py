"""Reading a page as a browser does: its forms and their fields."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = ("text", "search", "tel", "email", "number", "date", "password", "url", "")


@dataclass
class Form:
    action: str
    method: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)  # name, kind, value

    def filled(self, text: str, *, whole: bool = False) -> dict[str, list[str]]:
        """Every field in which one types holds the text; `whole`: the hidden, chosen and ticked ones too."""
        told: dict[str, list[str]] = {}
        for name, kind, value in self.fields:
            if kind != "file":
                told.setdefault(name, []).append(
                    text if whole or kind in TYPED or kind == "textarea" else value
                )
        return told


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append(Form(said.get("action", ""), said.get("method", "get").lower()))
        elif tag in ("input", "textarea", "select", "button") and said.get("name") and self.forms:
            kind = {"input": said.get("type", "")}.get(tag, tag)
            self.forms[-1].fields.append((said["name"], kind, said.get("value", "")))


def forms_in(page: str) -> list[Form]:
    reader = _Reader()
    reader.feed(page)
    return reader.forms
