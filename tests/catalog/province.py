"""The shipped catalogue in a small province: its departments, its zone authority, three communes."""

from datetime import UTC, datetime

from motcua.catalog.rules.folder import SHIPPED
from motcua.catalog.services.loading import Loaded, load_catalogue
from motcua.organizations.models import BodyKind
from tests.factories.organizations import make_body

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
DEPARTMENTS = (11, 12, 13, 14, 15, 16, 17, 18, 19, 20)
AGENCIES = (41, 42, 43)


def make_province(communes: int = 3) -> None:
    for number in DEPARTMENTS:
        make_body(
            code=f"H49.{number}",
            kind=BodyKind.DEPARTMENT,
            name_vi=f"Sở số {number}",
            name_en=f"Department {number}",
        )
    make_body(
        code="H49.31",
        kind=BodyKind.ZONE,
        name_vi="Ban Quản lý Khu kinh tế",
        name_en="Economic Zone Authority",
    )
    for number in AGENCIES:
        make_body(code=f"H49.{number}", kind=BodyKind.AGENCY, name_vi=f"Cơ quan số {number}")
    for number in range(101, 101 + communes):
        make_body(code=f"H49.{number}", kind=BodyKind.COMMUNE, name_vi=f"UBND phường số {number}")


def load_shipped(communes: int = 3) -> Loaded:
    make_province(communes)
    return load_catalogue(SHIPPED, by="CB-000001", at=AT)
