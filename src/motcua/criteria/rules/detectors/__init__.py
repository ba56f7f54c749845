"""Who makes the index look better than the service is: questions to units, with the dossiers that raise them.

    from motcua.criteria.rules.detectors import assisted, findings

    found = findings(dossiers, calendar, period=period("2026-10"), horizon=now, steps=steps, sealed=moments)
    for one in found:          # by detector, the strongest first
        one.detector, one.name, one.body, one.about, one.count, one.of, one.expected, one.chance
        str(one.question)      # in the reader's language
        one.evidence           # codes of the dossiers
    apart = assisted(found)    # codes that look made up or filed for others: show the index with and without them

`dossiers` and `steps` are facts (rules.facts.DossierFact, StepFact) or a `Table`: `Table.of_columns({"code": …, …})`
takes columns as a database gives them, moments as datetimes or as microseconds since 1970. Give all bodies: peers are
compared. Needed are dossiers filed, received, ended, paid or rated in the period, and, for refiling, what was filed up
to 30 days after it; earlier dossiers do no harm. `sealed` are the moments of the ledger's signed heads.

A finding is a question and never a penalty: nothing here changes a figure. Where chance alone could explain a count,
units are chosen so that no more than 5 % of the questions of a detector are expected to be about nothing, and an honest
unit is asked at most once in a hundred months. `about` may be an officer: show it by right only; the question itself
names nobody. Names, questions, thresholds and their reasons stand in criteria/data/detectors.yaml; `motcua bench
detectors` measures how much of what is planted is found, and how often honest bodies are asked.
"""

from motcua.criteria.rules.detectors.asking import DETECTORS, Finding, assisted, findings
from motcua.criteria.rules.detectors.tables import Table
from motcua.criteria.rules.detectors.told import detectors

__all__ = ["DETECTORS", "Finding", "Table", "assisted", "detectors", "findings"]
