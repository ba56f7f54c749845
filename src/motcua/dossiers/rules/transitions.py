"""Which act leads from which state to which: found by trying every act in every reachable life, not written down."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from motcua.dossiers.rules import endings, intake, steps, waiting
from motcua.dossiers.rules.breaches import Breach
from motcua.dossiers.rules.life import Life, Terms
from motcua.dossiers.rules.norms import Norms

Try = Callable[[], Life]
Transition = tuple[str, str, str]
MINUTE = timedelta(minutes=1)


def transitions(start: Life, terms: Terms, norms: Norms) -> list[Transition]:
    """Every (state, act, next state) that the rules allow for a dossier under these terms, in order."""
    found: set[Transition] = set()
    seen, todo = {_mark(start)}, [start]
    while todo:
        life = todo.pop()
        for act, attempt in _attempts(life, terms, norms):
            try:
                after = attempt()
            except Breach:
                continue
            found.add((life.state, act, after.state))
            if _mark(after) not in seen:
                seen.add(_mark(after))
                todo.append(after)
    return sorted(found)


def _attempts(life: Life, terms: Terms, norms: Norms) -> Iterator[tuple[str, Try]]:
    at = life.moved_at + MINUTE
    later = at + timedelta(days=400)
    yield "receive", lambda: intake.receive(life, terms, version=1, at=at).life
    yield "refuse_intake", lambda: intake.refuse_intake(life, reasons=("r",), at=at).life
    yield "hand_over", lambda: intake.hand_over(life, terms, at=at).life
    yield (
        "request_supplement",
        lambda: waiting.request_supplement(life, terms, items=("i",), respond_by=later, at=at).life,
    )
    yield "answer_supplement", lambda: waiting.answer_supplement(life, terms, items=("i",), at=at).life
    yield "extend", lambda: waiting.extend(life, terms, norms, to=later, reason="r", at=at).life
    yield "withdraw", lambda: endings.withdraw(life, at=at).life
    yield "stop", lambda: endings.stop(life, reason="r", at=at).life
    yield "deliver", lambda: endings.deliver(life, channel="online", at=at).life
    for held in life.steps:
        for outcome in terms.document.net.steps[held.step].outcomes:
            yield "finish_step", _finishing(life, terms, held.step, outcome)


def _finishing(life: Life, terms: Terms, step: str, outcome: str) -> Try:
    at = life.moved_at + MINUTE

    def finish() -> Life:
        taken = steps.take_step(life, step=step, officer="o", at=at).life
        return steps.finish_step(
            taken, terms, step=step, outcome=outcome, officer="o", opinion="agree", reasons=("r",), at=at
        ).life

    return finish


def _mark(life: Life) -> tuple[object, ...]:
    """What decides which acts are open: not the moments, nor how often a step came round."""
    return life.state, life.marking, life.supplements, life.extensions, life.received_at is None
