"""What an attacker can measure of one record, of two, and of their places on the disk."""

from __future__ import annotations

import zlib
from collections import Counter

from tests.games.disk import Found

HEAD_LEN = 16
SAMPLE_LEN = 2_048
TAIL_LEN = 64
WINDOW_LEN = 3


def of_bytes(raw: bytes, name: str = "") -> dict[str, float]:
    """Measure a ciphertext: its first and last bytes, and how far it is from random bytes."""
    sample = raw[:SAMPLE_LEN]
    counts = Counter(sample)
    whole = int.from_bytes(raw, "big")
    measured = {
        "length": float(len(raw)),
        "ones": float(whole.bit_count()),
        "ones in turn": float((whole ^ (whole >> 1)).bit_count()),
        "ones in the head": float(int.from_bytes(raw[:HEAD_LEN], "big").bit_count()),
        "sum": float(sum(sample)),
        "unevenness": float(sum(count * count for count in counts.values())),
        "commonest byte": float(max(counts.values())),
        "zeros": float(raw.count(0)),
        "zeros at the end": float(len(raw) - len(raw.rstrip(b"\0"))),
        "packed": float(len(zlib.compress(sample, 1))),
        "packed end": float(len(zlib.compress(raw[-SAMPLE_LEN:], 1))),
    }
    for place in range(HEAD_LEN):
        measured[f"byte {place}"] = float(raw[place])
        measured[f"byte -{place + 1}"] = float(raw[-place - 1])
    return {name + key: value for key, value in measured.items()}


def of_two(left: bytes, right: bytes) -> dict[str, float]:
    """Measure how alike two ciphertexts are, whatever their lengths."""
    shorter = min(len(left), len(right))
    near, far = left[:shorter], right[:shorter]
    tail = min(shorter, SAMPLE_LEN)
    return {
        "distance": _distance(near, far),
        "distance of heads": _distance(near[:HEAD_LEN], far[:HEAD_LEN]),
        "distance of encs": _distance(near[:1_120], far[:1_120]),
        "distance of nonces": _distance(near[32:44], far[32:44]),
        "distance of first 12": _distance(near[:12], far[:12]),
        "distance of ends": _distance(left[-tail:], right[-tail:]),
        "distance of tags": _distance(left[-16:], right[-16:]),
        "equal bytes": float(
            sum(
                a == b
                for a, b in zip(
                    near[:SAMPLE_LEN] + near[-TAIL_LEN:],
                    far[:SAMPLE_LEN] + far[-TAIL_LEN:],
                    strict=True,
                )
            )
        ),
        "common prefix": float(_common_prefix(near, far)),
        "common windows": float(len(_windows(left) & _windows(right))),
        "packed together": float(len(zlib.compress(left[:SAMPLE_LEN] + right[:SAMPLE_LEN], 6))),
        "first 6, difference": abs(_number(left) - _number(right)),
        "first 6, which is larger": float(_number(left) > _number(right)),
    }


def of_place(found: Found, name: str = "") -> dict[str, float]:
    """Measure where a record lies."""
    return {
        name + "slot": float(found.slot),
        name + "row": float(found.row),
        name + "first page": float(min(found.pages)),
        name + "last page": float(max(found.pages)),
        name + "pages out of order": float(
            sum(a > b for a, b in zip(found.pages, found.pages[1:], strict=False))
        ),
        name + "place in the journal": found.journal,
        name + "place in the journal's index": found.index,
        name + "entry": _number(found.entry[4:]),
    }


def of_places(left: Found, right: Found) -> dict[str, float]:
    """Measure how two records lie to each other: which comes first, and how far apart."""
    measured: dict[str, float] = {}
    others = of_place(right)
    for key, value in of_place(left).items():
        measured[f"{key}, difference"] = value - others[key]
        measured[f"{key}, distance"] = abs(value - others[key])
    measured["entries, distance"] = _distance(left.entry[4:20], right.entry[4:20])
    return measured


def _distance(left: bytes, right: bytes) -> float:
    return float((int.from_bytes(left, "big") ^ int.from_bytes(right, "big")).bit_count())


def _number(raw: bytes) -> float:
    return float(int.from_bytes(raw[:6], "big"))


def _common_prefix(left: bytes, right: bytes) -> int:
    return next(
        (place for place, (a, b) in enumerate(zip(left, right, strict=True)) if a != b), len(left)
    )


def _windows(raw: bytes) -> set[bytes]:
    sample = raw[:SAMPLE_LEN] + raw[-TAIL_LEN:]
    return {sample[at : at + WINDOW_LEN] for at in range(len(sample) - WINDOW_LEN)}
