"""Which files of a directory make up the history."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.criteria.rules.history import BrokenHistoryError, Listing, Manifest, Segment


def listed(*names: str, **bases: int) -> Listing:
    return Listing(Manifest(bases), frozenset(names))


@given(st.sampled_from(["dossier", "step"]), st.integers(0, 10**12 - 1), st.integers(0, 10**12 - 1))
def test_a_name_tells_its_segment(kind: str, after: int, until: int) -> None:
    segment = Segment(kind, until, after)
    assert Segment.read(segment.name) == segment
    assert Segment.read(segment.name + ".123.tmp") is None


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8), st.data())
def test_segments_that_follow_each_other_all_count_and_a_missing_one_is_noticed(
    steps: list[int], data: st.DataObject
) -> None:
    ends = [sum(steps[: place + 1]) for place in range(len(steps))]
    names = [Segment("dossier", end, end - step).name for end, step in zip(ends, steps, strict=True)]
    listing = listed(*names)
    assert listing.segments("dossier") == tuple(names)
    assert listing.until("dossier") == listing.latest == ends[-1]
    if len(names) > 1:
        lost = data.draw(st.sampled_from(names[:-1]))
        with pytest.raises(BrokenHistoryError, match="nothing tells of dossier"):
            listed(*(name for name in names if name != lost)).segments("dossier")


def test_the_base_takes_the_place_of_the_segments_before_it() -> None:
    old, new = Segment("dossier", 5, 0).name, Segment("dossier", 9, 5).name
    base, former = "base-dossier-000000000005.parquet", "base-dossier-000000000003.parquet"
    listing = listed(old, new, base, former, dossier=5)
    assert listing.base("dossier") == (base,)
    assert listing.segments("dossier") == (new,)
    assert listing.superseded() == [former, old]
    assert listing.until("step") == 0


def test_a_base_that_the_manifest_does_not_name_does_not_count() -> None:
    segment = Segment("dossier", 5, 0).name
    listing = listed(segment, "base-dossier-000000000005.parquet")
    assert (listing.base("dossier"), listing.segments("dossier")) == ((), (segment,))


def test_a_base_that_was_lost_is_noticed() -> None:
    with pytest.raises(BrokenHistoryError, match="is not there"):
        listed(dossier=5).base("dossier")


def test_a_manifest_is_read_as_it_was_written() -> None:
    manifest = Manifest({"step": 4, "dossier": 7})
    assert Manifest.read(manifest.text) == manifest
    assert Manifest.read(None) == Manifest({})
