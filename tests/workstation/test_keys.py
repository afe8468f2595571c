import stat
from pathlib import Path

import pytest

from dropbox.protocol.pickup import make_pickup
from dropbox.workstation import files
from dropbox.workstation import seeds as seeds_module
from dropbox.workstation.days import monday_of
from dropbox.workstation.errors import SeedsError, VaultError, WrongPassphraseError
from tests.workstation.builders import DAY, PASSPHRASE, Office, new_thread


def live(office: Office) -> list[int]:
    return [key.from_day for key in list(office.desk.keys()) if key.destroyed_day is None]


def pass_weeks(office: Office, weeks: int, *, pickups: bool = True) -> None:
    for _ in range(weeks):
        office.day += 7
        if pickups:
            office.take()
        office.deliver()


def test_six_weeks_are_made_ahead_and_no_more(office: Office) -> None:
    assert live(office) == [DAY + 7 * week for week in range(6)]
    pass_weeks(office, 1)
    assert live(office) == [DAY + 7 * week for week in range(7)]
    assert monday_of(DAY + 6) == DAY


def test_a_key_is_destroyed_when_its_week_and_fourteen_days_are_over(office: Office) -> None:
    letter = office.report(new_thread())
    pass_weeks(office, 2)
    assert DAY in live(office)
    assert office.take([letter]).opened_cases == 1
    other = office.pickup()
    office.day = DAY + 20
    office.desk.import_pickup(other, office.day)
    assert DAY in live(office)
    office.day = DAY + 21
    before = office.settings.seeds_path.read_bytes()
    result = office.take()
    assert result.letters == 0
    assert DAY not in live(office)
    assert office.settings.seeds_path.read_bytes() != before


def test_what_was_sealed_to_a_destroyed_key_opens_no_more(office: Office) -> None:
    late = office.report(new_thread())
    pass_weeks(office, 3)
    assert DAY not in live(office)
    result = office.take([late])
    assert (result.unopened, result.opened_cases) == (1, 0)


def test_nothing_is_destroyed_on_the_clock_alone(office: Office) -> None:
    letter = office.report(new_thread())
    pass_weeks(office, 10, pickups=False)
    assert DAY in live(office)
    assert office.desk.summary(office.day).keys_to_confirm == [DAY, DAY + 7]
    assert office.take([letter]).opened_cases == 1


def test_an_old_pickup_destroys_nothing(office: Office) -> None:
    path = office.pickup(closed=DAY + 6)
    pass_weeks(office, 4, pickups=False)
    office.desk.import_pickup(path, office.day)
    assert DAY in live(office)


def test_a_gap_of_epochs_stops_destruction_until_it_is_filled(office: Office) -> None:
    late = office.pickup([office.report(new_thread())])
    pass_weeks(office, 4)
    assert DAY in live(office)
    summary = office.desk.summary(office.day)
    assert summary.epochs.missing == [1]
    assert summary.keys_to_confirm == [DAY, DAY + 7]
    assert office.desk.import_pickup(late, office.day).opened_cases == 1
    assert office.desk.summary(office.day).epochs.missing == []
    assert DAY not in live(office)


@pytest.mark.parametrize("lie", ["doubled", "future", "falling"])
def test_a_site_that_lies_about_epochs_only_delays(office: Office, lie: str) -> None:
    office.take()
    closed = {"doubled": office.day, "future": office.day + 1_000, "falling": office.day - 3}[lie]
    path = office.pickup(closed=closed)
    if lie == "doubled":
        office.epoch = 1
        path.write_bytes(make_pickup(office.sid, 1, closed, [b"\1" * 32_768], []))
    office.desk.import_pickup(path, office.day)
    pass_weeks(office, 4)
    assert getattr(office.desk.summary(office.day).epochs, lie)
    assert DAY in live(office)
    destroyed = office.desk.confirm_destroy(office.day)
    assert [key.from_day for key in destroyed] == [DAY, DAY + 7]
    assert DAY not in live(office)


def test_after_eight_weeks_a_person_is_asked(office: Office) -> None:
    pass_weeks(office, 8, pickups=False)
    assert office.desk.confirm_destroy(office.day) == []
    pass_weeks(office, 1, pickups=False)
    assert [key.from_day for key in office.desk.confirm_destroy(office.day)] == [DAY]
    office.reopen()
    assert DAY not in live(office)
    assert office.desk.verify() == []


def test_the_seeds_file_is_private_and_marked_against_backups(office: Office) -> None:
    path = office.settings.seeds_path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    tag = (path.parent / "CACHEDIR.TAG").read_text()
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55")
    assert sorted(p.name for p in path.parent.iterdir()) == [
        "CACHEDIR.TAG",
        "intake.seeds",
        "numbers.mark",
    ]


def test_an_older_seeds_file_opens_nothing_any_more(office: Office) -> None:
    older = office.settings.seeds_path.read_bytes()
    pass_weeks(office, 1)
    office.settings.seeds_path.write_bytes(older)
    office.reopen()
    with pytest.raises(SeedsError):
        office.take()


def test_the_old_file_is_overwritten_in_place(office: Office) -> None:
    path = office.settings.seeds_path
    with path.open("rb") as old:
        before = old.read()
        pass_weeks(office, 1)
        old.seek(0)
        assert old.read() != before
        assert len(before) == len(path.read_bytes()) - 36


@pytest.mark.parametrize("step", ["before", "after"])
@pytest.mark.parametrize("weeks", [1, 3])
def test_cut_off_while_the_seeds_are_rewritten_vault_and_file_agree_again(
    office: Office, monkeypatch: pytest.MonkeyPatch, step: str, weeks: int
) -> None:
    class CutOffError(Exception):
        pass

    pass_weeks(office, weeks - 1)
    office.day += 7
    real = files.write_atomically

    def cut(*arguments: object, **named: object) -> None:
        if step == "after":
            real(*arguments, **named)  # type: ignore[arg-type]
        raise CutOffError

    path = office.pickup()
    with monkeypatch.context() as patch:
        patch.setattr(seeds_module, "write_atomically", cut)
        # After three weeks importing destroys a key; before that only delivering makes one.
        with pytest.raises(CutOffError):
            _import_and_deliver(office, path)
    office.reopen()
    office.desk.import_pickup(path, office.day)
    office.deliver()
    assert office.desk.verify() == []
    assert (DAY in live(office)) is (weeks == 1)
    assert live(office)[-1] == DAY + 7 * (weeks + 5)
    letter = office.report(new_thread())
    assert office.take([letter]).opened_cases == 1


def test_lost_seeds_are_given_up_and_replaced_only_when_asked(office: Office) -> None:
    office.settings.seeds_path.unlink()
    office.reopen()
    assert office.desk.summary(office.day).keys_lost == [DAY + 7 * week for week in range(6)]
    with pytest.raises(SeedsError):
        office.desk.deliver(office.folder, office.day)
    assert office.desk.replace_lost_keys(office.day) == 6
    office.deliver()
    assert office.take([office.report(new_thread())]).opened_cases == 1
    assert office.desk.verify() == []


def test_renewing_needs_the_right_root_key_and_passphrase(office: Office, tmp_path: Path) -> None:
    root = office.settings.vault_dir / "root.box"
    office.day += 1
    with pytest.raises(WrongPassphraseError):
        office.desk.renew_signing(root, "bukan ini", office.day)
    moved = tmp_path / "stik-lain"
    root.rename(moved)
    until = office.desk.renew_signing(moved, PASSPHRASE, office.day)
    assert until == office.day + 100
    certificates = office.settings.vault_dir / "keys" / "certificates"
    names = {f"{day}-{day + 100}.hex" for day in (DAY, office.day)}
    assert {path.name for path in certificates.iterdir()} == names
    with pytest.raises(VaultError, match="besok"):
        office.desk.renew_signing(moved, PASSPHRASE, office.day)
    seeds = office.desk._vault.rows("SELECT seed FROM signing_keys ORDER BY id")
    assert seeds[0] == (None,)


def test_another_drops_root_key_certifies_nothing(office: Office, tmp_path: Path) -> None:
    from dropbox.workstation.wrapping import Cost, wrap_key

    foreign = tmp_path / "root.box"
    foreign.write_bytes(wrap_key(b"\7" * 32, PASSPHRASE, "root", Cost.TRIAL))
    with pytest.raises(VaultError, match="another drop"):
        office.desk.renew_signing(foreign, PASSPHRASE, office.day + 1)


def _import_and_deliver(office: Office, path: Path) -> None:
    office.desk.import_pickup(path, office.day)
    office.desk.deliver(office.folder, office.day)
