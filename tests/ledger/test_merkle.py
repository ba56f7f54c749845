from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_inclusion

from motcua.ledger import verifier
from motcua.ledger.rules.merkle import (
    Growing,
    Range,
    consistency_ranges,
    cover,
    inclusion_ranges,
    is_consistent,
    leaf_hash,
    root_from_inclusion,
)

# --- the obvious recursion of RFC 6962 §2.1, word for word


def mth(d):
    if not d:
        return sha256(b"").digest()
    if len(d) == 1:
        return sha256(b"\x00" + d[0]).digest()
    k = largest_power_of_two_below(len(d))
    return sha256(b"\x01" + mth(d[:k]) + mth(d[k:])).digest()


def path(m, d):
    if len(d) == 1:
        return []
    k = largest_power_of_two_below(len(d))
    return [*path(m, d[:k]), mth(d[k:])] if m < k else [*path(m - k, d[k:]), mth(d[:k])]


def subproof(m, d, whole):
    if m == len(d):
        return [] if whole else [mth(d)]
    k = largest_power_of_two_below(len(d))
    if m <= k:
        return [*subproof(m, d[:k], whole), mth(d[k:])]
    return [*subproof(m - k, d[k:], False), mth(d[:k])]


def largest_power_of_two_below(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def leaves(count):
    return [count_as_bytes.to_bytes(32, "big") for count_as_bytes in range(count)]


sizes = st.integers(min_value=1, max_value=70)


@settings(max_examples=60, deadline=None)
@given(sizes, st.data())
def test_inclusion_path_is_that_of_the_rfc_and_leads_to_the_root(size, data):
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    d = leaves(size)

    hashes = [mth(d[slice(*one)]) for one in inclusion_ranges(index, size)]

    assert hashes == path(index, d)
    assert root_from_inclusion(leaf_hash(d[index]), index, size, hashes) == mth(d)
    assert verifier.path_root(verifier.hash_leaf(d[index]), index, size, hashes) == mth(d)


@settings(max_examples=60, deadline=None)
@given(sizes, st.data())
def test_consistency_proof_is_that_of_the_rfc_and_is_accepted(new, data):
    old = data.draw(st.integers(min_value=1, max_value=new))
    d = leaves(new)

    hashes = [mth(d[slice(*one)]) for one in consistency_ranges(old, new)]

    assert hashes == subproof(old, d, True)
    assert is_consistent(old, mth(d[:old]), new, mth(d), hashes)
    assert verifier.consistent(old, mth(d[:old]), new, mth(d), hashes)


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=2, max_value=40), st.data())
def test_a_changed_beginning_has_no_consistency_proof(new, data):
    old = data.draw(st.integers(min_value=1, max_value=new))
    d = leaves(new)
    forged = [
        b"x" * 32 if at == data.draw(st.integers(0, old - 1)) else leaf for at, leaf in enumerate(d[:1])
    ] + d[1:]
    forged[0] = b"x" * 32

    for hashes in (subproof(old, d, True), subproof(old, forged, True), []):
        assert not is_consistent(old, mth(d[:old]), new, mth(forged), hashes)
        assert not verifier.consistent(old, mth(d[:old]), new, mth(forged), hashes)


@settings(max_examples=60, deadline=None)
@given(sizes, st.data())
def test_a_path_proves_no_other_leaf_and_no_other_place(size, data):
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    other = data.draw(st.integers(min_value=0, max_value=size + 3))
    d, wrong = leaves(size), b"y" * 32
    hashes = path(index, d)

    for check in (root_from_inclusion, verifier.path_root):
        assert check(leaf_hash(wrong), index, size, hashes) != mth(d)
        assert check(leaf_hash(d[index]), index, size, [*hashes, wrong]) != mth(d)
        if other != index:
            assert check(leaf_hash(d[index]), other, size, hashes) != mth(d)
        if hashes:
            assert check(leaf_hash(d[index]), index, size, hashes[:-1]) != mth(d)


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=0, max_value=70), st.integers(min_value=0, max_value=40))
def test_growing_from_a_frontier_gives_the_root_and_each_subtree_once(before, more):
    d = leaves(before + more)
    tree = Growing(
        before, [mth(d[p.number << p.level : p.number + 1 << p.level]) for p in cover(Range(0, before))]
    )

    completed = [known for leaf in d[before:] for known in tree.add(leaf)]

    assert (tree.size, tree.root) == (before + more, mth(d))
    assert dict(completed) == {p: mth(d[p.number << p.level : p.number + 1 << p.level]) for p, _ in completed}
    assert len(dict(completed)) == len(completed)


def test_pymerkle_gives_the_same_root_and_accepts_our_inclusion_proofs():
    d = leaves(100)
    theirs = InmemoryTree(algorithm="sha256")
    ours = Growing()
    for size, leaf in enumerate(d, start=1):
        theirs.append_entry(leaf)
        list(ours.add(leaf))
        assert theirs.get_root() == ours.root == mth(d[:size])
    for index in (0, 1, 62, 63, 64, 98, 99):
        proof = theirs.prove_inclusion(index + 1, 100)  # they count from one and begin the path with the leaf
        proof.path = [leaf_hash(d[index]), *(mth(d[slice(*one)]) for one in inclusion_ranges(index, 100))]
        verify_inclusion(leaf_hash(d[index]), ours.root, proof)
