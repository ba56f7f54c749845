from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, Model, OuterRef, QuerySet

from motcua.files.models import StoredFile, Upload
from motcua.files.queries import path_of, root
from motcua.files.services.incoming import hold
from motcua.files.services.uploading import drop_upload

UNUSED_FOR = timedelta(hours=24)


def sweep(*, at: datetime) -> dict[str, int]:
    """Forget what nobody needs: expired uploads, files that no room has attached for a day, strays on the
    disk.
    """
    # no entry: nothing that is swept was ever a fact
    expired = list(Upload.objects.filter(expires_at__lte=at))
    for upload in expired:
        drop_upload(upload)
    files = [_forget(stored, at=at) for stored in unused(at)]
    return {"uploads": len(expired), "files": sum(files), "strays": _remove_strays(at)}


def unused(at: datetime) -> QuerySet[StoredFile]:
    """Files older than a day to which no row of any room points."""
    kept = StoredFile.objects.filter(stored_at__lt=at - UNUSED_FOR)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            pointing = cast(type[Model], relation.related_model)._base_manager
            kept = kept.exclude(Exists(pointing.filter(**{relation.field.name: OuterRef("pk")})))
    return kept


@transaction.atomic
def _forget(stored: StoredFile, *, at: datetime) -> bool:
    hold(stored.digest)
    count, _ = unused(at).filter(pk=stored.pk).delete()
    if count:
        path_of(stored).unlink(missing_ok=True)
    return bool(count)


def _remove_strays(at: datetime) -> int:
    """Temporary files of processes that died."""
    count = 0
    for path in (root() / "incoming").glob("*"):
        if _is_old(path, at):
            path.unlink(missing_ok=True)
            count += 1
    return count


def _is_old(path: Path, at: datetime) -> bool:
    return path.is_file() and path.stat().st_mtime < (at - UNUSED_FOR).timestamp()
