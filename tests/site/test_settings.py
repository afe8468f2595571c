"""What the operator gets wrong is named, with what to do; check and status (§10)."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dropbox.settings import SettingsError, read_settings
from dropbox.site.checks import check_site, read_status
from dropbox.site.finding import Finding
from dropbox.site.onion import OnionSettings
from dropbox.site.settings import (
    SiteSettings,
    check_settings,
    open_folder,
    read_identity,
    read_listening,
    read_token,
)
from dropbox.site.static_files import read_static
from tests.builders import Drop, today
from tests.site.opened import OpenSite
from tests.site.process import Process, write_static

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def finding(settings: SiteSettings, what: str) -> Finding:
    [found] = [found for found in check_site(settings) if found.what == what]
    return found


def test_the_example_is_valid_and_explains_every_key() -> None:
    settings = check_settings(read_settings(EXAMPLE, "site", SiteSettings))
    assert settings.public_proxy_line
    text = EXAMPLE.read_text()
    keys = [*SiteSettings.__dataclass_fields__, *OnionSettings.__dataclass_fields__]
    for key in keys:
        assert f"\n{key} = " in text or f"\n# {key} = " in text, key


@pytest.mark.parametrize("text", ["8080", "localhost", "unix:relative", ":80", "host:99999", "a:b"])
def test_an_address_of_another_form_is_named(text: str) -> None:
    with pytest.raises(SettingsError, match="public must be host:port or unix:"):
        read_listening(text, "public")


@pytest.mark.parametrize("text", ["", "often", "20 per", "20/fortnight", "-1/minute;x"])
def test_a_limit_that_cannot_be_read_is_named_and_never_ignored(tmp_path: Path, text: str) -> None:
    settings = SiteSettings(tmp_path, tmp_path, tmp_path)
    with pytest.raises(SettingsError, match=f"must be like 20/minute;120/hour, not '{text}'"):
        check_settings(replace(settings, letters_limit=text))


def test_room_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    settings = SiteSettings(tmp_path, tmp_path, tmp_path)
    with pytest.raises(SettingsError, match="letters_extent"):
        check_settings(replace(settings, letters_extent=0))
    with pytest.raises(SettingsError, match="reserve_percent"):
        check_settings(replace(settings, reserve_percent=101))


def test_nobody_else_may_claim_circuits(tmp_path: Path) -> None:
    settings = SiteSettings(
        tmp_path, tmp_path, tmp_path, public="0.0.0.0:80", public_proxy_line=True
    )
    with pytest.raises(SettingsError, match="needs a Unix socket"):
        check_settings(settings)


@pytest.mark.parametrize(
    ("mode", "content", "says"),
    [
        (0o644, "x" * 40, "chmod 600"),
        (0o640, "x" * 40, "chmod 600"),
        (0o600, "short", "at least 32"),
        (0o600, "x" * 20 + " " + "x" * 20, "no spaces"),
        (0o600, "é" * 40, "plain ASCII"),
    ],
)
def test_a_token_that_is_not_secret_is_refused(
    tmp_path: Path, mode: int, content: str, says: str
) -> None:
    path = tmp_path / "token"
    path.write_text(content)
    path.chmod(mode)
    with pytest.raises(SettingsError, match=says):
        read_token(path)
    with pytest.raises(SettingsError, match="openssl rand"):
        read_token(tmp_path / "missing")


def test_a_folder_that_others_may_enter_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)
    with pytest.raises(SettingsError, match="chmod 700"):
        open_folder(folder)


@pytest.mark.parametrize("raw", [b"{}", b"[]", b"x", b'{"root_pk":"ab","sid":"cd"}', b"{ }"])
def test_an_identity_of_another_form_is_refused(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "site.json").write_bytes(raw)
    with pytest.raises(SettingsError, match="bring it again"):
        read_identity(tmp_path / "site.json")


def _remove(folder: Path) -> None:
    (folder / "app.js").unlink()


def _change(folder: Path) -> None:
    (folder / "app.js").write_bytes(b"stolen()")


def _change_packed(folder: Path) -> None:
    (folder / "app.js.gz").write_bytes((folder / "app.js.gz").read_bytes()[:-9])


def _without_packed(folder: Path) -> None:
    (folder / "app.js.br").unlink()


def _without_hashes(folder: Path) -> None:
    (folder / "packed.json").unlink()


def _escape(folder: Path) -> None:
    (folder / "manifest.json").write_text(json.dumps({"../token": "00" * 32}))


def _unbuilt(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def _without_index(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["index.html"]
    (folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_remove, "missing. Run scripts/build"),
        (_change, "not the file that was built"),
        (_change_packed, "app.js.gz is not the file that was built"),
        (_without_packed, "app.js.br is missing"),
        (_without_hashes, "has no packed.json"),
        (_escape, "no page's file"),
        (_unbuilt, "not built"),
        (_without_index, "no index.html"),
    ],
)
def test_a_page_that_is_not_as_built_is_never_served(
    tmp_path: Path, spoil: Callable[[Path], None], says: str
) -> None:
    write_static(tmp_path)
    assert set(read_static(tmp_path)) == {"/", "/app.js", "/manifest.json"}
    spoil(tmp_path)
    with pytest.raises(SettingsError, match=says):
        read_static(tmp_path)


def test_an_unbuilt_page_keeps_the_site_from_starting(tmp_path: Path, desk: Drop) -> None:
    site = Process(tmp_path, desk, {"static": "nowhere"})
    with pytest.raises(AssertionError, match="Run scripts/build"):
        site.start()


def test_check_finds_what_is_wrong(tmp_path: Path, desk: Drop) -> None:
    site = Process(tmp_path, desk)
    settings = read_settings(site.config, "site", SiteSettings)
    assert all(found.ok for found in check_site(settings)), check_site(settings)
    (tmp_path / "token").chmod(0o644)
    assert not finding(settings, "token").ok
    done = site.command("check")
    assert done.returncode == 1
    rows = [row for row in json.loads(done.stdout) if not row["ok"] and not row["advice"]]
    assert [row["what"] for row in rows] == ["token"]


def test_check_notices_who_answers_at_a_door(tmp_path: Path, desk: Drop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        site = Process(tmp_path, desk, {"public": f"127.0.0.1:{other.getsockname()[1]}"})
        settings = read_settings(site.config, "site", SiteSettings)
        assert "something answers" in finding(settings, "public door").text
        assert "is free" in finding(settings, "courier's door").text


def test_check_warns_of_a_socket_where_all_visitors_look_the_same(
    tmp_path: Path, desk: Drop
) -> None:
    site = Process(tmp_path, desk, {"public": f"unix:{tmp_path}/public"})
    settings = read_settings(site.config, "site", SiteSettings)
    assert "HiddenServiceExportCircuitID" in finding(settings, "limits").text


def test_check_tells_the_age_of_the_bulletin(site: OpenSite, desk: Drop) -> None:
    (site.folder / "site.json").write_bytes(site.identity.json)
    assert finding(site.settings, "bulletin") == Finding("bulletin", ok=True, text="none yet")
    week = desk.content()["keys"][0]
    weeks = [week | {"from": today() + day, "to": today() + day + 7} for day in range(-3, 30, 7)]
    assert site.deliver(desk.deliver(issued=today() - 12, keys=weeks)).status_code == 204
    assert "12 days old" in finding(site.settings, "bulletin").text
    assert not finding(site.settings, "bulletin").ok
    assert site.deliver(desk.deliver(keys=weeks)).status_code == 204
    assert finding(site.settings, "bulletin").ok


def test_status_is_too_round_to_show_one_letter(site: OpenSite, desk: Drop) -> None:
    for _ in range(7):
        site.give_letter()
    before = read_status(site.settings)
    site.give_letter()
    assert read_status(site.settings) == before
    assert (before["letters_kept"], before["rounded_to"]) == (10, 10)
    assert before["bulletin_number"] is None
    assert site.deliver(desk.deliver()).status_code == 204
    status = read_status(site.settings)
    assert (status["bulletin_number"], status["bulletin_next"]) == (1, today() + 7)


def test_status_from_the_command_line(tmp_path: Path, desk: Drop) -> None:
    site = Process(tmp_path, desk)
    done = site.command("status")
    assert done.returncode == 1
    assert "Start titip site serve" in done.stderr
    with site:
        status = json.loads(site.command("status").stdout)
        assert (status["letters_kept"], status["letters_room"]) == (0, 60)
