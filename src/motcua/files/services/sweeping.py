from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from motcua.files.models import StoredFile, Upload
from motcua.files.queries import path_of, path_of_upload, root
from motcua.files.services.incoming import hold

UNUSED_FOR = timedelta(hours=24)


def sweep(*, at: datetime) -> dict[str, int]:
    """Forget what nobody needs: expired uploads, files that no room has attached for a day, strays on the
    disk.
    """
    # no entry: nothing that is swept was ever a fact
    uploads = [_forget_upload(upload) for upload in Upload.objects.filter(expires_at__lte=at)]
    files = [_forget(stored, at=at) for stored in unused(at)]
    return {"uploads": len(uploads), "files": sum(files), "strays": _remove_strays(at)}


def unused(at: datetime) -> QuerySet[StoredFile]:
    """Files older than a day to which no row of any room points."""
    kept = StoredFile.objects.filter(stored_at__lt=at - UNUSED_FOR)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            pointing = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            kept = kept.exclude(Exists(pointing))
    return kept


@transaction.atomic
def _forget(stored: StoredFile, *, at: datetime) -> bool:
    hold(stored.digest)
    count, _ = unused(at).filter(pk=stored.pk).delete()
    if count:
        path_of(stored).unlink(missing_ok=True)
    return bool(count)


def _forget_upload(upload: Upload) -> None:
    upload.delete()
    path_of_upload(upload).unlink(missing_ok=True)


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
