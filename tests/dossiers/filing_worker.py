"""One counter clerk of the crash test, in a process of his own: files until he is told to stop, whatever breaks.

python -m tests.dossiers.filing_worker prepare                     makes the office
python -m tests.dossiers.filing_worker file NUMBER FOLDER          files; notes every acknowledged code
"""

import os
import sys
import time
from pathlib import Path

import django

django.setup()

from django.db import DatabaseError, InterfaceError, connection  # noqa: E402 -- after the setup

from motcua.catalog.models import Version  # noqa: E402
from motcua.clock.queries import now  # noqa: E402
from motcua.dossiers import services  # noqa: E402
from motcua.dossiers.models import Channel, Dossier  # noqa: E402
from motcua.files.models import StoredFile  # noqa: E402
from motcua.files.services import keep  # noqa: E402
from motcua.identity.models import Account  # noqa: E402
from motcua.organizations.models import Body  # noqa: E402
from tests.factories.dossiers import make_office  # noqa: E402


def prepare():
    office = make_office()
    keep(b"%PDF-1.7 a request", media_type="application/pdf", at=now())
    sys.stdout.write(office.body.code)


def file(number, folder):
    with (folder / f"acknowledged-{number}").open("a") as acknowledged:
        attempt = 0
        while not (folder / "stop").exists():
            key = f"clerk {number} intent {attempt}"
            code = until_answered(lambda key=key: file_one(key))
            acknowledged.write(f"{key}\t{code}\n")
            acknowledged.flush()
            os.fsync(acknowledged.fileno())
            attempt += 1


def until_answered(act):
    """Asks again with the same key until there is an answer: the one before may have been done or not."""
    while True:
        try:
            return act()
        except (DatabaseError, InterfaceError):
            connection.close()
            time.sleep(0.05)


drafts = {}


def file_one(key):
    at, citizen = now(), Account.objects.get(kind="citizen")
    if key not in drafts:
        drafts[key] = whole_draft(citizen, at)
    return services.file(drafts[key], key=key, by=citizen, at=at).code


def whole_draft(citizen, at):
    version = Version.objects.select_related("procedure").get()
    body = Body.objects.get(pk=version.procedure.competences.get().body_id)
    draft = services.start_draft(version, body=body, account=citizen, at=at)
    services.save_applicant(draft, applicant={"phone": "0912345678"}, revision=draft.revision, at=at)
    answers = {"dia_diem": "Tổ 1", "loai": "nha-o", "dien_tich": "120"}
    services.save_section(draft, section="cong-trinh", answers=answers, revision=draft.revision, at=at)
    for paper in ("don", "ban-ve"):
        services.attach(draft, paper=paper, file=StoredFile.objects.get(), name=f"{paper}.pdf", at=at)
    services.choose_delivery(draft, result_by=Channel.ONLINE, revision=draft.revision, at=at)
    return draft


def tell():
    """Every dossier's code, one a line."""
    sys.stdout.write("\n".join(Dossier.objects.order_by("pk").values_list("code", flat=True)))


if __name__ == "__main__":
    verb, *rest = sys.argv[1:]
    if verb == "file":
        file(int(rest[0]), Path(rest[1]))
    else:
        {"prepare": prepare, "tell": tell}[verb]()
