"""Facts made up for tests, and moments a few days apart."""

from datetime import datetime, timedelta

from hypothesis import strategies as st

from motcua.clock.rules.calendar import ZONE
from motcua.criteria.rules.facts import DeclaredFact, DossierFact, OfferFact, PetitionFact

BEGIN = datetime(2026, 10, 1, tzinfo=ZONE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def on(day, hour=9):
    """An hour of the tests' October: day 1 is the first; day 0 is September's last."""
    return BEGIN + (day - 1) * DAY + hour * HOUR


def dossier(code="HS1", *, body="B1", procedure="1.1", **columns):
    return DossierFact(code=code, body=body, procedure=procedure, filed_at=on(1), **columns)


def petition(code="PA1", *, body="B1", about="regulation", sent=None, **columns):
    return PetitionFact(code=code, body=body, about=about, sent_at=sent or on(1), **columns)


def offer(procedure="1.1", *, body="B1", begins=None, **columns):
    return OfferFact(body=body, procedure=procedure, begins_at=begins or on(-100), **columns)


def declared(name, amount, *, body="B1", at=None):
    return DeclaredFact(body=body, month_at=at or BEGIN, name=name, amount=amount)


moments = st.integers(-40 * 24, 60 * 24).map(lambda hours: BEGIN + hours * HOUR)
perhaps = st.none() | moments
bodies = st.sampled_from(["B1", "B2", "B3"])
procedures = st.sampled_from(["1.1", "1.2", "1.3"])
counts = st.integers(0, 3)

dossiers = st.builds(
    DossierFact,
    code=st.just("HS"),
    body=bodies,
    procedure=procedures,
    filed_at=moments,
    channel=st.sampled_from(["online", "counter", "post"]),
    online_level=st.sampled_from(["none", "partial", "full"]),
    eligible=st.booleans(),
    citizen=st.booleans(),
    papers=counts,
    digitised=counts,
    reused=counts,
    verified=st.booleans(),
    fee=counts,
    received_at=perhaps,
    due_at=perhaps,
    late_at=perhaps,
    late_day_at=perhaps,
    paused_at=perhaps,
    supplements=counts,
    ended_at=perhaps,
    ending=st.sampled_from(["", "completed", "refused"]),
    document=st.booleans(),
    electronic=st.booleans(),
    paid_at=perhaps,
    paid_online=st.booleans(),
    stars=st.none() | st.integers(1, 5),
    petitions=counts,
    disliked=st.booleans(),
)
petitions = st.builds(
    PetitionFact,
    code=st.just("PA"),
    body=bodies,
    about=st.sampled_from(["regulation", "conduct"]),
    sent_at=moments,
    procedure=st.sampled_from(["", "1.1", "1.2"]),
    late_at=perhaps,
    answered_at=perhaps,
    liked=st.none() | st.booleans(),
    reopened=counts,
)
offers = st.builds(
    OfferFact,
    body=bodies,
    procedure=procedures,
    begins_at=moments,
    ends_at=perhaps,
    online_level=st.sampled_from(["none", "partial", "full"]),
    fee=st.booleans(),
    citizen=st.booleans(),
    complete=st.booleans(),
    decided_at=perhaps,
    published_at=perhaps,
    decision_on_time=st.none() | st.booleans(),
    publication_on_time=st.none() | st.booleans(),
)
declarations = st.builds(
    DeclaredFact,
    body=bodies,
    month_at=moments,
    name=st.sampled_from(["synchronised", "reported_national", "communes", "another"]),
    amount=st.integers(0, 500),
)
facts = st.one_of(dossiers, petitions, offers, declarations)
