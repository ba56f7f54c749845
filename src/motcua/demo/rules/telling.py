"""From acts to entries and rows, by the dossiers' own rules: what the services would write, without a database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from motcua.clock.rules.calendar import ZONE
from motcua.demo.rules.books import Books
from motcua.demo.rules.stories import ONLINE, Act, Attached, Story, Turn
from motcua.dossiers.events import DossierFiled
from motcua.dossiers.rules import endings, intake, life, steps, waiting
from motcua.dossiers.rules.marks import Marks
from motcua.dossiers.rules.norms import Norms
from motcua.feedback.events import DossierRated
from motcua.ledger.events import Event
from motcua.payments.events import InvoiceCharged, InvoiceSettled, PaymentFailed, PaymentStarted
from motcua.results.events import ResultDrafted, ResultIssued

Events = tuple[Event, ...]
Issue = Callable[[Story, Act], ResultIssued | None]
GATEWAYS = ("national", "gateway", "bank_qr")


@dataclass(frozen=True)
class Means:
    """What telling needs besides the story: number books, the room's norms, marks, and who signs results."""

    books: Books
    norms: Norms
    marks: Marks
    issue: Issue


def perform(story: Story, act: Act, means: Means) -> Events:
    """Do one act to a story; gives what is to be written down of it, in order, all by the act's actor."""
    return _VERBS[act.verb](story, act, means)


def _file(story: Story, act: Act, means: Means) -> Events:
    story.code = means.books.next_code(story.receiving_body, act.at.date())
    story.life = intake.filed(at=act.at)
    document = story.place.document
    filed = DossierFiled(
        procedure=document.code,
        version=story.place.version,
        channel=story.channel,
        receiving_unit=story.receiving_unit,
        applicant_kind=story.applicant.kind,
        online_level=document.online_level,
        fee_total=story.fee,
        papers=len(story.variant.papers),
        digitised=len({one.paper for one in story.attached if one.scanned}),
        reused=len({one.paper for one in story.attached if one.reused}),
        identity_verified=bool(story.applicant.account),
        applicant_mark=means.marks.applicant(story.applicant.id_number),
        phone_mark=means.marks.phone(story.applicant.phone),
        device_mark=means.marks.device(story.device, on=act.at.astimezone(ZONE).date()),
        scans=tuple(_scans(story)),
    )
    if not story.fee:
        return (filed,)
    lines = tuple(line.code for line in story.variant.fees)
    return (filed, InvoiceCharged(total=story.fee, lines=lines))


def _scans(story: Story) -> Iterator[str]:
    """Everybody's papers are different, though a few files stand for all of them."""
    for place, one in enumerate(story.attached):
        if one.scanned and not one.reused:
            yield sha256(f"{story.number}/{place}".encode()).hexdigest()[:16]


def _receive(story: Story, act: Act, means: Means) -> Events:
    story.received_by = act.by
    done = intake.receive(story.now, story.terms, version=story.place.version, at=act.at)
    return _settled(story, done, act)


def _refuse_intake(story: Story, act: Act, means: Means) -> Events:
    story.ending = act
    return _settled(story, intake.refuse_intake(story.now, reasons=act.reasons, at=act.at), act)


def _hand_over(story: Story, act: Act, means: Means) -> Events:
    return _settled(story, intake.hand_over(story.now, story.terms, at=act.at), act)


def _take(story: Story, act: Act, means: Means) -> Events:
    return _settled(story, steps.take_step(story.now, step=act.step, officer=act.by, at=act.at), act)


def _finish(story: Story, act: Act, means: Means) -> Events:
    done = steps.finish_step(
        story.now,
        story.terms,
        step=act.step,
        outcome=act.outcome,
        officer=act.by,
        at=act.at,
        opinion=act.opinion,
        reasons=act.reasons,
    )
    if done.life.state == life.REFUSED:
        story.ending = act
    events = _settled(story, done, act)
    if done.life.state == life.COMPLETED and story.result_by == ONLINE and not story.owes:
        events += _settled(story, endings.deliver(story.now, channel=ONLINE, at=act.at), act)
    return events


def _draft(story: Story, act: Act, means: Means) -> Events:
    story.drafted = act
    return (ResultDrafted(template=story.place.document.result.template),)


def _sign(story: Story, act: Act, means: Means) -> Events:
    issued = means.issue(story, act)
    story.issued = True
    return (*((issued,) if issued else ()), *_finish(story, act, means))


def _collect(story: Story, act: Act, means: Means) -> Events:
    return (_settlement(story, act, means),)


def _pay_online(story: Story, act: Act, means: Means) -> Events:
    """Through a gateway; `outcome` `again` if it failed at first."""
    started = PaymentStarted(amount=story.fee, channel=act.channel)
    failed = (PaymentFailed(amount=story.fee, reason="timeout"), started) if act.outcome == "again" else ()
    return (started, *failed, _settlement(story, replace(act, channel=ONLINE), means))


def _settlement(story: Story, act: Act, means: Means) -> InvoiceSettled:
    year = act.at.astimezone(ZONE).year
    story.paid, story.receipt = act, means.books.next_receipt(story.place.body, year)
    receipt = f"{story.place.body}/{year}/{story.receipt:06}"
    return InvoiceSettled(amount=story.fee, method=act.channel, receipt=receipt)


def _request_supplement(story: Story, act: Act, means: Means) -> Events:
    story.supplement = act
    if act.until is None:
        raise ValueError("a supplement is asked for by a day")
    done = waiting.request_supplement(
        story.now, story.terms, items=act.items, respond_by=act.until, at=act.at
    )
    return _settled(story, done, act)


def _answer_supplement(story: Story, act: Act, means: Means) -> Events:
    story.answered = act
    story.attached += [Attached(paper, True, False, 1, act.at) for paper in act.items]  # noqa: FBT003
    done = waiting.answer_supplement(story.now, story.terms, items=tuple(sorted(act.items)), at=act.at)
    return _settled(story, done, act)


def _extend(story: Story, act: Act, means: Means) -> Events:
    if act.until is None:
        raise ValueError("an extension is to a day")
    story.extension, story.old_due_at = act, story.now.due_at
    done = waiting.extend(story.now, story.terms, means.norms, to=act.until, reason=act.reasons[0], at=act.at)
    return _settled(story, done, act)


def _withdraw(story: Story, act: Act, means: Means) -> Events:
    story.ending = act
    return _settled(story, endings.withdraw(story.now, at=act.at), act)


def _stop(story: Story, act: Act, means: Means) -> Events:
    story.ending = act
    return _settled(story, endings.stop(story.now, reason=act.reasons[0], at=act.at), act)


def _deliver(story: Story, act: Act, means: Means) -> Events:
    return _settled(story, endings.deliver(story.now, channel=act.channel, at=act.at), act)


def _rate(story: Story, act: Act, means: Means) -> Events:
    return (DossierRated(stars=int(act.outcome), asked_by=act.channel),)


def _settled(story: Story, done: life.Act, act: Act) -> Events:
    """Keep the turns as `services.acting` keeps the tasks."""
    after = {(step.step, step.round): step for step in done.life.steps}
    for step in story.now.steps:
        turn, still = story.turns[step.step, step.round], after.pop((step.step, step.round), None)
        if still is None:
            _closed(turn, act)
        elif still is not step:
            turn.due_at = still.due_at
            if still.officer != step.officer:
                turn.officer, turn.taken_at = act.by, act.at
    net = story.terms.document.net
    for key, fresh in after.items():
        told = net.steps[fresh.step]
        story.turns[key] = Turn(*key, told.kind, told.role, fresh.unit, fresh.opened_at, fresh.due_at)
    story.life = done.life
    story.revision += 1
    return done.events


def _closed(turn: Turn, act: Act) -> None:
    turn.finished_at = act.at
    if act.verb in ("finish", "sign"):
        turn.finished_by, turn.outcome, turn.opinion = act.by, act.outcome, act.opinion
        turn.checklist = act.items
    else:
        turn.outcome = "cancelled"
        turn.finished_by = act.by if act.verb == "stop" else ""


_VERBS: dict[str, Callable[[Story, Act, Means], Events]] = {
    "file": _file,
    "receive": _receive,
    "refuse_intake": _refuse_intake,
    "hand_over": _hand_over,
    "take": _take,
    "finish": _finish,
    "draft": _draft,
    "sign": _sign,
    "collect": _collect,
    "pay_online": _pay_online,
    "request_supplement": _request_supplement,
    "answer_supplement": _answer_supplement,
    "extend": _extend,
    "withdraw": _withdraw,
    "stop": _stop,
    "deliver": _deliver,
    "rate": _rate,
}
