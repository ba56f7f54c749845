"""Runs: the scores that were published, what they rest on, and how the rule books stood."""

import json
import zlib
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.catalog.models import Competence, Procedure, Version
from motcua.clock.models import DeclaredDay, WorkingWeek
from motcua.clock.rules.calendar import ZONE
from motcua.criteria.models import Basis, Figures, Offer, Run, microseconds, moment_of
from motcua.criteria.queries.catalogue import procedure_facts
from motcua.criteria.queries.nodes import NATION, Tree
from motcua.criteria.queries.scores import DEFAULT_SET, horizon
from motcua.criteria.queries.sets import content_of
from motcua.criteria.rules.counters import Counters
from motcua.criteria.rules.facts import OfferFact, columns
from motcua.criteria.rules.folding import ProcedureFacts
from motcua.criteria.rules.frozen import Place, digest_of
from motcua.criteria.rules.periods import month_of
from motcua.criteria.rules.reading_counters import FILE, read
from motcua.criteria.rules.sets import CriteriaSet
from motcua.kernel.refusals import Refusal
from motcua.ledger.models import Entry, Head, Leaf
from motcua.ledger.rules.chain import canonical

RUN = "motcua criteria run 1"
BASIS = "motcua criteria basis 1"
KIND = "criteria.run_published"
CLOSING = Path(__file__).resolve().parents[1] / "data" / "publishing.yaml"
BEHIND = timedelta(hours=1)


def runs() -> QuerySet[Run]:
    """Every run, the newest first, with its version."""
    return Run.objects.select_related("set_version").order_by("-number")


def run_of(number: int) -> Run:
    """Refused: a run that was never published."""
    found = runs().filter(number=number).first()
    if found is None:
        raise Refusal(
            _("No run %(number)s was ever published.") % {"number": number},
            code="unknown-run",
        )
    return found


def newest_run(body: str, period: str, code: str) -> int | None:
    """The number of the run published last for a body, a period and a set; None if none was."""
    found = Run.objects.filter(body=body, period=period, set_version__code=code).order_by("-number")
    return found.values_list("number", flat=True).first()


def month_to_publish(at: datetime) -> str | None:
    """The month that ended last, from its closing day on, if all of it is counted and no run of the nation exists."""
    month, counted = month_of(at).previous, horizon()
    early = at.astimezone(ZONE).day < closing_day()
    if early or counted is None or counted < at - BEHIND:
        return None
    return None if newest_run(NATION, month.code, DEFAULT_SET) else month.code


@cache
def closing_day() -> int:
    """The day of the next month from which on a month is published (data/publishing.yaml)."""
    return int(yaml.safe_load(CLOSING.read_text(encoding="utf-8"))["closing_day"]["value"])


def set_of_run(run: Run) -> CriteriaSet:
    return content_of(run.set_version.code, run.set_version.digest)


def figures_of(run: Run) -> dict[str, Any]:
    document: dict[str, Any] = Figures.objects.get(pk=run.facts).document
    return document


def entry_of(run: Run) -> Entry | None:
    """The entry of the ledger that tells of the publication."""
    return Entry.objects.filter(kind=KIND, subject=subject_of(run), data__run=run.number).first()


def subject_of(run: Run) -> str:
    return f"{run.set_version.code}:{run.body}"


def open_data(run: Run) -> dict[str, Any]:
    """Everything that an outsider needs to compute the score and the rank again: bodies and numbers, nobody's data."""
    entry = entry_of(run)
    return {
        "format": RUN,
        "run": run.number,
        "published_at": run.published_at.astimezone(ZONE).isoformat(),
        "set": set_of_run(run).content,
        "set_version": run.set_version.number,
        "set_digest": run.set_version.digest,
        "figures": figures_of(run),
        "figures_digest": run.facts,
        "answer": run.answer,
        "answer_digest": digest_of(run.answer),
        "basis_digest": run.rests_on,
        "catalogue_digest": run.catalogue,
        "calendar_digest": run.calendar,
        "ledger": {
            "transaction": run.transaction,
            "entry": run.entry,
            "tree_size": run.tree_size,
            "root": run.root,
            "digest_of_entry": bytes(entry.digest).hex() if entry else None,
        },
    }


def places(tree: Tree) -> list[Place]:
    """Who is measured, as figures keep it."""
    return [Place(node.code, node.name, node.level, node.parent) for node in tree.nodes.values()]


def covering_head(entry: int) -> Head | None:
    """The first signed head over an entry; None while it is not sealed."""
    index = Leaf.objects.filter(entry_id=entry).values_list("index", flat=True).first()
    if index is None:
        return None
    return Head.objects.filter(tree_size__gt=index).order_by("number").first()


def catalogue_digest() -> str:
    """Of every published version, every listing and every competence, as they stand."""
    return digest_of(
        {
            "versions": _rows(
                Version.objects, "procedure__code", "number", "effective_from", "effective_until", "digest"
            ),
            "listed": _rows(
                Procedure.objects, "code", "online_level", "is_eligible", "subjects", "withdrawn_on"
            ),
            "competences": _rows(Competence.objects, "procedure__code", "body__code"),
        }
    )


def calendar_digest() -> str:
    """Of every working week and every declared day, as they stand."""
    return digest_of(
        {
            "weeks": _rows(WorkingWeek.objects, "code", "week", "full_day"),
            "days": _rows(DeclaredDay.objects, "calendar", "on", "works", "known_from"),
        }
    )


class Kept(NamedTuple):
    """What a run rests on besides the ledger, read again. `counters`: what was counted, as it was defined then."""

    document: dict[str, Any]
    offers: list[OfferFact]
    procedures: dict[tuple[str, int], ProcedureFacts]
    counters: Counters


def basis() -> tuple[str, bytes]:
    """What is counted and does not stand in the ledger, with the definition of the counters: compressed, its digest."""
    facts = [list(map(_plain, row)) for row in Offer.objects.values_list(*columns(OfferFact.kind))]
    told = [[*key, *facts] for key, facts in procedure_facts().items()]
    document = {
        "format": BASIS,
        "counters": FILE.read_text(encoding="utf-8"),
        "offers": sorted(facts, key=str),
        "procedures": sorted(told, key=str),
    }
    return digest_of(document), zlib.compress(canonical(document).encode(), 9)


def kept_basis(digest: str) -> Kept:
    """The document of a basis, and what it holds."""
    document = json.loads(zlib.decompress(bytes(Basis.objects.get(pk=digest).packed)))
    offers = [OfferFact(*(_fact(value) for value in row)) for row in document["offers"]]
    procedures = {(row[0], row[1]): ProcedureFacts(*row[2:]) for row in document["procedures"]}
    return Kept(document, offers, procedures, read(document["counters"]))


def _rows(rows: Any, *columns: str) -> list[Any]:
    return sorted((list(map(_said, row)) for row in rows.values_list(*columns)), key=str)


def _said(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _plain(value: Any) -> Any:
    """Moments as `{"us": …}`: whole microseconds since 1970."""
    return {"us": microseconds(value)} if isinstance(value, datetime) else value


def _fact(value: Any) -> Any:
    return moment_of(value["us"]) if isinstance(value, dict) else value
