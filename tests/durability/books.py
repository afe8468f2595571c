"""What a workstation has done for good, and whether it still has it (tests only)."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from dropbox.protocol.delivery import Delivery, verify_delivery
from dropbox.protocol.sizes import LETTER_LEN
from dropbox.workstation.cases import LetterItem, ReplyItem
from dropbox.workstation.desk import Desk
from dropbox.workstation.settings import WorkstationSettings
from tests.durability.crash import CrashingDisk
from tests.durability.disk import Disk
from tests.durability.ledger import EVER, NEVER
from tests.durability.office import Line, RunningOffice, StepFailedError, destroyed_weeks
from tests.memory import memory_folder
from tests.workstation.builders import PASSPHRASE, Office, new_thread, open_office

# What the vault itself says of an import that was cut off; the next import clears it away.
_CUT_OFF = "an import was cut off"


@dataclass
class Step:
    """One thing that was to be done: `words` that it puts into the vault, each once.

    `begun` and `ended` are the numbers of changes on the disk; `ended` NEVER where it failed.
    """

    what: str
    arguments: Line
    words: list[str]
    begun: int
    ended: int = NEVER
    answer: Line = field(default_factory=dict)
    delivered: bytes = b""


class Books:
    """The steps of an office, and the files that its courier brought."""

    def __init__(self, office: Office, files: dict[str, bytes]) -> None:
        self.office = office
        self.steps: list[Step] = []
        self.files = files

    def check(self, root: Path, moment: int = EVER) -> Delivery:
        """Fail unless the vault in `root` has what was done before the moment, once.

        Then what was cut off is done again, and a delivery made, which is returned: neither may
        double anything.
        """
        done = [step for step in self.steps if step.ended <= moment]
        cut_off = [step for step in self.steps if step.begun <= moment < step.ended]
        day = max((step.arguments["day"] for step in done + cut_off), default=self.office.day)
        settings = WorkstationSettings(vault_dir=root / "vault")
        with Desk.open(settings, PASSPHRASE, day) as desk:
            self._look(desk, done, cut_off)
            signed = self._signed(root / "stick", done)
            for step in self.steps:
                if step.what == "take" and step.begun <= moment:
                    imported = desk.import_pickup(Path(step.arguments["path"]), day)
                    assert imported.repeated or step in cut_off
            result = desk.deliver(root / "stick", day)
            delivery = verify_delivery(Path(result.path).read_bytes(), self.office.did)
            bulletin = delivery.bulletin
            assert signed.get(bulletin.number, bulletin.raw) == bulletin.raw, "one number, twice"
            assert bulletin.number >= max(signed, default=0), "a number below one that was used"
            self._look(desk, done + [step for step in cut_off if step.what == "take"], [])
        return delivery

    def _look(self, desk: Desk, done: list[Step], cut_off: list[Step]) -> None:
        faults = [fault for fault in desk.verify() if not (cut_off and _CUT_OFF in fault)]
        assert not faults, faults
        assert desk.broken_log_entry() is None
        found = _words(desk)
        wanted = {word for step in done for word in step.words}
        lost = [word for word in wanted if not found[word]]
        assert not lost, f"{len(lost)} of {len(wanted)} lost"
        assert not [word for word, times in found.items() if times > 1], "something twice"
        gone = {week for step in done for week in step.answer.get("destroyed", ())}
        assert gone <= set(destroyed_weeks(desk)), "a destroyed key is back"
        for item in _items(desk):
            if isinstance(item, LetterItem) and item.pieces:
                [file] = desk.attachments(item.id)
                assert desk.read_attachment(item.id, 0) == self.files[file.name]

    def _signed(self, stick: Path, done: list[Step]) -> dict[int, bytes]:
        """Return the bulletins that lie on the stick, by number; all are whole."""
        for step in done:
            if step.what == "deliver":
                path = stick / Path(step.answer["path"]).name
                assert path.read_bytes() == step.delivered, "a delivery is gone or another"
        bulletins = [
            verify_delivery(path.read_bytes(), self.office.did).bulletin
            for path in stick.glob("*.delivery")
        ]
        return {bulletin.number: bulletin.raw for bulletin in bulletins}


def _items(desk: Desk) -> Iterator[LetterItem | ReplyItem]:
    for case in desk.cases():
        for item in desk.conversation(case.number):
            if isinstance(item, LetterItem | ReplyItem):
                yield item


def _words(desk: Desk) -> Counter[str]:
    found: Counter[str] = Counter()
    for item in _items(desk):
        for text in item.fields.values():
            if isinstance(text, str) and text.startswith("kata-"):
                found[text] += 1
    return found


@dataclass
class Weeks:
    """An office whose workstation runs on a watched disk, week after week."""

    root: Path
    disk: Disk
    books: Books
    running: RunningOffice

    def check_and_restart(self) -> None:
        """Kill the workstation, look into its vault, and start it again."""
        self.running.__exit__()
        self.books.office.delivered.append(self.books.check(self.root))
        self.running = RunningOffice(self.root / "vault", self.disk.environment)

    def pass_week(self) -> None:
        """Take a pickup, answer, deliver; keys are made and destroyed on the way.

        Raises ConnectionError where the workstation ended.
        """
        office = self.books.office
        office.day += 7
        words = [_word() for _ in range(4)]
        thread = new_thread()
        files = {f"berkas-{words[0][-8:]}.pdf": os.urandom(300_000)}
        self.books.files |= files
        named, chunks = office.attach(files)
        letters = [
            office.report(thread, words[0], attachments=named),
            office.follow_up(thread, words[1]),
            os.urandom(LETTER_LEN),
        ]
        path = str(office.pickup(letters, chunks))
        self.do("take", words[:2], path=path)
        self.do("reply", words[2:3], text=words[2])
        self.do("set_status", words[3:], reason=words[3])
        self.do("deliver", [], path=str(self.root / "stick"))

    def do(self, what: str, words: list[str], **arguments: object) -> None:
        """Do one step and write it into the books; a step that failed is in them as not done."""
        line: Line = {**arguments, "day": self.books.office.day}
        step = Step(what, line, words, self.disk.count)
        self.books.steps.append(step)
        with suppress(StepFailedError):
            step.answer = self.running.do(what, **line)
            if what == "deliver":
                step.delivered = Path(step.answer["path"]).read_bytes()
                verified = verify_delivery(step.delivered, self.books.office.did)
                self.books.office.delivered.append(verified)
            step.ended = self.disk.count


def _word() -> str:
    return f"kata-{os.urandom(8).hex()}"


@contextmanager
def watched_office(
    *, logs: bool, begun: Callable[[Path], object] = lambda _: None
) -> Iterator[Weeks]:
    """Give an office with its first delivery made; `begun` sees its folder before it is watched."""
    with memory_folder() as root, memory_folder() as courier, memory_folder() as beside:
        office = open_office(root)
        office.desk.close()
        office.folder = courier
        begun(root)
        with Disk(root, beside, logs=logs) as disk:
            running = RunningOffice(root / "vault", disk.environment)
            weeks = Weeks(root, disk, Books(office, {}), running)
            try:
                yield weeks
            finally:
                weeks.running.__exit__()


def cut_power_of_office(
    weeks: Weeks, disk: CrashingDisk, chance: random.Random, images: int
) -> None:
    """Check that many power cuts at any point of what the workstation did."""
    changes = weeks.disk.changes()
    played = 0
    for moment in sorted(chance.randint(0, len(changes)) for _ in range(images)):
        disk.play(changes[played:moment])
        played = moment
        with memory_folder() as image:
            disk.leave(str(weeks.root), image)
            try:
                weeks.books.check(image, moment)
            except BaseException as failure:
                failure.add_note(f"power cut before change {moment} of {len(changes)}")
                raise
