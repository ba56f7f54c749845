"""Fair figures in words."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.bottlenecks.models import Contest, ContestState, FairFigure
from motcua.bottlenecks.queries.fairness.reading import Shown
from motcua.bottlenecks.queries.saying import hours
from motcua.bottlenecks.rules.fairness.hands import Off
from motcua.kernel import charts

TIMES = charts.places(2)


class Words(NamedTuple):
    """One figure, ready for a table."""

    share: str
    expected: str
    adjusted: str
    interval: str
    pace: str
    pace_interval: str


def figure_in_words(figure: FairFigure) -> Words | None:
    """None where there is no figure to tell."""
    if figure.adjusted is None:
        return None
    return words_of({name: getattr(figure, name) for name in _NAMES})


def words_of(told: dict[str, Any]) -> Words:
    """The same of numbers that were kept elsewhere (a contest's)."""
    share = charts.share
    return Words(
        share(told["over"] / told["steps"]),
        share(told["expected"]),
        share(told["adjusted"]),
        f"{share(told['low'])} – {share(told['high'])}",
        TIMES(told["pace"]),
        f"{TIMES(told['pace_low'])} – {TIMES(told['pace_high'])}",
    )


def off_in_words(off: dict[str, int]) -> list[str]:
    """What was not held against somebody, each with its working hours."""
    words = {
        Off.CITIZEN: _("waiting for the applicant's supplements"),
        Off.OTHER_AGENCY: _("waiting for other agencies"),
        Off.NO_MANDATE: _("without a mandate: absent or not yet there"),
        Off.BEFORE_TAKEN: _("before it was taken, when colleagues could have taken it too"),
    }
    return [
        _("%(hours)s working hours: %(why)s") % {"hours": hours(off[why]), "why": words[why]}
        for why in Off
        if off.get(why)
    ]


def too_few(shown: Shown, least: int) -> str:
    """Why there is no figure."""
    if shown.is_dropped:
        return _("Not used: corrected after the officer contested it.")
    steps = shown.figure.steps
    if steps < least:
        return ngettext(
            "Too few: %(num)s step. No figure is given below %(least)s.",
            "Too few: %(num)s steps. No figure is given below %(least)s.",
            steps,
        ) % {"num": steps, "least": least}
    return _("No figure: too few others do such work to compare with.")


def contest_in_words(contest: Contest) -> list[str]:
    """What was said and answered, for beside the figure."""
    said = [_("Contested by the officer: “%(reason)s”") % {"reason": contest.reason}]
    if contest.state == ContestState.OPEN:
        return [*said, _("An answer is due by %(day)s.") % {"day": f"{contest.due_on:%d/%m/%Y}"}]
    if contest.state == ContestState.UPHELD:
        return [*said, _("Answer: the figure stands. “%(answer)s”") % {"answer": contest.answer}]
    if not contest.steps:
        return [
            *said,
            _("Answer: corrected, the figure is not used. “%(answer)s”") % {"answer": contest.answer},
        ]
    count = len(contest.steps)
    taken = ngettext(
        "Answer: corrected, %(num)s step is taken out of the count. “%(answer)s”",
        "Answer: corrected, %(num)s steps are taken out of the count. “%(answer)s”",
        count,
    )
    return [*said, taken % {"num": count, "answer": contest.answer}]


_NAMES = (*(name for name in Words._fields if name in {"expected", "adjusted", "pace"}), "steps", "over", "low", "high",
          "pace_low", "pace_high")  # fmt: skip
