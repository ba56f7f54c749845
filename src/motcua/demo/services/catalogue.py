"""The catalogue of the demo; in a staged world with versions that hold on its days."""

import copy
from datetime import date, datetime, timedelta
from typing import Any

import yaml

from motcua.catalog.rules.folder import SHIPPED, Catalogue, read_folder
from motcua.catalog.services import assign, import_listed, load_catalogue, load_fields, publish
from motcua.clock.rules.calendar import Declared, Works
from motcua.clock.services import declare_day
from motcua.demo.rules.settings import DATA
from motcua.organizations.models import Body
from motcua.organizations.services.bodies import SYSTEM

STAGED = (
    "Bản mô phỏng: hiệu lực lùi về trước ngày dựng cảnh {on:%d/%m/%Y}, không phải văn bản thật của ngày ấy"
)


def load_shipped(*, at: datetime) -> int:
    return load_catalogue(SHIPPED, by=SYSTEM, at=at).published


def load_staged(*, on: date, at: datetime) -> int:
    """The shipped procedures as if they had held since two years before the day; each says so in its `decision`."""
    catalogue = read_folder(SHIPPED, bodies=set(Body.objects.values_list("code", flat=True)))
    load_fields(catalogue.fields)
    import_listed(catalogue.listed, by=SYSTEM, at=at)
    for document in _as_of(catalogue, on):
        publish(document, by=SYSTEM, at=at)
    assign(catalogue.competence)
    return len(catalogue.written)


def declare_days_of_2023(*, at: datetime) -> None:
    for row in yaml.safe_load((DATA / "days-off-2023.yaml").read_text(encoding="utf-8")):
        day = Declared(
            row["day"], Works.NONE, row["vi"], row["en"], row["decree"], row["known_from"], row["confidence"]
        )
        declare_day(day, by=SYSTEM, at=at)


def _as_of(catalogue: Catalogue, on: date) -> list[dict[str, Any]]:
    documents = []
    for written in catalogue.written:
        document = copy.deepcopy(dict(written.content))
        document["effective"] = {"from": (on - timedelta(days=730)).isoformat(), "until": None}
        document["decision"] = STAGED.format(on=on)
        documents.append(document)
    return documents
