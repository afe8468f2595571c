"""A vault that is backed up and restored, and what the site shows meanwhile (tests only)."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

from dropbox.protocol.bulletin import Bulletin, check_succession
from dropbox.protocol.canonical import JsonObject
from dropbox.protocol.delivery import Delivery, verify_delivery
from dropbox.protocol.thread import ThreadKeys
from dropbox.workstation.cases import ReplyItem
from dropbox.workstation.delivering import DeliveryResult
from dropbox.workstation.desk import Desk
from dropbox.workstation.shown import SHOWN_BOARD, SHOWN_BULLETIN
from tests.workstation.builders import PASSPHRASE, Office, new_thread


@dataclass
class Site:
    """What the site shows, and every number and seq that it ever showed."""

    office: Office
    shown: Bulletin
    seqs: dict[bytes, dict[int, JsonObject]] = field(default_factory=dict)

    def show(self) -> None:
        """Take the last delivery as a site does (§9.2), and read it as reporters do."""
        delivery = self.office.delivered[-1]
        self.shown = check_succession(self.shown, delivery.bulletin)
        for thread_key, seen in self.seqs.items():
            (keys,) = [k for k in self.office.threads if k.thread_key == thread_key]
            found = self.office.read(keys)
            assert not found.refused
            for reply in found.replies:
                assert not reply.conflict
                assert seen.setdefault(reply.seq, reply.body) == reply.body

    def bring(self, *, board: bool = True) -> None:
        """Put on the stick what `titip courier pickup` puts there."""
        delivery = self.office.delivered[-1]
        assert delivery.bulletin.raw == self.shown.raw
        (self.office.folder / SHOWN_BULLETIN).write_bytes(delivery.bulletin.raw)
        if board:
            (self.office.folder / SHOWN_BOARD).write_bytes(delivery.board)


def week(office: Office, site: Site) -> DeliveryResult:
    office.day += 7
    result = office.deliver()
    site.show()
    return result


def reporter(office: Office, site: Site, what: str = "Uang hilang") -> tuple[ThreadKeys, str]:
    thread = new_thread()
    office.threads.append(thread)
    site.seqs[thread.thread_key] = {}
    (number,) = office.take([office.report(thread, what)]).case_numbers
    return thread, number


def back_up(office: Office, tmp_path: Path) -> Path:
    """Copy the vault as the docs say: without the folder of seeds and mark."""
    office.desk.close()
    copy = tmp_path / "cadangan"
    shutil.copytree(office.settings.vault_dir, copy, ignore=shutil.ignore_patterns("seeds", "lock"))
    office.desk = Desk.open(office.settings, PASSPHRASE, office.day)
    return copy


def restore(office: Office, copy: Path, *, seeds: bool) -> None:
    """Put the backup in the vault's place; `seeds`: on the machine that it was taken from."""
    office.desk.close()
    kept = office.folder / "seeds"
    shutil.copytree(office.settings.seeds_path.parent, kept)
    shutil.rmtree(office.settings.vault_dir)
    shutil.copytree(copy, office.settings.vault_dir)
    if seeds:
        shutil.copytree(kept, office.settings.seeds_path.parent)
    shutil.rmtree(kept)
    office.desk = Desk.open(office.settings, PASSPHRASE, office.day)
    if office.desk.summary(office.day).keys_lost:
        office.desk.replace_lost_keys(office.day)


def texts(office: Office, number: str) -> list[str]:
    items = [i for i in office.desk.conversation(number) if isinstance(i, ReplyItem)]
    return [str(item.fields["text"]) for item in items if item.reply_kind == "message"]


def log(office: Office) -> list[tuple[str, str]]:
    return [(entry.action, entry.subject) for entry in office.desk.log()]


def two_weeks_later(office: Office, site: Site, tmp_path: Path, *, seeds: bool) -> str:
    """Restore a vault that is two deliveries behind; returns the number of its only case."""
    _, number = reporter(office, site)
    copy = back_up(office, tmp_path)
    week(office, site)
    office.desk.reply(number, "Sesudah cadangan.", office.day)
    week(office, site)
    restore(office, copy, seeds=seeds)
    return number


def copy_everything(office: Office, tmp_path: Path) -> Office:
    """Return a second office with the whole machine's copy, mark and seeds and all."""
    office.desk.close()
    folder = tmp_path / "salinan"
    shutil.copytree(office.settings.vault_dir, folder)
    office.desk = Desk.open(office.settings, PASSPHRASE, office.day)
    settings = replace(office.settings, vault_dir=folder)
    stick = tmp_path / "stik-salinan"
    stick.mkdir()
    return replace(
        office,
        folder=stick,
        settings=settings,
        desk=Desk.open(settings, PASSPHRASE, office.day),
        delivered=list(office.delivered),
    )


def read_delivery(office: Office, result: DeliveryResult) -> Delivery:
    return verify_delivery(Path(result.path).read_bytes(), office.did)
