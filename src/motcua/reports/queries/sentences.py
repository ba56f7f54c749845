"""What a report says in words, from the same figures as its tables. A person may write something else instead."""

from collections import Counter
from collections.abc import Callable
from fractions import Fraction

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.bottlenecks.queries.diagnosis.diagnosing import diagnose
from motcua.bottlenecks.queries.saying import conclusion_of
from motcua.bottlenecks.rules.diagnosis import Asked
from motcua.criteria.queries.fields import names_of
from motcua.kernel import charts
from motcua.kernel.bilingual import Text
from motcua.reports.queries.definitions import classes
from motcua.reports.queries.lists import followed
from motcua.reports.queries.scenes import Scene

MOST_NAMED = 3
LATENESS = "2.1"
"""The criterion of Decision 766 by which dossiers are in time."""


def sentence(says: str, scene: Scene) -> str:
    """In the language that is active; empty where there is nothing to say. KeyError for an unknown kind."""
    return SAYINGS[says](scene)


def _results(scene: Scene) -> str:
    many = scene.totals
    if not any(many.values()):
        return ""
    kept = many["early"] + many["on_time"]
    said = [
        _(
            "In the period %(new)s dossiers were received, %(online)s of them online (%(share)s); %(carried)s were "
            "carried over."
        )
        % {
            "new": charts.whole(many["online"] + many["direct_or_post"]),
            "online": charts.whole(many["online"]),
            "share": _share(many["online"], many["online"] + many["direct_or_post"]),
            "carried": charts.whole(many["carried_over"]),
        },
        _(
            "%(resolved)s were resolved: %(early)s early, %(on_time)s on time, %(late)s late; "
            "%(share)s early or on time."
        )
        % {
            "resolved": charts.whole(many["resolved"]),
            "early": charts.whole(many["early"]),
            "on_time": charts.whole(many["on_time"]),
            "late": charts.whole(many["late"]),
            "share": _share(kept, many["resolved"]),
        },
        _("%(pending)s are pending, %(late)s of them overdue.")
        % {"pending": charts.whole(many["pending"]), "late": charts.whole(many["pending_late"])},
    ]
    if worst := _worst_fields(scene):
        said.append(_("Most late dossiers are in: %(names)s.") % {"names": worst})
    return " ".join(said)


def _worst_fields(scene: Scene) -> str:
    by: Counter[str] = Counter()
    for leaf, counts in scene.leaves.items():
        by[leaf.field] += counts["late"] + counts["pending_late"]
    return _named({str(scene.name_of("field", code)): number for code, number in by.items()})


def _index(scene: Scene) -> str:
    seen = scene.view
    if seen is None or seen.score.rated is None:
        return ""
    lost = {f"{one.code} {one.group.name}": one.max - one.points for one in seen.score.groups}
    worst = sorted((pair for pair in lost.items() if pair[1] > 0), key=lambda pair: -pair[1])[:MOST_NAMED]
    told = _("%(body)s stands at %(score)s of %(max)s points in the index.") % {
        "body": scene.node.name,
        "score": charts.places(2)(seen.score.rated),
        "max": charts.plain(seen.score.max, 0),
    }
    if not worst:
        return told
    names = ", ".join(f"{name} ({charts.plain(points, 2)})" for name, points in worst)
    return f"{told} " + _("Most points are lost in: %(groups)s.") % {"groups": names}


def _late(scene: Scene) -> str:
    if not scene.late:
        return _("No dossier was late in the period.")
    causes = Counter(one.cause.code for one in scene.late)
    bodies = Counter(one.leaf.body for one in scene.late)
    declared = sum(one.cause.is_declared for one in scene.late)
    said = [
        ngettext(
            "%(num)s dossier was late; causes: %(causes)s.",
            "%(num)s dossiers were late; causes: %(causes)s.",
            len(scene.late),
        )
        % {
            "num": charts.whole(len(scene.late)),
            "causes": _named({str(classes().names[code]): many for code, many in causes.items()}),
        },
        _("Of %(declared)s the body itself said the cause; for the others the system suggests it.")
        % {"declared": charts.whole(declared)},
    ]
    if len(bodies) > 1:
        named = {str(scene.tree[code].name): many for code, many in bodies.items()}
        said.append(_("Bodies with most of them: %(names)s.") % {"names": _named(named)})
    return " ".join(said)


def _directives(scene: Scene) -> str:
    found, on = list(followed(scene.bodies)), localdate(scene.at)
    if not found:
        return _("No directive is being followed.")
    overdue = sum(one.due_on < on for one in found)
    return _("%(open)s directives are being followed, %(overdue)s of them overdue.") % {
        "open": charts.whole(len(found)),
        "overdue": charts.whole(overdue),
    }


def _bottlenecks(scene: Scene) -> str:
    """The body and procedure with most late dossiers, their commonest cause, and what the diagnosis concludes of it."""
    places = Counter((one.leaf.body, one.procedure) for one in scene.late)
    if not places:
        return ""
    (body, procedure), many = max(places.items(), key=lambda pair: (pair[1], pair[0]))
    there = [one for one in scene.late if (one.leaf.body, one.procedure) == (body, procedure)]
    cause, of = Counter(one.cause.code for one in there).most_common(1)[0]
    told = _(
        "Most late dossiers of one procedure at one body: %(procedure)s at %(body)s, %(many)s dossiers; the commonest "
        "cause: %(cause)s (%(of)s)."
    ) % {
        "procedure": _procedure(procedure),
        "body": scene.tree[body].name,
        "many": charts.whole(many),
        "cause": str(classes().names[cause]).lower(),
        "of": charts.whole(of),
    }
    return " ".join((told, *_concluded(scene, body, procedure)))


def _concluded(scene: Scene, body: str, procedure: str) -> tuple[str, ...]:
    """Where the time goes there, by the diagnosis of the calendar period; nothing where it cannot conclude."""
    if scene.view is None:
        return ()
    found = diagnose(Asked(scene.view.by.code, LATENESS, body, procedure, scene.period.code))
    return conclusion_of(found) if found.enough and found.late else ()


def _nothing(_scene: Scene) -> str:
    return ""


def _named(many: dict[str, int]) -> str:
    most = sorted(
        ((name, number) for name, number in many.items() if number), key=lambda one: (-one[1], one[0])
    )
    return ", ".join(f"{name} ({charts.whole(number)})" for name, number in most[:MOST_NAMED])


def _share(part: int, whole: int) -> str:
    return charts.share(Fraction(part, whole)) if whole else "–"


def _procedure(code: str) -> str:
    return str(names_of([code]).get(code, Text(code)))


SAYINGS: dict[str, Callable[[Scene], str]] = {
    "results": _results,
    "index": _index,
    "late": _late,
    "directives": _directives,
    "bottlenecks": _bottlenecks,
    "nothing": _nothing,
}
