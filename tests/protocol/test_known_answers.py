"""Answers that others published, put to both halves of the protocol.

The values stay in the installed package `cryptography_vectors`; JavaScript gets them on standard
input (`tests/js/known_answers.js`).
"""

from __future__ import annotations

import json
import re
import subprocess
from itertools import islice
from pathlib import Path
from typing import Any

import cryptography_vectors
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

from dropbox.protocol.errors import LetterSignatureError
from dropbox.protocol.intake import SUITE, IntakeKey, sealing_key
from dropbox.protocol.labels import derive
from dropbox.protocol.signing import sign, signing_pk, verify
from tests.e2e.node import node_command
from tests.protocol.hpke_reference import (
    AES_256_GCM,
    CHACHA20_POLY1305,
    KDF_ID,
    KEM_ID,
    decapsulate,
    key_schedule,
)

ASKED = Path(__file__).resolve().parents[1] / "js" / "known_answers.js"

# draft-connolly-cfrg-xwing-kem, appendix C, first example: seed, randomness and shared secret, and
# the first 32 bytes of the public key.
DRAFT_SEED = "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26"
DRAFT_RANDOMNESS = (
    "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2"
    "35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2"
)
DRAFT_SECRET = "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384"
DRAFT_PK_START = "e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5"


def ask(*questions: dict[str, Any]) -> list[Any]:
    """Return what JavaScript answers."""
    assert questions
    done = subprocess.run(
        [*node_command(), str(ASKED)],
        input=json.dumps(questions),
        check=True,
        capture_output=True,
        text=True,
    )
    answers: list[Any] = json.loads(done.stdout)
    assert len(answers) == len(questions)
    return answers


def published(*path: str) -> str:
    with cryptography_vectors.open_vector_file(str(Path(*path)), "r") as file:
        text: str = file.read()
    return text


def x_wing() -> list[dict[str, Any]]:
    """The published HPKE vectors with X-Wing."""
    every = json.loads(published("HPKE", "hpke-pq-test-vectors.json"))
    found = [one for one in every if one["kem_id"] == KEM_ID]
    assert len(found) >= 2
    return found


def x_wing_hkdf() -> dict[str, Any]:
    """The one of them with our KDF; its AEAD is ChaCha20-Poly1305."""
    (found,) = (one for one in x_wing() if one["kdf_id"] == KDF_ID)
    assert found["aead_id"] == CHACHA20_POLY1305
    return found


def test_seed_to_public_key() -> None:
    vectors = x_wing()
    for one in vectors:
        assert IntakeKey(bytes.fromhex(one["skRm"])).pk.hex() == one["pkRm"]
    answers = ask(*({"ask": "intake_pk", "seed": one["skRm"]} for one in vectors))
    assert answers == [one["pkRm"] for one in vectors]


def test_the_drafts_first_example() -> None:
    pk = IntakeKey(bytes.fromhex(DRAFT_SEED)).pk.hex()
    assert pk.startswith(DRAFT_PK_START)
    questions = (
        {"ask": "intake_pk", "seed": DRAFT_SEED},
        {"ask": "encapsulate", "pk": pk, "randomness": DRAFT_RANDOMNESS},
    )
    there, encapsulated = ask(*questions)
    assert there == pk
    assert encapsulated["shared_secret"] == DRAFT_SECRET
    # What JavaScript encapsulated, Python decapsulates.
    enc = bytes.fromhex(encapsulated["enc"])
    assert decapsulate(bytes.fromhex(DRAFT_SEED), enc).hex() == DRAFT_SECRET


def test_shared_secret() -> None:
    vectors = x_wing()
    for one in vectors:
        found = decapsulate(bytes.fromhex(one["skRm"]), bytes.fromhex(one["enc"]))
        assert found.hex() == one["shared_secret"]
    answers = ask(
        *({"ask": "decapsulate", "seed": one["skRm"], "enc": one["enc"]} for one in vectors)
    )
    assert answers == [one["shared_secret"] for one in vectors]


def test_key_schedule_and_messages() -> None:
    one = x_wing_hkdf()
    context = key_schedule(
        bytes.fromhex(one["shared_secret"]), bytes.fromhex(one["info"]), CHACHA20_POLY1305
    )
    assert context.key.hex() == one["key"]
    assert context.base_nonce.hex() == one["base_nonce"]
    messages = one["encryptions"]
    assert len(messages) > 4
    for sequence, message in enumerate(messages):
        nonce = context.nonce(sequence)
        assert nonce.hex() == message["nonce"]
        sealed, bound = bytes.fromhex(message["ct"]), bytes.fromhex(message["aad"])
        opened = ChaCha20Poly1305(context.key).decrypt(nonce, sealed, bound)
        assert opened.hex() == message["pt"]
    (answer,) = ask(
        {
            "ask": "hpke_open",
            "seed": one["skRm"],
            "enc": one["enc"],
            "info": one["info"],
            "messages": messages,
        }
    )
    assert answer == [message["pt"] for message in messages]


def test_the_library_seals_as_the_reference_opens() -> None:
    """What holds for the published AEAD holds for ours: only its number differs."""
    seed, info = bytes(range(32)), b"info"
    sealed = SUITE.encrypt(b"plaintext", sealing_key(IntakeKey(seed).pk), info=info)
    context = key_schedule(decapsulate(seed, sealed[:1120]), info, AES_256_GCM)
    assert AESGCM(context.key).decrypt(context.base_nonce, sealed[1120:], b"") == b"plaintext"


def test_hkdf() -> None:
    text = published("KDF", "rfc-5869-HKDF-SHA256.txt")
    cases = [
        dict(re.findall(r"^(\w+) *= *([0-9a-f]*)$", block, re.MULTILINE))
        for block in text.split("COUNT")[1:]
    ]
    # Ours has an empty salt; the first 32 bytes of a longer output are the shorter output.
    ours = [case for case in cases if not case["salt"]]
    assert ours
    for case in ours:
        found = derive(bytes.fromhex(case["IKM"]), bytes.fromhex(case["info"]))
        assert found.hex() == case["OKM"][:64]
    answers = ask(*({"ask": "derive", "key": case["IKM"], "info": case["info"]} for case in ours))
    assert answers == [case["OKM"][:64] for case in ours]


def test_ed25519() -> None:
    lines = published("asymmetric", "Ed25519", "sign.input").splitlines()
    assert len(lines) == 1024
    questions, expected = [], []
    for line in lines[::8]:
        secret, pk, message, signed = line.split(":")[:4]
        seed, signature = secret[:64], signed[:128]
        assert signing_pk(bytes.fromhex(seed)).hex() == pk
        assert sign(bytes.fromhex(seed), bytes.fromhex(message)).hex() == signature
        pieces = LetterSignatureError, bytes.fromhex(message)
        verify(bytes.fromhex(pk), bytes.fromhex(signature), *pieces)
        changed = bytes([bytes.fromhex(signature)[0] ^ 1]) + bytes.fromhex(signature)[1:]
        with pytest.raises(LetterSignatureError):
            verify(bytes.fromhex(pk), changed, *pieces)
        questions.append({"ask": "sign", "seed": seed, "message": message})
        expected.append({"pk": pk, "signature": signature, "refusal": "LetterSignatureError"})
    assert ask(*questions) == expected


def test_aes_gcm() -> None:
    """The browser's half; Python's AESGCM is tested with these very values by its makers."""
    text = published("ciphers", "AES", "GCM", "gcmDecrypt256.rsp")
    groups = re.split(r"\n\[Keylen = 256\]", text)[1:]
    questions: list[dict[str, str]] = []
    expected: list[dict[str, str]] = []
    for group in groups:
        if "[IVlen = 96]" not in group or "[Taglen = 128]" not in group:
            continue
        for block in islice(group.split("Count = ")[1:], 5):
            case = dict(re.findall(r"^(\w+) = ([0-9a-f]*)$", block, re.MULTILINE))
            sealed = case["CT"] + case["Tag"]
            questions.append(
                {
                    "ask": "aead",
                    "key": case["Key"],
                    "nonce": case["IV"],
                    "sealed": sealed,
                    "aad": case["AAD"],
                }
            )
            expected.append(
                {"refusal": "ChunkOpenError"}
                if "FAIL" in block
                else {"plain": case["PT"], "again": sealed}
            )
    assert {"refusal": "ChunkOpenError"} in expected
    assert len(questions) > 50
    assert ask(*questions) == expected
