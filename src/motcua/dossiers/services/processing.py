"""Working a dossier through its sheet: take a step, check papers, draft, finish, sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from motcua.dossiers.models import Channel, Dossier, Ending, PaperCheck, State, Task, Verdict
from motcua.dossiers.queries.norms import norms, refusal_reasons
from motcua.dossiers.queries.papers import spoken as spoken_answer
from motcua.dossiers.rules import endings, steps
from motcua.dossiers.services.acting import Case, StepEnd, open_case, require_still_open, settle
from motcua.dossiers.services.intake import owes
from motcua.dossiers.services.rights import require_chief, require_handler, require_step
from motcua.dossiers.services.saying import need_words, refuse_unless, spoken
from motcua.kernel.refusals import Refusal
from motcua.organizations.models import Officer
from motcua.results.models import Instrument, Standing
from motcua.results.services import draft, redraft, sign


@dataclass(frozen=True)
class Finding:
    """How a step was finished. `reasons` and `text` are needed to refuse; `opinion` in a consultation."""

    outcome: str = "done"
    note: str = ""
    checklist: tuple[str, ...] = ()
    opinion: str = ""
    reasons: tuple[str, ...] = ()
    text: str = ""


@transaction.atomic
def take_step(task: Task, *, by: Officer, at: datetime) -> Task:
    """Take an open step, or take it over from a colleague of the same unit and role."""
    require_step(by, task, at=at)
    case = open_case(task.dossier, at=at)
    at = case.at
    require_still_open(case, task)
    with spoken():
        act = steps.take_step(case.life, step=task.step, officer=by.code, at=at)
    settle(case, act, by=by.code, at=at, officer=by)
    task.refresh_from_db()
    return task


@transaction.atomic
def assign_step(task: Task, *, to: Officer, by: Officer, at: datetime) -> Task:
    """Give an open step to an officer who holds its role in its unit: by the unit's head, or a leader of the body.

    The ledger says that the officer has the step from now on, and that somebody else put it into his hands.
    """
    require_chief(by, task, at=at)
    require_step(to, task, at=at)
    case = open_case(task.dossier, at=at)
    at = case.at
    require_still_open(case, task)
    with spoken():
        act = steps.take_step(case.life, step=task.step, officer=to.code, at=at)
    settle(case, act, by=by.code, at=at, officer=to)
    task.refresh_from_db()
    return task


@transaction.atomic
def finish_step(task: Task, *, finding: Finding, by: Officer, at: datetime) -> Dossier:
    """Finish a step that one has taken. Signing has its own verb; drafting needs a draft; a checklist must be whole."""
    case = open_case(task.dossier, at=at)
    at = case.at
    require_step(by, task, at=at)
    require_still_open(case, task)
    if finding.outcome == "done":
        _require_work_done(case, task, finding)
    return _finish(case, task, finding, by=by, at=at)


@transaction.atomic
def sign_result(task: Task, *, by: Officer, at: datetime, shown: str | None = None) -> Dossier:
    """Sign the drafted result and finish the signing step: both or neither.

    `shown` is `results.queries.fingerprint` of the draft that the signer read; another one is refused.
    """
    case = open_case(task.dossier, at=at)
    at = case.at
    require_step(by, task, at=at)
    require_still_open(case, task)
    refuse_unless(task.kind == "sign", _("This step is not a signature."), "not-a-signature")
    with spoken():  # refuse before a key is touched
        steps.finish_step(case.life, case.terms, step=task.step, outcome="done", officer=by.code, at=at)
    instrument = draft_of(case.dossier)
    if instrument is None:
        raise Refusal(
            _("There is no draft result to sign. Return the dossier to be drafted."), code="no-draft"
        )
    sign(instrument, by=by, at=at, shown=shown)
    return _finish(case, task, Finding(), by=by, at=at)


@transaction.atomic
def draft_result(task: Task, *, data: Mapping[str, Any], by: Officer, at: datetime) -> Instrument:
    """Write or rewrite the draft of the result from the procedure's template, in a drafting step that one holds.

    `data`: answers to the questions of the result, by code; they are printed in their order, under their labels.
    """
    case = open_case(task.dossier, at=at)
    at = case.at
    require_step(by, task, at=at)
    require_still_open(case, task)
    with spoken():
        held = case.life.open_step(task.step)
    refuse_unless(task.kind == "draft", _("Results are drafted in the drafting step."), "not-a-draft-step")
    refuse_unless(held.officer == by.code, _("Take the step before you draft."), "not-taken")
    existing = draft_of(case.dossier)
    kind = case.terms.document.result
    with translation.override("vi"):
        said = [[f.label.vi, spoken_answer(f, data[f.code])] for f in kind.fields if f.code in data]
    content = {"fields": said}
    if existing is not None:
        return redraft(existing, data=content, by=by, at=at)
    return draft(
        reference=case.dossier.code,
        body=case.dossier.body,
        template=kind.template,
        title=kind.name.vi,
        holder=case.dossier.applicant_name,
        data={**_framing(case), **content},
        by=by,
        at=at,
        valid_months=kind.valid_months,
    )


@transaction.atomic
def check_paper(
    dossier: Dossier, *, paper: str, verdict: Verdict, reason: str, by: Officer, at: datetime
) -> PaperCheck:
    """Write down what was found about one paper; what is lacking needs a reason."""
    case = open_case(dossier, at=at)
    at = case.at
    require_handler(by, case.dossier, at=at)
    known = {asked.code for asked in case.terms.document.papers}
    refuse_unless(paper in known, _("This procedure does not ask for that paper."), "unknown-paper")
    if verdict is Verdict.LACKING:
        refuse_unless(bool(reason.strip()), _("Say what is wrong with the paper."), "reason-needed")
    check, _made = PaperCheck.objects.update_or_create(
        dossier=case.dossier,
        paper=paper,
        defaults={"verdict": verdict, "reason": reason.strip()[:500], "checked_by": by, "checked_at": at},
    )
    return check


def draft_of(dossier: Dossier) -> Instrument | None:
    """The draft of the dossier's result, if there is one."""
    return Instrument.objects.filter(reference=dossier.code, standing=Standing.DRAFT).first()


def _framing(case: Case) -> dict[str, Any]:
    """What stands around the specialist's words: symbol, legal bases, whose request it answers."""
    document, dossier = case.terms.document, case.dossier
    return {
        "symbol": document.result.symbol,
        "labels": {asked.code: asked.label.vi for asked in document.result.fields},
        "bases": [f"{basis.title.vi} ({basis.number})" for basis in document.bases],
        "opening": f"Xét đề nghị của {dossier.applicant_name} tại hồ sơ mã số {dossier.code}",
        "recipients": ["Như trên", "Lưu: VT, hồ sơ"],
    }


def _require_work_done(case: Case, task: Task, finding: Finding) -> None:
    step = case.terms.document.net.steps[task.step]
    if task.kind == "sign":
        raise Refusal(_("Finish this step by signing the result."), code="sign-instead")
    if task.kind == "draft" and case.terms.document.result.document and draft_of(case.dossier) is None:
        raise Refusal(_("Draft the result first, then submit it."), code="no-draft")
    ticked = set(finding.checklist)
    if missing := [index for index in range(len(step.checklist)) if str(index) not in ticked]:
        raise Refusal(
            _("The checklist is not complete: %(count)s items are open. Tick what you have checked.")
            % {"count": len(missing)},
            code="checklist-open",
        )


def _finish(case: Case, task: Task, finding: Finding, *, by: Officer, at: datetime) -> Dossier:
    if finding.outcome == steps.REFUSE:
        refuse_unless(
            set(finding.reasons) <= set(refusal_reasons()),
            _("Choose the reasons from the list."),
            "unknown-reason",
        )
    with spoken():
        act = steps.finish_step(
            case.life,
            case.terms,
            step=task.step,
            outcome=finding.outcome,
            officer=by.code,
            at=at,
            opinion=finding.opinion,
            reasons=finding.reasons,
        )
    end = StepEnd(finding.outcome, finding.note, list(finding.checklist), finding.opinion)
    dossier = settle(case, act, by=by.code, at=at, officer=by, end=end)
    if dossier.state == State.REFUSED:
        _store_refusal(dossier, finding, by=by, at=at)
    return _returned_at_once(dossier, by=by, at=at)


def _store_refusal(dossier: Dossier, finding: Finding, *, by: Officer, at: datetime) -> None:
    text = need_words(finding.text, least=norms(at.date()).reason_least_letters)
    Ending.objects.create(
        dossier=dossier, reasons=_as_list(finding.reasons), text=text, ended_by=by.code, ended_at=at
    )


def _returned_at_once(dossier: Dossier, *, by: Officer, at: datetime) -> Dossier:
    """A result asked for online is in the applicant's hands the moment it exists, if nothing is owed."""
    if dossier.state != State.COMPLETED or dossier.result_by != Channel.ONLINE or owes(dossier):
        return dossier
    case = open_case(dossier, at=at)
    at = case.at
    return settle(case, endings.deliver(case.life, channel=Channel.ONLINE, at=at), by=by.code, at=at)


def _as_list(values: Sequence[str]) -> list[str]:
    return list(values)
