"""The content of a draft as JSON keeps it, and how it becomes the text of a result."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from motcua.results.rules.forms.report import Section

DECISION, CERTIFICATE, CONFIRMATION, REFUSAL = "decision", "certificate", "confirmation", "refusal"
INVITATION, CONCLUSION = "invitation", "conclusion"
REPORT = "report"
LAYOUTS = {
    "quyet_dinh": DECISION,
    "giay_phep": CERTIFICATE,
    "giay_chung_nhan": CERTIFICATE,
    "chung_chi": CERTIFICATE,
    "trich_luc": CONFIRMATION,
    "xac_nhan": CONFIRMATION,
    "giay_xac_nhan": CONFIRMATION,
    "thong_bao": CONFIRMATION,
    "tu_choi": REFUSAL,
    "bao_cao": REPORT,
    "giay_moi": INVITATION,
    "thong_bao_ket_luan": CONCLUSION,
}
RESERVED = frozenset(
    {
        "symbol",
        "subtitle",
        "authority",
        "holder_label",
        "opening",
        "bases",
        "articles",
        "recipients",
        "fields",
        "labels",
        "sections",
    }
)


@dataclass(frozen=True)
class Content:
    """What a draft says. Keys of `data`, all optional:

    `symbol` the letters after the number; `subtitle`, `authority`, `holder_label`, `opening` texts; `bases`,
    `articles`, `recipients` lists of texts; `fields` a list of [label, value]. Every other key is an answer
    to a question of the result's form: it is printed after `fields`, under its name in `labels` ({code:
    label}), empty ones left out. `sections` of a report: see forms.report.Section.of.
    """

    symbol: str
    subtitle: str
    authority: str
    holder_label: str
    opening: str
    bases: tuple[str, ...]
    articles: tuple[str, ...]
    recipients: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Content":
        labels = data.get("labels", {})
        answers = [
            (str(labels.get(key, key)), _said(value)) for key, value in data.items() if key not in RESERVED
        ]
        given = [(str(label), _said(value)) for label, value in data.get("fields", ())]
        return cls(
            symbol=str(data.get("symbol") or "QĐ"),
            subtitle=str(data.get("subtitle", "")),
            authority=str(data.get("authority", "")),
            holder_label=str(data.get("holder_label") or "Cấp cho"),
            opening=str(data.get("opening", "")),
            bases=_texts(data.get("bases", ())),
            articles=_texts(data.get("articles", ())),
            recipients=_texts(data.get("recipients", ())),
            fields=tuple(pair for pair in [*given, *answers] if pair[1]),
            sections=tuple(Section.of(told) for told in data.get("sections", ())),
        )


def rewritten(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The draft written anew: answers are those of `new` alone, what frames them stays unless it is said
    again.
    """
    return {**{key: old[key] for key in old if key in RESERVED}, **new}


def layout_of(template: str) -> str:
    """Unknown templates are set as a decision."""
    return LAYOUTS.get(template, DECISION)


def heading(title: str, subtitle: str, layout: str) -> tuple[str, str]:
    """A decision is headed by the one word, with what it decides below (NĐ 30/2020)."""
    word, rest = "Quyết định", title[len("Quyết định") :].strip()
    if layout != DECISION or subtitle:
        return title, subtitle
    if not title.casefold().startswith(word.casefold()):
        return word, f"Về việc {title[:1].lower()}{title[1:]}"
    return word, f"Về việc {rest[:1].lower()}{rest[1:]}" if rest else ""


def articles(content: Content, *, subtitle: str, holder: str, layout: str) -> tuple[str, ...]:
    """The articles as drafted; for a decision without any, the three that every decision has."""
    if content.articles or layout != DECISION:
        return content.articles
    matter = subtitle.removeprefix("Về việc ") or "giải quyết hồ sơ"
    with_fields = ", với các nội dung sau:" if content.fields else "."
    return (
        f"{matter[:1].upper()}{matter[1:]} đối với {holder}{with_fields}",
        "Quyết định này có hiệu lực kể từ ngày ký.",
        f"Thủ trưởng các đơn vị liên quan và {holder} chịu trách nhiệm thi hành Quyết định này./.",
    )


def _texts(values: Any) -> tuple[str, ...]:
    if isinstance(values, str):
        values = values.splitlines()
    return tuple(text for value in values if (text := str(value).strip()))


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, list | tuple):
        return "; ".join(_said(item) for item in value)
    return "" if value is None else str(value).strip()
