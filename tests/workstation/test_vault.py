import base64
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dropbox.protocol.certificate import Certificate, verify_certificate
from dropbox.workstation import audit
from dropbox.workstation.desk import Desk
from dropbox.workstation.errors import (
    VaultBusyError,
    VaultError,
    WorkstationError,
    WrappedKeyFormError,
    WrongPassphraseError,
)
from dropbox.workstation.settings import WorkstationSettings
from dropbox.workstation.vault import Vault
from dropbox.workstation.wrapping import WRAPPED_LEN, Cost, unwrap_key, wrap_key
from tests.workstation.builders import DAY, PASSPHRASE, Office, new_thread


def test_a_wrapped_key_opens_under_its_passphrase_alone() -> None:
    key = os.urandom(32)
    raw = wrap_key(key, "kata sandi panjang", "vault", Cost.TRIAL)
    assert len(raw) == WRAPPED_LEN == 112
    assert unwrap_key(raw, "kata sandi panjang", "vault") == key
    # The same letters from another keyboard.
    assert unwrap_key(raw, "ｋata sandi panjang", "vault") == key
    with pytest.raises(WrongPassphraseError, match="Frasa sandi salah"):
        unwrap_key(raw, "kata sandi Panjang", "vault")


def test_a_wrapped_key_of_another_purpose_or_form_is_refused() -> None:
    raw = wrap_key(os.urandom(32), "x", "root", Cost.TRIAL)
    with pytest.raises(WrappedKeyFormError):
        unwrap_key(raw, "x", "vault")
    for broken in (raw[:-1], raw + b"\0", b"titip/1x" + raw[8:], b""):
        with pytest.raises(WrappedKeyFormError):
            unwrap_key(broken, "x", "root")
    for place in (8, 24, 60, 111):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        with pytest.raises(WrongPassphraseError):
            unwrap_key(changed, "x", "root")


def test_the_full_cost_is_the_default_and_never_below_moderate() -> None:
    raw = wrap_key(b"k" * 32, "x", "vault")
    assert raw[:8] == b"titip/1w"
    assert unwrap_key(raw, "x", "vault") == b"k" * 32
    _, passes, memory = Cost.FULL.value
    assert (passes, memory) == (3, 268_435_456)


def test_a_vault_that_is_no_demo_refuses_a_cheap_wrapping(tmp_path: Path) -> None:
    settings = WorkstationSettings(vault_dir=tmp_path / "vault")
    Desk.init(settings, PASSPHRASE, DAY)
    key_file = settings.vault_dir / "vault.key"
    assert key_file.read_bytes()[:8] == b"titip/1w"
    assert (settings.vault_dir / "root.box").read_bytes()[:8] == b"titip/1w"
    key = unwrap_key(key_file.read_bytes(), PASSPHRASE, "vault")
    key_file.write_bytes(wrap_key(key, PASSPHRASE, "vault", Cost.TRIAL))
    with pytest.raises(WrappedKeyFormError):
        Desk.open(settings, PASSPHRASE, DAY)


def test_a_short_passphrase_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    settings = WorkstationSettings(vault_dir=tmp_path / "vault")
    with pytest.raises(WorkstationError, match="15"):
        Desk.init(settings, "pendek", DAY)
    assert list(tmp_path.iterdir()) == []


def test_a_ceremony_never_overwrites(office: Office) -> None:
    before = (office.settings.vault_dir / "vault.key").read_bytes()
    with pytest.raises(VaultError, match="tidak kosong"):
        Desk.init(office.settings, PASSPHRASE, DAY, demo=True)
    assert (office.settings.vault_dir / "vault.key").read_bytes() == before


def test_a_ceremony_that_is_cut_off_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = WorkstationSettings(vault_dir=tmp_path / "vault")

    def cut(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("dropbox.workstation.seeds.SeedStore.create_ahead", cut)
        with pytest.raises(KeyboardInterrupt):
            Desk.init(settings, PASSPHRASE, DAY, demo=True)
    assert list(tmp_path.iterdir()) == []
    Desk.init(settings, PASSPHRASE, DAY, demo=True)


def test_the_public_part_is_what_posters_and_programs_need(office: Office) -> None:
    public = office.settings.vault_dir / "keys"
    identity = office.desk.identity()
    texts = {path.name: path.read_text() for path in public.rglob("*") if path.is_file()}
    assert texts["site.json"] == f'{{"root_pk":"{identity.root_pk}","sid":"{identity.sid}"}}'
    assert texts["site-id.hex"] == identity.sid + "\n"
    assert texts["root.hex"] == identity.root_pk + "\n"
    link, digits = texts["drop-id.txt"].splitlines()
    assert f"#k={link}" == identity.fragment
    assert digits.split(" ") == identity.digits
    name = f"{DAY}-{DAY + 100}.hex"
    raw = bytes.fromhex(texts[name].removesuffix("\n"))
    assert (public / "certificates" / name).is_file()
    days = [int.from_bytes(raw[at : at + 4], "big") for at in (32, 36)]
    certificate = Certificate(raw[:32], days[0], days[1], raw[40:])
    verify_certificate(certificate, office.did, bytes.fromhex(identity.root_pk))
    assert days == [DAY, DAY + 100]
    poster = (public / "poster.txt").read_text()
    assert identity.fragment in poster
    assert " ".join(identity.digits) in poster
    assert "DEMO" in poster
    secrets = [row[0] for row in office.desk._vault.rows("SELECT seed FROM signing_keys")]
    for text in texts.values():
        for secret in secrets:
            assert secret.hex() not in text


def test_a_wrong_passphrase_says_so(office: Office) -> None:
    office.desk.close()
    with pytest.raises(WrongPassphraseError, match="Wrong passphrase"):
        Desk.open(office.settings, "salah", DAY)


def test_a_missing_or_damaged_vault_says_what_to_do(office: Office, tmp_path: Path) -> None:
    office.desk.close()
    with pytest.raises(VaultError, match="titip workstation init"):
        Desk.open(WorkstationSettings(vault_dir=tmp_path / "lain"), PASSPHRASE, DAY)
    path = office.settings.vault_dir / "vault.db"
    raw = bytearray(path.read_bytes())
    raw[100] ^= 1
    path.write_bytes(raw)
    with pytest.raises(VaultError, match="cadangan"):
        Desk.open(office.settings, PASSPHRASE, DAY)
    path.unlink()
    with pytest.raises(VaultError, match="hilang"):
        Desk.open(office.settings, PASSPHRASE, DAY)


def test_a_damaged_page_is_found(office: Office) -> None:
    office.take([office.report(new_thread(), "x" * 20_000)])
    assert office.desk.verify() == []
    office.desk.close()
    path = office.settings.vault_dir / "vault.db"
    raw = bytearray(path.read_bytes())
    raw[-2_000] ^= 1
    path.write_bytes(raw)
    with Vault.open(office.settings.vault_dir, PASSPHRASE) as vault:
        assert any("HMAC" in fault for fault in vault.faults())
    with Desk.open(office.settings, PASSPHRASE, DAY) as desk:
        assert any(fault.startswith("vault.db") for fault in desk.verify())


def test_a_full_disk_is_told_in_words_and_changes_nothing(office: Office) -> None:
    office.take([office.report(new_thread())])
    (case,) = office.desk.cases()
    pages = office.desk._vault.number("PRAGMA page_count")
    office.desk._vault.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(VaultError, match="disk"):
        office.desk.add_note(case.number, "x" * 100_000, DAY)
    office.desk._vault.rows("PRAGMA max_page_count = 1000000")
    assert [item.kind for item in office.desk.conversation(case.number)] == ["step", "letter"]
    office.desk.add_note(case.number, "x" * 100_000, DAY)


def test_a_vault_of_a_later_release_is_left_alone(office: Office) -> None:
    office.desk._vault.change("PRAGMA user_version = 99")
    office.desk.close()
    with pytest.raises(VaultError, match="later release"):
        Desk.open(office.settings, PASSPHRASE, DAY)


def test_two_processes_never_have_it_open_at_once(office: Office) -> None:
    with pytest.raises(VaultBusyError):
        Desk.open(office.settings, PASSPHRASE, DAY)
    program = (
        "import sys; from pathlib import Path\n"
        "from dropbox.workstation.desk import Desk\n"
        "from dropbox.workstation.errors import VaultBusyError\n"
        "from dropbox.workstation.settings import WorkstationSettings\n"
        "try: Desk.open(WorkstationSettings(vault_dir=Path(sys.argv[1])), sys.argv[2], "
        "20696).close()\n"
        "except VaultBusyError: sys.exit(7)\n"
    )
    command = [sys.executable, "-c", program, str(office.settings.vault_dir), PASSPHRASE]
    assert subprocess.run(command, check=False).returncode == 7
    office.desk.close()
    assert subprocess.run(command, check=False).returncode == 0


def test_nothing_on_the_disk_holds_a_word_in_the_clear(office: Office) -> None:
    secrets = {
        "report": "Bendahara Sumarno menggelembungkan",
        "reply": "Terima kasih atas keberanian Anda",
        "note": "Panggil saksi hari Kamis",
        "draft": "Kami akan segera",
        "name": "kuitansi-palsu.pdf",
        "file": "isi lampiran yang rahasia",
    }
    attachments, chunks = office.attach({secrets["name"]: secrets["file"].encode() * 1_000})
    office.take([office.report(new_thread(), secrets["report"], attachments=attachments)], chunks)
    (case,) = office.desk.cases()
    office.desk.reply(case.number, secrets["reply"], office.day)
    office.desk.add_note(case.number, secrets["note"], office.day)
    office.desk.save_draft(case.number, secrets["draft"])
    office.deliver()
    keys = [bytes(row[0]) for row in office.desk._vault.rows("SELECT seed FROM signing_keys")]
    keys += office.desk._seeds._seeds.values()
    keys += [bytes(row[0]) for row in office.desk._vault.rows("SELECT thread_key FROM cases")]
    wanted = [text.encode() for text in [*secrets.values(), case.number]]
    wanted += [text.encode("utf-16-le") for text in secrets.values()]
    wanted += [base64.b64encode(text.encode())[:20] for text in secrets.values()]
    wanted += keys + [key.hex().encode() for key in keys]

    def found() -> set[bytes]:
        files = [path for path in office.folder.parent.rglob("*") if path.is_file()]
        contents = [path.read_bytes() for path in files]
        assert len(contents) > 8
        return {word for word in wanted if any(word in raw for raw in contents)}

    assert found() == set()
    office.desk.close()
    assert found() == set()
    # The search itself finds what is there.
    (office.folder / "bocor").write_text(secrets["note"])
    assert found() == {secrets["note"].encode()}


def test_everything_is_for_the_owners_eyes_only(office: Office) -> None:
    attachments, chunks = office.attach({"a": b"x"})
    letter = office.report(new_thread(), attachments=attachments)
    office.take([letter, os.urandom(32_768)], chunks)
    for path in office.settings.vault_dir.rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_IMODE(office.settings.vault_dir.stat().st_mode) == 0o700


def test_no_secret_shows_in_a_repr(office: Office) -> None:
    office.take([office.report(new_thread(), "Kata rahasia")])
    (case,) = office.desk.cases()
    items = office.desk.conversation(case.number)
    shown = repr((office.desk, office.desk._vault, office.desk._seeds, case, items))
    assert "Kata rahasia" not in shown
    assert PASSPHRASE not in shown
    for key in office.desk._seeds._seeds.values():
        assert repr(key) not in shown


def test_the_log_is_a_chain_that_shows_every_change(office: Office) -> None:
    office.take([office.report(new_thread())])
    vault = office.desk._vault
    actions = [entry.action for entry in office.desk.log()]
    assert "ceremony" in actions
    assert "case_opened" in actions
    assert office.desk.broken_log_entry() is None
    vault.change("UPDATE audit SET who = 'orang lain' WHERE id = 2")
    assert office.desk.broken_log_entry() == 2
    assert any("entry 2" in fault for fault in office.desk.verify())


def test_an_entry_that_is_removed_is_missed(office: Office) -> None:
    office.desk._vault.change("DELETE FROM audit WHERE id = 3")
    assert office.desk.broken_log_entry() == 4


def test_a_log_written_anew_does_not_match_the_bulletins(office: Office) -> None:
    vault = office.desk._vault
    vault.change("DELETE FROM audit")
    for _ in range(8):
        audit.record(vault, DAY, "orang lain", "ceremony")
    assert office.desk.broken_log_entry() is None
    assert any("audit log never had" in fault for fault in office.desk.verify())


def test_a_change_and_its_entry_are_kept_together_or_not_at_all(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise OSError("disk full")

    office.take([office.report(new_thread())])
    (case,) = office.desk.cases()
    with monkeypatch.context() as patch:
        patch.setattr(audit, "_hash", fail)
        with pytest.raises(OSError, match="disk full"):
            office.desk.reply(case.number, "x", DAY)
        with pytest.raises(OSError, match="disk full"):
            office.desk.add_note(case.number, "x", DAY)
        with pytest.raises(OSError, match="disk full"):
            office.desk.set_status(case.number, "telaah", None, DAY)
    assert office.desk.case(case.number) == case
    assert [item.kind for item in office.desk.conversation(case.number)] == ["step", "letter"]
