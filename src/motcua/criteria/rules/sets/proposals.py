"""What a proposed version must fulfil besides being a set: a first day to come, which is the first of a month."""

import re
from datetime import date

from motcua.catalog.rules.problems import Problem, Unreadable, gettext_noop
from motcua.catalog.rules.source import parse
from motcua.criteria.rules.sets.changes import not_future
from motcua.criteria.rules.sets.model import CriteriaSet
from motcua.criteria.rules.sets.reading import read

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_FIRST = gettext_noop(
    "A version begins on the first day of a month, so that no period is counted by two of them."
)
_BAD_CODE = gettext_noop(
    "A set's code has 2 to 40 small letters, digits and hyphens, such as qd766-2022; not “%(code)s”."
)


def proposed(text: str, today: date) -> CriteriaSet:
    """The set that a text proposes. Raises Unreadable with every fault and its line."""
    found = read(text)
    lines = parse(text)
    problems = []
    if not _CODE.fullmatch(found.code):
        problems.append(Problem(_BAD_CODE, {"code": found.code[:60]}, "code", lines.line_of("code")))
    line = lines.line_of("effective.from")
    if found.effective_from.day != 1:
        problems.append(Problem(_FIRST, {}, "effective.from", line))
    if past := not_future(found.effective_from, today):
        problems.append(Problem(past.message, past.params, past.where, line))
    if problems:
        raise Unreadable(problems)
    return found


def says_the_same(one: CriteriaSet, other: CriteriaSet) -> bool:
    """Whether two versions differ in nothing but the days on which they hold."""
    mine, others = dict(one.content), dict(other.content)
    mine.pop("effective", None)
    others.pop("effective", None)
    return mine == others
