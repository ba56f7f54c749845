"""The lists that editors choose from, in the reader's words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from motcua.catalog.models import CodeStatus, OnlineLevel
from motcua.catalog.queries.drafts import bodies
from motcua.catalog.queries.files import life_events
from motcua.catalog.queries.pages import fields
from motcua.catalog.rules.editing.ways import NO_WAY
from motcua.catalog.rules.process import END
from motcua.kernel.bilingual import Text
from motcua.organizations.models import Role, UnitKind

Option = dict[str, Any]
_CLOSED: dict[str, Mapping[str, Any]] = {
    "code_statuses": dict(CodeStatus.choices),
    "levels": {
        "province": gettext_lazy("Province"),
        "zone": gettext_lazy("Economic-zone authority"),
        "commune": gettext_lazy("Commune"),
    },
    "online_levels": dict(OnlineLevel.choices),
    "subjects": {
        "citizen": gettext_lazy("Citizens"),
        "enterprise": gettext_lazy("Enterprises"),
        "organization": gettext_lazy("Organisations"),
    },
    "units_of_time": {
        "working_days": gettext_lazy("Working days"),
        "half_days": gettext_lazy("Half days"),
        "working_hours": gettext_lazy("Working hours"),
        "calendar_days": gettext_lazy("Calendar days"),
        "months": gettext_lazy("Months"),
    },
    "confidences": {
        "found": gettext_lazy("Found in the text itself"),
        "known": gettext_lazy("From general knowledge"),
        "unsure": gettext_lazy("To be checked"),
    },
    "count_from": {
        "next_working_day": gettext_lazy("On the next working day"),
        "moment": gettext_lazy("At the moment of receipt"),
    },
    "supplements": {
        "suspend": gettext_lazy("Stops the clock while the person answers"),
        "reset": gettext_lazy("Lets the limit begin again"),
    },
    "roundings": {
        "end_of_day": gettext_lazy("At the end of the last day"),
        "quarter_hour": gettext_lazy("At the next quarter of an hour"),
        "none": gettext_lazy("To the minute"),
    },
    "paper_kinds": {
        "original": gettext_lazy("Original"),
        "copy": gettext_lazy("Plain copy"),
        "certified_copy": gettext_lazy("Certified copy"),
        "electronic": gettext_lazy("Electronic paper"),
    },
    "accepts": {
        "pdf": "PDF",
        "image": gettext_lazy("Photo (JPEG, PNG)"),
        "docx": "Word (DOCX)",
        "xlsx": "Excel (XLSX)",
    },
    "fee_kinds": {"fee": gettext_lazy("Fee"), "charge": gettext_lazy("Charge")},
    "field_kinds": {
        "text": gettext_lazy("One line of text"),
        "textarea": gettext_lazy("Several lines of text"),
        "number": gettext_lazy("Whole number"),
        "money": gettext_lazy("Amount of money"),
        "date": gettext_lazy("Day"),
        "year": gettext_lazy("Year"),
        "select": gettext_lazy("Choice from a list that opens"),
        "radio": gettext_lazy("Choice of one, all seen"),
        "checkbox": gettext_lazy("Box to tick"),
        "phone": gettext_lazy("Phone number"),
        "email": gettext_lazy("E-mail address"),
        "id_number": gettext_lazy("Identity number"),
        "tax_code": gettext_lazy("Tax code"),
        "address": gettext_lazy("Address"),
    },
    "prefills": {
        "": gettext_lazy("Nothing"),
        "full_name": gettext_lazy("Full name"),
        "id_number": gettext_lazy("Identity number"),
        "tax_code": gettext_lazy("Tax code"),
        "born_on": gettext_lazy("Date of birth"),
        "address": gettext_lazy("Address"),
        "phone": gettext_lazy("Phone number"),
        "email": gettext_lazy("E-mail address"),
    },
    "step_kinds": {
        "process": pgettext_lazy("kind of step", "Work on the dossier"),
        "draft": pgettext_lazy("kind of step", "Draft of the result"),
        "submit": pgettext_lazy("kind of step", "Submission"),
        "approve": pgettext_lazy("kind of step", "Approval"),
        "sign": pgettext_lazy("kind of step", "Signature"),
        "deliver": pgettext_lazy("kind of step", "Issue of the result"),
        "consult": pgettext_lazy("kind of step", "Opinion"),
    },
    "roles": {
        role.value: role.label
        for role in (Role.ONE_STOP, Role.SPECIALIST, Role.HEAD, Role.LEADER, Role.CLERK)
    },
    "units": dict(UnitKind.choices),
}


def words_of(name: str, value: str) -> str:
    """A value of a closed list in the reader's words; any other value as it stands."""
    return str(_CLOSED.get(name, {}).get(value, value))


def options_of(name: str, content: Mapping[str, Any]) -> list[Option]:
    """What may be chosen; `content` gives the steps that may be gone to."""
    if name in _CLOSED:
        return _options(_CLOSED[name].items())
    if name == "fields":
        return _options((line.code, line.name) for line in fields())
    if name == "life_events":
        return _options((event.code, event.name) for event in life_events())
    if name == "bodies":
        found = (
            (code, Text(f"{said.vi} ({code})", f"{said.en} ({code})" if said.en else ""))
            for code, said in bodies()
        )
        return _options([("", _("No: the body that decides")), *found])
    return _targets(name, content)


def _targets(name: str, content: Mapping[str, Any]) -> list[Option]:
    empty = _("The following step") if name != "targets" else _("No")
    none = [(NO_WAY, _("It cannot be done so"))] if name == "targets_done" else []
    steps = []
    for row in content.get("process", ()):
        code = str(row.get("step") or row.get("consult") or "")
        title = str(Text.of(row["name"])) if row.get("name") else _("Consultation")
        steps.append((code, f"{title} ({code})"))
    return _options([("", empty), *steps, (END, _("The end")), *none])


def _options(pairs: Iterable[tuple[str, Any]]) -> list[Option]:
    return [{"value": value, "label": label} for value, label in pairs]
