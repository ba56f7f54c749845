"""Everything but the dossiers: bodies, officers, calendars, catalogue, people; and all of it as a `World`."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from django.conf import settings

from motcua.catalog.models import Competence, Version
from motcua.catalog.queries import document_of
from motcua.catalog.rules.document import Document
from motcua.clock.queries import calendar
from motcua.clock.rules.calendar import Calendar
from motcua.clock.services import load_calendars
from motcua.demo.rules.filling import variants
from motcua.demo.rules.stories import Place
from motcua.demo.rules.world import CENTRE, Counter, World
from motcua.demo.services import catalogue
from motcua.demo.services.people import open_accounts
from motcua.dossiers.keys import marks
from motcua.dossiers.queries.norms import norms
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Body, Mandate, UnitKind
from motcua.organizations.queries import unit_for
from motcua.organizations.rules import data
from motcua.organizations.rules.posts import seats
from motcua.organizations.services import load_organizations, seat_officers

BASIS = "Phân công của bản mô phỏng"
SIZES = {"ward": (9, 30), "commune": (3, 9), "special_zone": (3, 6)}
STANDARD = "vn-standard"


@dataclass(frozen=True)
class Frame:
    """When the world begins and ends, how big it is, and by which seed; `staged` if it is a past day's."""

    begins: datetime
    ends: datetime
    dossiers: int
    seed: int
    staged: bool


def found(frame: Frame, *, at: datetime) -> World:
    """Load everything that dossiers need, and give it as plain facts."""
    load_organizations(at=frame.begins)
    seat_officers(
        seats(frame.seed),
        password=settings.DEMO_PASSWORD,
        from_on=frame.begins.date() - timedelta(days=365),
        basis=BASIS,
        at=frame.begins,
    )
    load_calendars(at=at)
    if frame.staged:
        catalogue.declare_days_of_2023(at=at)
        catalogue.load_staged(on=frame.ends.date(), at=frame.begins)
    else:
        catalogue.load_shipped(at=frame.begins)
    return _world(frame)


def _world(frame: Frame) -> World:
    plain = World(
        begins=frame.begins,
        ends=frame.ends,
        dossiers=frame.dossiers,
        seed=frame.seed,
        staged=frame.staged,
        calendar_on=lru_cache(maxsize=None)(_calendar_known_on),
        norms=norms(frame.ends.date()),
        marks=marks(),
        places={},
        desks=_desks(),
        communes={},
        written={commune.code: commune.written for commune in data.communes()},
        people={},
        shown=(),
        centre=Counter(f"{CENTRE}-MC", CENTRE),
    )
    sizes = plain.random("communes")
    communes = {commune.code: sizes.randint(*SIZES[commune.kind]) for commune in data.communes()}
    people, shown = open_accounts(
        communes, plain.written, dossiers=frame.dossiers, rng=plain.random("people"), at=frame.begins
    )
    facts = {"communes": communes, "people": people, "shown": shown, "places": _places(plain)}
    return World(**{**vars(plain), **facts})


def _calendar_known_on(on: date) -> Calendar:
    return calendar(STANDARD, as_known_on=on)


def _desks() -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    held = Mandate.objects.order_by("officer__code").values_list("unit__code", "role", "officer__code")
    for unit, role, officer in held:
        found[unit, role] = (*found.get((unit, role), ()), officer)
    return found


def _places(world: World) -> dict[str, tuple[Place, ...]]:
    """Where each procedure is decided; a body without the units that its sheet needs is left out."""
    _unit.cache_clear()
    bodies = {body.pk: body for body in Body.objects.all()}
    deciding: dict[int, list[Body]] = {}
    for procedure, body in Competence.objects.order_by("body__code").values_list("procedure_id", "body_id"):
        deciding.setdefault(procedure, []).append(bodies[body])
    latest = Version.objects.filter(effective_from__lte=world.begins.date(), effective_until=None)
    return {
        version.procedure.code: tuple(_at_bodies(version, deciding.get(version.procedure_id, []), world))
        for version in latest.select_related("procedure").order_by("procedure__code")
    }


def _at_bodies(version: Version, bodies: list[Body], world: World) -> list[Place]:
    document = document_of(version)
    filled = variants(document, world.random(document.code), today=world.begins.date())
    found = []
    for body in bodies:
        try:
            units, counter = _units(document, body), _unit(body.code, UnitKind.ONE_STOP, "")
        except Refusal:
            continue
        found.append(
            Place(
                document,
                version.number,
                version.pk,
                body.code,
                body.pk,
                body.calendar,
                counter,
                units,
                filled,
            )
        )
    return found


def _units(document: Document, body: Body) -> dict[str, str]:
    """As `dossiers.queries.terms.places` finds them, for thousands of places at once."""
    return {
        step.id: _unit(step.body, UnitKind.EXPERT, "")
        if step.body
        else _unit(body.code, step.unit, document.field_code if step.unit == UnitKind.EXPERT else "")
        for step in document.net.steps.values()
    }


@cache
def _unit(body: str, kind: str, field: str) -> str:
    return unit_for(Body.objects.get(code=body), kind, field).code
