"""The ISO sheet of a procedure as the tables need it: the order and the names of its steps."""

from collections.abc import Collection

from motcua.catalog.models import Version
from motcua.catalog.queries import document_of
from motcua.kernel.bilingual import Text


def order_of(procedure: str) -> dict[str, int]:
    """The place of each step in the newest version's sheet; older steps follow. One query."""
    order: dict[str, int] = {}
    for version in Version.objects.filter(procedure__code=procedure).order_by("-number"):
        for step in document_of(version).net.steps:
            order.setdefault(step, len(order))
    return order


def names_of_steps(procedures: Collection[str]) -> dict[tuple[str, str], Text]:
    """By procedure and step; the newest version prevails. One query."""
    names: dict[tuple[str, str], Text] = {}
    versions = Version.objects.filter(procedure__code__in=procedures).select_related("procedure")
    for version in versions.order_by("number"):
        names |= {
            (version.procedure.code, code): step.name for code, step in document_of(version).net.steps.items()
        }
    return names
