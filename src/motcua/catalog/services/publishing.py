"""Publishing: a document becomes the version that holds from its first day on."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.catalog.events import ProcedurePublished
from motcua.catalog.models import Procedure, ProcedureField, Version
from motcua.catalog.rules.document import Document
from motcua.catalog.rules.problems import Unreadable
from motcua.catalog.rules.reading import read, to_plain
from motcua.kernel.refusals import Refusal
from motcua.kernel.vietnamese import fold
from motcua.ledger.rules.chain import canonical
from motcua.ledger.services import append
from motcua.organizations.models import Body


@transaction.atomic
def publish(document: Mapping[str, Any], *, by: str, at: datetime, body: str = "") -> Version:
    """Publish what a procedure says as its new version; the version before it ends the day before.

    The same document published again is the version that it already is. Refused: a document that cannot be
    read
    (every problem is in the refusal's fields), and one that begins before a published version did, because
    dossiers may run under that. `by` is the code of who publishes; `body` that of the body for which he does.
    """
    content = to_plain(document)
    parsed = _read(content)
    procedure = _listed(parsed)
    digest = digest_of(content)
    latest = procedure.versions.order_by("-number").first()
    if same := procedure.versions.filter(digest=digest).first():
        return same
    if latest:
        _close(latest, parsed)
    version = Version.objects.create(
        procedure=procedure,
        number=latest.number + 1 if latest else 1,
        effective_from=parsed.effective_from,
        effective_until=parsed.effective_until,
        document=content,
        digest=digest,
        published_at=at,
        published_by=by,
    )
    _follow(procedure, parsed)
    event = ProcedurePublished(version.number, version.effective_from, version.effective_until, digest)
    append(event, subject=procedure.code, body=body, actor=by, at=at)
    return version


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a document, in hexadecimal figures."""
    return hashlib.sha256(canonical(dict(content)).encode()).hexdigest()


def _read(content: Mapping[str, Any]) -> Document:
    known = {
        "fields": set(ProcedureField.objects.values_list("code", flat=True)),
        "bodies": set(Body.objects.values_list("code", flat=True)),
    }
    try:
        return read(content, known=known)
    except Unreadable as unreadable:
        raise Refusal(
            _("The procedure cannot be published: %(count)s things to mend. %(first)s")
            % {"count": len(unreadable.problems), "first": str(unreadable.problems[0])},
            code="unreadable-procedure",
            fields={problem.where: str(problem) for problem in reversed(unreadable.problems)},
        ) from unreadable


def _listed(parsed: Document) -> Procedure:
    """The procedure, locked: two publications of it follow one another."""
    field = ProcedureField.objects.get(code=parsed.field_code)
    Procedure.objects.get_or_create(code=parsed.code, defaults={"field": field, **said_of(parsed)})
    return Procedure.objects.select_for_update(no_key=True).get(code=parsed.code)


def _follow(procedure: Procedure, parsed: Document) -> None:
    """What the list says of the procedure is what its newest version says."""
    field = ProcedureField.objects.get(code=parsed.field_code)
    Procedure.objects.filter(pk=procedure.pk).update(field=field, **said_of(parsed))


def said_of(parsed: Document) -> dict[str, Any]:
    """What a document says of itself to the list of procedures."""
    return {
        "code_status": parsed.code_status,
        "level": parsed.level,
        "name_vi": parsed.name.vi,
        "name_en": parsed.name.en,
        "subjects": list(parsed.subjects),
        "life_events": list(parsed.life_events),
        "online_level": parsed.online_level,
        "is_eligible": parsed.eligible,
        "search_key": fold(" ".join([parsed.code, parsed.name.vi, parsed.name.en, *parsed.keywords])),
    }


def _close(latest: Version, parsed: Document) -> None:
    if parsed.effective_from <= latest.effective_from:
        raise Refusal(
            _("Version %(number)s holds from %(date)s: the new version must begin on a later day.")
            % {"number": latest.number, "date": f"{latest.effective_from:%d/%m/%Y}"},
            code="version-begins-too-early",
            fields={"effective.from": latest.effective_from.isoformat()},
        )
    if latest.effective_until is None or latest.effective_until >= parsed.effective_from:
        eve = parsed.effective_from - timedelta(days=1)
        Version.objects.filter(pk=latest.pk).update(effective_until=eve)
