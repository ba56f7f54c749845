"""The next version of a procedure, from its first draft to its publication by a second person."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.catalog.events import ProcedureEdited
from motcua.catalog.models import EditDraft, Procedure, Version
from motcua.catalog.queries.drafts import names_of, newest_version
from motcua.catalog.rules.editing.starting import beginning
from motcua.catalog.rules.reading import to_plain
from motcua.catalog.services.publishing import digest_of, publish
from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.organizations.models import Officer


@transaction.atomic
def open_draft(
    code: str, *, by: Officer, at: datetime, content: Mapping[str, Any] | None = None
) -> tuple[EditDraft, bool]:
    """The draft of a procedure, and whether it was begun just now: of `content`, else of its newest version.

    A procedure that has no version begins with what the list says of it and the usual process. Raises
    `Procedure.DoesNotExist` if there is no such procedure and nothing to begin with.
    """
    facts = {"opened_at": at, "opened_by": by.code, "edited_at": at, "edited_by": by.code}
    made = {"content": to_plain(content or _begun(code, localdate(at))), **facts}
    draft, is_new = EditDraft.objects.get_or_create(code=code, defaults=made)
    if is_new:
        _told(draft, by=by, at=at)
    return draft, is_new


@transaction.atomic
def save_draft(
    draft: EditDraft, *, content: Mapping[str, Any], revision: int, by: Officer, at: datetime
) -> EditDraft:
    """Keep what was edited, right or not yet right. Refused if somebody else saved after `revision` was read."""
    plain = to_plain(content)
    if plain.get("code") != draft.code:
        raise Refusal(
            _("This draft is of the procedure %(code)s: keep its code.") % {"code": draft.code},
            code="other-procedure",
            fields={"code": draft.code},
        )
    saved = EditDraft.objects.filter(pk=draft.pk, revision=revision).update(
        content=plain, revision=F("revision") + 1, edited_at=at, edited_by=by.code
    )
    if not saved:
        raise _stale(draft)
    draft.refresh_from_db()
    _told(draft, by=by, at=at)
    return draft


@transaction.atomic
def drop_draft(draft: EditDraft, *, revision: int, by: Officer, at: datetime) -> None:
    """Throw the draft away; what is published stays as it is. Refused if it was saved after `revision` was read."""
    # no entry: nothing that was dropped ever bound anybody, and its savings are in the ledger
    if not EditDraft.objects.filter(pk=draft.pk, revision=revision).delete()[0]:
        raise _stale(draft)


@transaction.atomic
def publish_draft(draft: EditDraft, *, revision: int, by: Officer, at: datetime) -> Version:
    """Publish the draft as the next version; the draft is gone then.

    Two persons: whoever saved it last may not publish it. Its first day is today or later: nobody's rights change
    for the past. Refused besides as `publish` does, if it was saved after `revision` was read, and if it says what
    the newest version says.
    """
    held = EditDraft.objects.select_for_update().filter(pk=draft.pk, revision=revision).first()
    if held is None:
        raise _stale(draft)
    if held.edited_by == by.code:
        raise Refusal(
            _(
                "You saved this draft last, so somebody else must publish it. Ask another catalogue editor to read it."
            ),
            code="same-person",
        )
    newest = newest_version(held.code)
    if newest and newest.digest == digest_of(held.content):
        raise Refusal(
            _("The draft says what version %(number)s says: there is nothing to publish.")
            % {"number": newest.number},
            code="nothing-changed",
        )
    _not_in_the_past(held, at)
    version = publish(held.content, by=by.code, at=at, body=by.body.code)
    held.delete()
    return version


def _not_in_the_past(draft: EditDraft, at: datetime) -> None:
    today = localdate(at)
    try:
        begins = date.fromisoformat(draft.content["effective"]["from"])
    except (KeyError, TypeError, ValueError):
        return  # `publish` names everything that is wrong with the document
    if begins < today:
        raise Refusal(
            _("The first day, %(day)s, is past: set it to %(today)s or later.")
            % {"day": f"{begins:%d/%m/%Y}", "today": f"{today:%d/%m/%Y}"},
            code="begins-in-the-past",
            fields={"effective.from": begins.isoformat()},
        )


def _begun(code: str, on: date) -> Mapping[str, Any]:
    newest = newest_version(code)
    if newest:
        return dict(newest.document)
    procedure = Procedure.objects.select_related("field").get(code=code)
    return beginning(
        {
            "code": procedure.code,
            "code_status": procedure.code_status,
            "name": {"vi": procedure.name_vi, **({"en": procedure.name_en} if procedure.name_en else {})},
            "field": procedure.field.code,
            "level": procedure.level,
            "subjects": procedure.subjects,
            "life_events": procedure.life_events,
            "online": {"eligible": procedure.is_eligible, "level": procedure.online_level},
        },
        on=on,
    )


def _told(draft: EditDraft, *, by: Officer, at: datetime) -> None:
    event = ProcedureEdited(draft.revision, digest_of(draft.content))
    append(event, subject=draft.code, body=by.body.code, actor=by.code, at=at)


def _stale(draft: EditDraft) -> Refusal:
    now = EditDraft.objects.filter(pk=draft.pk).values_list("edited_by", flat=True).first()
    if now is None:
        return Refusal(
            _("This draft was published or thrown away in the meantime. Begin a new one."), code="draft-gone"
        )
    return Refusal(
        _("%(name)s saved this draft in the meantime. Open the page again and enter your change once more.")
        % {"name": names_of([now]).get(now, now)},
        code="draft-stale",
    )
