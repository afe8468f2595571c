"""What the site shows comes along with the pickups, for a vault that was set back."""

from __future__ import annotations

import json
from pathlib import Path

from dropbox import stick_names
from dropbox.protocol.sizes import SHEET_LEN
from dropbox.workstation import shown as workstation_shown
from tests.carriers.inspectorate import Inspectorate
from tests.carriers.running import Site, courier, write_courier_config


def test_courier_and_workstation_call_the_files_the_same() -> None:
    assert stick_names.SHOWN_BULLETIN == workstation_shown.SHOWN_BULLETIN
    assert stick_names.SHOWN_BOARD == workstation_shown.SHOWN_BOARD


def test_a_pickup_brings_what_the_site_shows(
    site: Site, desk: Inspectorate, stick: Path, config: Path
) -> None:
    done = courier("pickup", "--config", config, "--to", stick, "--json")
    assert json.loads(done.stdout)["shown"] is None
    for number in (1, 2):
        site.deliver(desk.deliver())
        done = courier("pickup", "--config", config, "--to", stick, "--json")
        assert json.loads(done.stdout)["shown"] == {"number": number, "board": True}
        read = workstation_shown.read_shown(stick, desk.did)
        assert read is not None
        assert read.bulletin.raw == desk.last
        assert b"".join(read.sheets or []) == desk.board
        assert len(desk.board) == number * SHEET_LEN
    assert not list(stick.glob("*.part"))


def test_a_dry_run_brings_nothing(
    site: Site, desk: Inspectorate, stick: Path, config: Path
) -> None:
    site.deliver(desk.deliver())
    courier("pickup", "--config", config, "--to", stick, "--dry-run")
    assert list(stick.iterdir()) == []


def test_without_the_public_door_the_pickups_come_all_the_same(
    site: Site, desk: Inspectorate, stick: Path, tmp_path: Path
) -> None:
    site.deliver(desk.deliver())
    folder = tmp_path / "tanpa"
    folder.mkdir()
    config = write_courier_config(folder, site, desk, public_url=site.courier_url)
    done = courier("pickup", "--config", config, "--to", stick, "--json")
    report = json.loads(done.stdout)
    assert report["shown"] is None
    assert [entry["path"] is not None for entry in report["pickups"]] == [True]
    assert "were not brought" in done.stderr


def test_another_drops_bulletin_is_told_and_not_brought(
    site: Site, desk: Inspectorate, stick: Path, tmp_path: Path
) -> None:
    other = Inspectorate(sid=desk.sid)
    with Site(tmp_path / "lain", other) as foreign:
        foreign.deliver(other.deliver())
        folder = tmp_path / "keliru"
        folder.mkdir()
        config = write_courier_config(folder, site, desk, public_url=foreign.url)
        done = courier("pickup", "--config", config, "--to", stick, "--json", expect=1)
    assert json.loads(done.stdout)["error"] == "ForeignShownError"
    assert "tell the inspectorate" in done.stderr
    assert len(list(stick.glob("*.pickup"))) == 1
    assert not (stick / stick_names.SHOWN_BULLETIN).exists()
