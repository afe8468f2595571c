"""The whole way by command line: reporter, site, courier, workstation, and back."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dropbox.protocol.errors import CheckError
from dropbox.protocol.passphrase import check_passphrase
from dropbox.protocol.words import WORDS
from dropbox.reporter.commands import EXIT_MISTYPED, EXIT_NOTHING_YET, EXIT_WRONG
from tests.carriers.running import TITIP, free_port, titip, wait_for_port

ACCOUNT = "Perjalanan dinas fiktif 🧾.\n\u202bتقرير\u202c\nDua puluh kuitansi."
ANSWER = "Terima kasih. Siapa yang menandatangani kuitansi? " * 60


@dataclass
class Office:
    """A new inspectorate with its vault, its site, its courier and one stick."""

    folder: Path
    link: str

    @property
    def stick(self) -> Path:
        return self.folder / "stick"

    def workstation(self, *arguments: object) -> Any:  # noqa: ANN401 - whatever it prints
        command, *rest = arguments
        config = ["--config", self.folder / "config.toml"]
        passphrase = ["--passphrase-file", self.folder / "passphrase"]
        done = titip("workstation", command, *config, *passphrase, "--json", *rest)
        return json.loads(done.stdout)

    def courier(self, *arguments: object) -> Any:  # noqa: ANN401 - whatever it prints
        config = ["--config", self.folder / "config.toml"]
        return json.loads(titip("courier", *arguments, *config, "--json").stdout)

    def carry_in(self) -> None:
        for pickup in self.courier("pickup")["pickups"]:
            self.workstation("import", pickup["path"])

    def carry_out(self) -> None:
        made = self.workstation("deliver", self.stick, "--early")
        self.courier("deliver", made["path"])

    def send(self, report: dict[str, str], *more: object, answers: str = "") -> dict[str, Any]:
        path = self.folder / "laporan.json"
        path.write_text(json.dumps(report))
        link = ["--link", self.link, "--json", "--report", path]
        sent: dict[str, Any] = json.loads(
            titip("reporter", "send", *link, *more, answers=answers).stdout
        )
        path.unlink()
        return sent

    def read(self, words: list[str], expect: int = 0) -> dict[str, Any]:
        answers = " ".join(words) + "\n"
        arguments = ["reporter", "read", "--link", self.link, "--json"]
        read: dict[str, Any] = json.loads(titip(*arguments, answers=answers, expect=expect).stdout)
        return read


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    public, courier = free_port(), free_port()
    url = f"http://127.0.0.1:{public}"
    (tmp_path / "stick").mkdir()
    (tmp_path / "passphrase").write_text("uji coba seluruh jalan\n")
    token = tmp_path / "courier.token"
    token.touch(mode=0o600)
    token.write_text("k" * 64)
    config = tmp_path / "config.toml"
    config.write_text('[workstation]\nvault_dir = "vault"\n')
    init = ["workstation", "init", "--demo", "--json", "--config", config]
    made = json.loads(titip(*init, "--passphrase-file", tmp_path / "passphrase").stdout)
    with config.open("a") as file:
        file.write(
            f'[site]\ndata = "site"\nsite_json = "vault/keys/site.json"\n'
            f'courier_token = "courier.token"\n'
            f'public = "127.0.0.1:{public}"\ncourier = "127.0.0.1:{courier}"\n'
            "letters_max = 64\nchunks_max = 16\nchunks_extent = 16\n"
            f'[courier]\npublic_url = "{url}"\ncourier_url = "http://127.0.0.1:{courier}"\n'
            f'token_file = "courier.token"\nstick_dir = "stick"\n'
            f'sid = "{made["sid"]}"\nroot_pk = "{made["root_pk"]}"\n'
        )
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [*TITIP, "site", "serve", "--config", str(config)], stdout=log, stderr=log
        )
    with contextlib.ExitStack() as stack:
        stack.callback(process.wait)
        stack.callback(process.terminate)
        for port in (public, courier):
            wait_for_port(port, process, tmp_path / "log")
        yield Office(tmp_path, f"{url}/{made['fragment']}")


def _failing_check(words: list[str]) -> list[str]:
    for other in WORDS:
        changed = [*words[:7], other]
        try:
            check_passphrase(" ".join(changed))
        except CheckError:
            return changed
    raise AssertionError


@pytest.mark.slow
def test_a_report_is_answered_and_the_answer_read(office: Office) -> None:
    office.carry_out()
    report = {"category": "lainnya", "what": "Perjalanan fiktif", "account": ACCOUNT}
    sent = office.send(report)
    words = sent["passphrase"]

    # Three ways to see no answer, three different answers.
    states = [
        office.read([words[0] + "x", *words[1:]], EXIT_MISTYPED)["state"],
        office.read(_failing_check(words), EXIT_WRONG)["state"],
        office.read(words, EXIT_NOTHING_YET)["state"],
    ]
    assert states == ["unknown_word", "check", "nothing_yet"]

    office.carry_in()
    (case,) = office.workstation("list")["cases"]
    shown = office.workstation("show", case["number"])
    assert _holds(shown, ACCOUNT)
    answer = office.folder / "jawaban.txt"
    answer.write_text(ANSWER)
    office.workstation("reply", "--text-file", answer, case["number"])
    office.carry_out()

    replies = {reply["kind"]: reply for reply in office.read(words)["replies"]}
    assert set(replies) == {"receipt", "message"}
    assert (replies["receipt"]["letter_type"], replies["receipt"]["ordinal"]) == (1, 1)
    assert replies["message"]["text"].strip() == ANSWER.strip()

    office.send({"text": "Bendahara."}, "--follow-up", answers=" ".join(words) + "\n")
    office.carry_in()
    (again,) = office.workstation("list")["cases"]
    assert again["number"] == case["number"]
    assert _holds(office.workstation("show", case["number"]), "Bendahara.")
    office.workstation("set-status", case["number"], "verifikasi")
    office.carry_out()
    kinds = [reply["kind"] for reply in office.read(words)["replies"]]
    assert sorted(kinds) == ["message", "receipt", "receipt", "status"]


def _holds(shown: object, text: str) -> bool:
    """Tell whether a text stands, whole, somewhere in what was printed."""
    if isinstance(shown, dict):
        return any(_holds(value, text) for value in shown.values())
    if isinstance(shown, list):
        return any(_holds(value, text) for value in shown)
    return shown == text


@pytest.mark.slow
def test_a_vault_from_a_backup_keeps_every_answer_on_the_board(office: Office) -> None:
    office.carry_out()
    sent = office.send({"category": "lainnya", "what": "Perjalanan fiktif", "account": ACCOUNT})
    office.carry_in()
    vault, backup = office.folder / "vault", office.folder / "cadangan"
    shutil.copytree(vault, backup, ignore=shutil.ignore_patterns("seeds"))
    (case,) = office.workstation("list")["cases"]
    answer = office.folder / "jawaban.txt"
    answer.write_text(ANSWER)
    office.workstation("reply", "--text-file", answer, case["number"])
    office.carry_out()
    before = office.read(sent["passphrase"])["replies"]

    shutil.rmtree(vault)
    shutil.copytree(backup, vault)
    assert office.workstation("status")["numbers"] == "unsure"
    assert office.workstation("keys", "--replace-lost")["given_up"] == 6
    config = ["--config", office.folder / "config.toml"]
    deliver = ["deliver", office.stick, *config, "--passphrase-file", office.folder / "passphrase"]
    refused = titip("workstation", *deliver, "--early", expect=1)
    # The stick still holds what the site showed before that delivery.
    assert "--shown-number 1" in refused.stderr

    assert office.courier("pickup")["shown"] == {"number": 2, "board": True}
    made = office.workstation("deliver", office.stick, "--early", "--shown-number", 2)
    assert made["taken_over"]["number"] == 2
    assert made["number"] > 3
    office.courier("deliver", made["path"])
    assert office.read(sent["passphrase"])["replies"] == before
    assert _holds(office.workstation("show", case["number"]), ANSWER.strip())
    assert office.workstation("verify") == {"faults": []}
