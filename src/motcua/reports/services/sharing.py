"""A link that opens one frozen version to everybody who has it, until a day. It names the version and nothing else."""

from datetime import date, datetime, timedelta

from django.core import signing
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.kernel.refusals import Refusal
from motcua.ledger.services import append
from motcua.reports.events import ReportShared
from motcua.reports.models import ReportRun, State
from motcua.reports.queries.sharing import SALT

MOST_DAYS = 90


@transaction.atomic
def share(run: ReportRun, *, days: int, by: str, at: datetime) -> tuple[str, date]:
    """The token and the last day on which it opens. Refused: what is not frozen, and more than 90 days."""
    if run.state != State.READY:
        raise Refusal(_("Only a report that is ready can be shared."), code="not-ready")
    if not 1 <= days <= MOST_DAYS:
        raise Refusal(
            _("Write for how many days the link opens, from 1 to %(most)s.") % {"most": MOST_DAYS},
            code="share-days",
            fields={"days": "out-of-bounds"},
        )
    until = localdate(at) + timedelta(days=days)
    token = signing.dumps([run.pk, until.isoformat()], salt=SALT)
    told = ReportShared(report=run.pk, until_on=until)
    append(told, subject=f"report:{run.definition}:{run.body}", body=run.body, actor=by, at=at)
    return token, until
