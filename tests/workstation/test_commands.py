import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dropbox.protocol.body import write_letter_body
from dropbox.protocol.bulletin import choose_intake_pk
from dropbox.protocol.delivery import Delivery, verify_delivery
from dropbox.protocol.letter import seal_letter
from dropbox.protocol.pickup import make_pickup
from dropbox.protocol.reply import read_replies
from dropbox.protocol.sheet import board_cells
from dropbox.protocol.thread import ThreadKeys
from dropbox.workstation.showing import visible
from tests.workstation.builders import DAY, PASSPHRASE, new_thread, open_office
from tests.workstation.floods import HONEST, junk_letters

TODAY = ("--today", "2026-08-31")


@dataclass
class Terminal:
    """`titip workstation …` as a process, in a folder with a config.toml and a passphrase file."""

    folder: Path

    def run(self, *words: str, text: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "dropbox.cli", "workstation", *words]
        return subprocess.run(
            [*command, "--passphrase-file", "pw"],
            cwd=self.folder,
            input=text,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def json(self, *words: str, text: str = "") -> dict[str, Any]:
        done = self.run(*words, "--json", *TODAY, text=text)
        assert done.returncode == 0, done.stderr
        content: dict[str, Any] = json.loads(done.stdout)
        return content


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    (tmp_path / "config.toml").write_text('[workstation]\nvault_dir = "vault"\n')
    (tmp_path / "pw").write_text(PASSPHRASE + "\n")
    return Terminal(tmp_path)


def read(terminal: Terminal, made: dict[str, Any], did: bytes) -> Delivery:
    return verify_delivery((terminal.folder / made["path"]).read_bytes(), did)


def test_the_whole_way_from_the_command_line(terminal: Terminal) -> None:
    identity = terminal.json("init", "--demo")
    assert DAY == 20_696
    did, sid = bytes.fromhex(identity["did"]), bytes.fromhex(identity["sid"])
    first = read(terminal, terminal.json("deliver", "."), did)
    thread: ThreadKeys = new_thread()
    body = {
        "language": "id",
        "category": "suap",
        "what": "Uang \u202ekosong\u001b[2J",
        "account": "Baris satu\nBaris dua",
    }
    pk = choose_intake_pk(first.bulletin, DAY)
    letter = seal_letter(1, thread, write_letter_body(1, body), did, pk)
    (terminal.folder / "1.pickup").write_bytes(make_pickup(sid, 1, DAY, [letter], []))
    (imported,) = terminal.json("import", "1.pickup")["pickups"]
    assert imported["case_numbers"] == ["P-2026-0001"]
    (case,) = terminal.json("list", "--open")["cases"]
    assert case["number"] == "P-2026-0001"
    shown = terminal.run("show", "P-2026-0001", *TODAY)
    assert "\u202e" not in shown.stdout
    assert "\x1b" not in shown.stdout
    assert "Uang \\u202ekosong\\u001b[2J" in shown.stdout
    terminal.json("reply", "P-2026-0001", text="Terima kasih.\nMohon bukti.\n")
    terminal.json("note", "P-2026-0001", text="catatan")
    (terminal.folder / "alasan").write_text("Menunggu bukti")
    terminal.json("set-status", "P-2026-0001", "perlu_keterangan", "--reason-file", "alasan")
    made = terminal.json("deliver", ".")
    assert (made["replies"], made["receipts"], made["pickups"]) == (2, 1, 1)
    second = read(terminal, made, did)
    cells = board_cells(second.board, second.bulletin.sheet_hashes)
    found = read_replies(cells, thread.thread_key, did, second.bulletin.signing_pks)
    assert [reply.body["kind"] for reply in found.replies] == ["receipt", "message", "status"]
    assert found.replies[1].body["text"] == "Terima kasih.\nMohon bukti."
    assert terminal.json("verify") == {"faults": []}
    assert terminal.json("status")["replies_waiting"] == 0
    keys = terminal.json("keys")
    assert keys["identity"]["fragment"] == identity["fragment"]
    assert len(keys["keys"]) == 6
    human = terminal.run("list", *TODAY)
    assert "perlu_keterangan" in human.stdout


def test_failures_are_said_in_both_languages_and_as_json(terminal: Terminal) -> None:
    done = terminal.run("list", "--json", *TODAY)
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"] == "VaultError"
    assert "tidak ada brankas" in done.stderr
    assert "There is no vault" in done.stderr
    terminal.json("init", "--demo")
    (terminal.folder / "pw").write_text("salah\n")
    done = terminal.run("list", *TODAY)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Frasa sandi salah" in done.stderr
    assert "Traceback" not in done.stderr
    (terminal.folder / "pw").write_text("\n")
    assert "baris pertama" in terminal.run("list", *TODAY).stderr


def test_a_refused_pickup_is_told_in_words(terminal: Terminal) -> None:
    terminal.json("init", "--demo")
    (terminal.folder / "x.pickup").write_bytes(b"bukan ambilan")
    done = terminal.run("import", "x.pickup", "--json", *TODAY)
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"] == "PickupFormError"


def test_the_clock_can_be_given_in_a_demo_only(terminal: Terminal) -> None:
    done = terminal.run("init", *TODAY)
    assert done.returncode == 1
    assert not (terminal.folder / "vault").exists()
    assert terminal.run("init").returncode == 0
    done = terminal.run("list", *TODAY)
    assert "--today is for demo vaults only" in done.stderr
    assert terminal.run("list").returncode == 0


def test_secrets_and_words_are_no_arguments() -> None:
    help_text = subprocess.run(
        [sys.executable, "-m", "dropbox.cli", "workstation", "reply", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "--passphrase " not in help_text
    assert "--text " not in help_text


def test_control_and_direction_characters_are_written_out() -> None:
    assert visible("a\tb\nc") == "a\tb\nc"
    assert (
        visible("\x1b[31m\u202e\u2066\u200f\r\x00")
        == "\\u001b[31m\\u202e\\u2066\\u200f\\u000d\\u0000"
    )
    assert visible("Halo 🙏 é") == "Halo 🙏 é"


def test_a_flood_from_the_command_line(terminal: Terminal) -> None:
    office = open_office(terminal.folder)
    honest = [office.report(new_thread(), what, account=text) for what, text in HONEST.items()]
    forger = ThreadKeys(new_thread().thread_key, new_thread().author_seed)
    office.epoch += 1
    office.take([*honest, *junk_letters(office, 40)])
    office.take([office.follow_up(forger)])
    office.desk.close()

    groups = terminal.json("triage")["groups"]
    assert [group["count"] for group in groups] == [20, 20, 4]
    chosen = [word for group in groups[:2] for word in ("--group", str(group["number"]))]
    looked = terminal.json("dismiss", *chosen)
    assert looked["count"] == 40
    assert len(looked["strangest"]) == 6
    assert terminal.json("junk")["cases"] == []
    refused = terminal.run("dismiss", *chosen, "--expect", "41", *TODAY)
    assert refused.returncode == 1
    assert "Now 40 match, not 41" in refused.stderr
    done = terminal.json("dismiss", *chosen, "--expect", "40")
    assert len(terminal.json("list")["cases"]) == 4
    tray = terminal.json("junk")
    assert len(tray["cases"]) == 40
    assert tray["dismissals"][0]["remaining"] == 40
    assert terminal.json("restore", tray["cases"][0]["number"])["restored"] == 1
    assert terminal.json("restore", "--dismissal", str(done["dismissal"]))["restored"] == 39
    assert len(terminal.json("list")["cases"]) == 44
    assert terminal.json("confirm-epochs") == {"confirmed": ["missing 1"]}
    assert not terminal.json("status")["epochs"]["missing"]


def test_letters_set_aside_are_ticked_off_from_the_command_line(terminal: Terminal) -> None:
    office = open_office(terminal.folder)
    thread = new_thread()
    forger = ThreadKeys(thread.thread_key, new_thread().author_seed)
    office.take([office.report(thread)])
    office.take([office.follow_up(forger)])
    office.desk.close()
    (letter,) = terminal.json("list", "--set-aside")["set_aside"]
    assert letter["seen_day"] is None
    assert terminal.json("seen", str(letter["id"]))["seen"] == 1
    assert terminal.json("seen", str(letter["id"]))["seen"] == 0
    (letter,) = terminal.json("list", "--set-aside")["set_aside"]
    assert letter["seen_day"] == DAY
    assert terminal.json("status")["set_aside"]["unseen"] == 0
