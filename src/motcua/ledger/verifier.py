#!/usr/bin/env python3
"""Checks the public ledger of Một Cửa without trusting it: one file, the standard library, Python 3.9 or later.

    verifier.py dump FILE.jsonl [--witness HEADS.jsonl ...] [--key HEX ...]   every leaf, chain, root and signature
    verifier.py proof PROOF.json [--witness HEADS.jsonl ...] [--key HEX ...]  one entry is under one signed head
    verifier.py heads HEADS.jsonl [--key HEX ...]                             the heads a witness kept never forked

Prints OK, or the first thing that is bad, and ends with 0 or 1. Written from RFC 6962, RFC 9162 and RFC 8032; it
shares no line with the program that it checks. The key that the heads name is printed: compare it with the one that the
authority has published on paper, or give that one with --key.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from argparse import Namespace as Options
from collections.abc import Iterator
from typing import Any

Json = Any
Point = tuple[int, int, int, int]
Witnessed = dict[int, list[tuple[str, str]]]

NOTHING = bytes(32)
HEAD_CONTEXT = b"motcua ledger head 1\n"
HEAD_FIELDS = ("key", "number", "previous", "root", "sealed_at", "tree_size")


class BadError(Exception):
    """The first thing that is not as it must be."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["dump", "proof", "heads"])
    parser.add_argument("file")
    parser.add_argument(
        "--witness", action="append", default=[], metavar="HEADS", help="heads that a witness kept"
    )
    parser.add_argument(
        "--key", action="append", default=[], metavar="HEX", help="a key that heads may be signed with"
    )
    options = parser.parse_args(arguments)
    check = {"dump": check_dump, "proof": check_proof, "heads": check_heads}[options.what]
    try:
        said = check(options.file, options)
    except BadError as bad:
        sys.stdout.write(f"BAD {bad}\n")
        return 1
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        sys.stdout.write(f"BAD this is not a {options.what} file: {type(error).__name__} {error}\n")
        return 1
    sys.stdout.write(f"OK {said}\n")
    return 0


# --- the three checks


def check_dump(path: str, options: Options) -> str:
    """Recompute the tree while reading; one line a subject is all that is remembered."""
    witnessed = read_witnesses(options)
    with open(path, encoding="utf-8") as file:
        if json.loads(next(file, "null"))["format"] != "motcua ledger dump 1":
            raise BadError("this is not a dump of the ledger")
        tree, head = check_lines(map(json.loads, file), witnessed, options.key)
    if head is None or head["tree_size"] != tree.size:
        raise BadError(f"leaf {head['tree_size'] if head else 0}: no signed head covers it")
    if witnessed:
        raise BadError(f"leaf {tree.size}: a witness saw {max(witnessed)} leaves, the dump has {tree.size}")
    return f"{tree.size} leaves under head {head['number']}, root {head['root']}, key {head['key']}"


def check_lines(rows: Iterator[Json], witnessed: Witnessed, keys: list[str]) -> tuple[Tree, Json]:
    chains: dict[str, tuple[int, bytes]] = {}
    tree, head = Tree(), None
    compare_with_witnesses(tree, witnessed)
    for row in rows:
        if "head" in row:
            check_head(row["head"], head, keys)
            head = row["head"]
            if head["tree_size"] != tree.size or head["root"] != tree.root().hex():
                raise BadError(
                    f"head {head['number']}: leaf {tree.size - 1} or one before it is not what was signed"
                )
        else:
            check_entry(row, tree.size, chains)
            tree.add(bytes.fromhex(row["digest"]))
            compare_with_witnesses(tree, witnessed)
    return tree, head


def read_witnesses(options: Options) -> Witnessed:
    witnessed: Witnessed = {}
    for name in options.witness:
        for head in read_heads(name, options.key):
            witnessed.setdefault(head["tree_size"], []).append(
                (head["root"], f"{name}, head {head['number']}")
            )
    return witnessed


def check_proof(path: str, options: Options) -> str:
    with open(path, encoding="utf-8") as file:
        proof = json.load(file)
    head, digest = proof["head"], bytes.fromhex(proof["digest"])
    check_signature(head, options.key)
    steps = [bytes.fromhex(step) for step in proof["path"]]
    if path_root(hash_leaf(digest), proof["leaf_index"], head["tree_size"], steps) != bytes.fromhex(
        head["root"]
    ):
        raise BadError(
            f"leaf {proof['leaf_index']}: the path does not lead to the root of head {head['number']}"
        )
    for name in options.witness:
        if not any(kept == head for kept in read_heads(name, options.key)):
            raise BadError(f"{name} did not keep head {head['number']}")
    where = f"leaf {proof['leaf_index']} of {head['tree_size']}"
    return f"{proof['digest']} is {where}, sealed {head['sealed_at']}, key {head['key']}"


def check_heads(path: str, options: Options) -> str:
    last = None
    for count, last in enumerate(read_heads(path, options.key), start=1):
        said = f"{count} heads, the last over {last['tree_size']} leaves, key {last['key']}"
    return said if last else "no heads yet"


# --- entries


def canonical(value: Json) -> bytes:
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def check_entry(row: Json, index: int, chains: dict[str, tuple[int, bytes]]) -> None:
    """A dump without contents has only digests: then the tree is all that can be checked."""
    if "entry" not in row:
        return
    entry, previous = row["entry"], bytes.fromhex(row["previous"])
    if hashlib.sha256(previous + canonical(entry)).hexdigest() != row["digest"]:
        raise BadError(f"leaf {index}: the content does not give the digest")
    sequence, end = chains.get(entry["subject"], (0, NOTHING))
    if entry["sequence"] != sequence + 1 or previous != end:
        raise BadError(f"leaf {index}: it does not continue the chain of {entry['subject']}")
    chains[entry["subject"]] = (entry["sequence"], bytes.fromhex(row["digest"]))


# --- heads


def read_heads(path: str, keys: list[str]) -> Iterator[Json]:
    """Every head in a witness's file, each checked against the one before it. A witness may have missed some."""
    last = None
    with open(path, encoding="utf-8") as file:
        for line in file:
            head = json.loads(line)
            proof = [bytes.fromhex(step) for step in head.pop("consistency", [])]
            check_signature(head, keys)
            if last:
                check_growth(last, head, proof)
            last = head
            yield head


def check_head(head: Json, before: Json | None, keys: list[str]) -> None:
    """A head of a dump: there none is missing."""
    check_signature(head, keys)
    named = (
        hashlib.sha256(message(before) + bytes.fromhex(before["signature"])).hexdigest()
        if before
        else NOTHING.hex()
    )
    if head["previous"] != named or head["number"] != (before["number"] if before else 0) + 1:
        raise BadError(f"head {head['number']} does not continue the head before it")


def check_growth(last: Json, head: Json, proof: list[bytes]) -> None:
    old, new = last["tree_size"], head["tree_size"]
    if new < old or head["number"] <= last["number"]:
        raise BadError(f"head {head['number']}: the tree shrank from {old} to {new} leaves, or was forked")
    if not consistent(old, bytes.fromhex(last["root"]), new, bytes.fromhex(head["root"]), proof):
        raise BadError(
            f"head {head['number']}: the first {old} leaves are not those of head {last['number']}"
        )


def check_signature(head: Json, keys: list[str]) -> None:
    if keys and head["key"] not in keys:
        raise BadError(f"head {head['number']}: its key {head['key']} is not among those given")
    if not ed25519_verifies(bytes.fromhex(head["key"]), message(head), bytes.fromhex(head["signature"])):
        raise BadError(f"head {head['number']}: the signature is not valid")


def message(head: Json) -> bytes:
    return HEAD_CONTEXT + canonical({field: head[field] for field in HEAD_FIELDS})


def compare_with_witnesses(tree: Tree, witnessed: Witnessed) -> None:
    for root, where in witnessed.pop(tree.size, []):
        if root != tree.root().hex():
            raise BadError(f"leaf {tree.size - 1} or one before it: not what was witnessed ({where})")


# --- RFC 6962, RFC 9162


def hash_leaf(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """Perfect subtrees from left to right, as the binary digits of `size` say."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[bytes] = []

    def add(self, content: bytes) -> None:
        self.peaks.append(hash_leaf(content))
        self.size += 1
        merges = self.size
        while merges % 2 == 0:
            right = self.peaks.pop()
            self.peaks.append(hash_children(self.peaks.pop(), right))
            merges //= 2

    def root(self) -> bytes:
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        peaks = list(self.peaks)
        answer = peaks.pop()
        while peaks:
            answer = hash_children(peaks.pop(), answer)
        return answer


def path_root(answer: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """RFC 9162, 2.1.3.2."""
    if not 0 <= index < size:
        return None
    fn, sn = index, size - 1
    for p in path:
        if sn == 0:
            return None
        if fn % 2 == 1 or fn == sn:
            answer = hash_children(p, answer)
            while fn % 2 == 0 and fn != 0:
                fn, sn = fn // 2, sn // 2
        else:
            answer = hash_children(answer, p)
        fn, sn = fn // 2, sn // 2
    return answer if sn == 0 else None


def consistent(first: int, first_hash: bytes, second: int, second_hash: bytes, proof: list[bytes]) -> bool:
    """RFC 9162, 2.1.4.2."""
    if first == second:
        return not proof and first_hash == second_hash
    if first == 0:
        return not proof and first_hash == hashlib.sha256(b"").digest()
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_hash)
    fn, sn = first - 1, second - 1
    while fn % 2 == 1:
        fn, sn = fn // 2, sn // 2
    return bool(path) and both_hashes(path, fn, sn) == (first_hash, second_hash)


def both_hashes(path: list[bytes], fn: int, sn: int) -> tuple[bytes, bytes] | None:
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return None
        if fn % 2 == 1 or fn == sn:
            fr, sr = hash_children(c, fr), hash_children(c, sr)
            while fn % 2 == 0 and fn != 0:
                fn, sn = fn // 2, sn // 2
        else:
            sr = hash_children(sr, c)
        fn, sn = fn // 2, sn // 2
    return (fr, sr) if sn == 0 else None


# --- RFC 8032, Ed25519 only

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def ed25519_verifies(key: bytes, text: bytes, signature: bytes) -> bool:
    """Section 5.1.7, without the cofactor. Some milliseconds, and not in constant time: nothing here is secret."""
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r = decompress(key), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % ORDER
    left, right = times(s, BASE), plus(r, times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (
        left[1] * right[2] - right[1] * left[2]
    ) % P == 0


def plus(one: Point, other: Point) -> Point:
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, point: Point) -> Point:
    answer = (0, 1, 1, 0)
    while number:
        if number & 1:
            answer = plus(answer, point)
        point = plus(point, point)
        number >>= 1
    return answer


def recover_x(y: int, sign: int) -> int | None:
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def decompress(text: bytes) -> Point | None:
    y = int.from_bytes(text, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0) or 0
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)

if __name__ == "__main__":
    sys.exit(main())
