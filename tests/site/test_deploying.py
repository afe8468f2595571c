"""Tor's files, made from config.toml, are such as Tor takes and keep what they promise."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from dropbox.onion import ClientKey
from tests.carriers.running import titip
from tests.onion.network import tor_program

_SITE = """\
[site]
data = "data"
site_json = "site.json"
courier_token = "token"
public = "{public}"
courier = "unix:/run/titip/courier.sock"
public_proxy_line = {line}
connections_per_visitor = 24

[onion]
keys_dir = "{keys}"
courier_clients = {clients}
pow_rate = 7
pow_burst = 70
"""


def _config(folder: Path, **changes: str) -> Path:
    keys = folder / "tor-keys"
    keys.mkdir(mode=0o700, exist_ok=True)
    key = ClientKey(os.urandom(32)).authorized_line
    values = {
        "public": "unix:/run/titip/public.sock",
        "line": "true",
        "keys": str(keys),
        "clients": f'["{key}"]',
    }
    path = folder / "config.toml"
    path.write_text(_SITE.format(**values | changes))
    return path


def _made(config: Path, to: Path, expect: int = 0) -> str:
    done = titip("site", "deploy-files", "--config", config, "--to", to, expect=expect)
    return done.stderr if expect else (to / "tor/torrc").read_text()


def test_tor_takes_what_was_written(tmp_path: Path) -> None:
    _made(_config(tmp_path), tmp_path / "made")
    torrc = tmp_path / "made/tor/torrc"
    (tmp_path / "tor-data").mkdir(mode=0o700)
    command = [tor_program(), "--verify-config", "--DataDirectory", str(tmp_path / "tor-data")]
    done = subprocess.run(
        [*command, "-f", str(torrc)],
        capture_output=True,
        text=True,
        check=False,
        env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]},
    )
    assert done.returncode == 0, done.stdout
    assert "Configuration was valid" in done.stdout


def test_the_settings_stand_in_it(tmp_path: Path) -> None:
    torrc = _made(_config(tmp_path), tmp_path / "made")
    lines = [line for line in torrc.splitlines() if line and not line.startswith("#")]
    first, second = (at for at, line in enumerate(lines) if line.startswith("HiddenServiceDir "))
    public, courier = lines[first:second], lines[second:]
    assert "HiddenServicePort 80 unix:/run/titip/public.sock" in public
    assert "HiddenServicePort 80 unix:/run/titip/courier.sock" in courier
    for line in (
        "HiddenServiceExportCircuitID haproxy",
        "HiddenServiceMaxStreams 24",
        "HiddenServicePoWDefensesEnabled 1",
        "HiddenServicePoWQueueRate 7",
        "HiddenServicePoWQueueBurst 70",
    ):
        assert line in public
    # The courier's door expects no PROXY line.
    assert not [line for line in courier if "Circuit ID" in line or "ExportCircuit" in line]
    assert {line for line in lines if "Port " in line} == {
        "SocksPort 0",
        "ControlPort 0",
        "ORPort 0",
        "DirPort 0",
        "HiddenServicePort 80 unix:/run/titip/public.sock",
        "HiddenServicePort 80 unix:/run/titip/courier.sock",
    }
    assert [line for line in lines if line.startswith("Log ")] == ["Log notice syslog"]
    assert "SafeLogging 1" in lines


def test_each_courier_has_a_key_of_his_own(tmp_path: Path) -> None:
    keys = [ClientKey(os.urandom(32)).authorized_line for _ in range(2)]
    _made(_config(tmp_path, clients=str(keys).replace("'", '"')), tmp_path / "made")
    folder = tmp_path / "made/tor/titip-courier/authorized_clients"
    assert {path.name: path.read_text() for path in folder.iterdir()} == {
        "courier1.auth": f"{keys[0]}\n",
        "courier2.auth": f"{keys[1]}\n",
    }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"clients": "[]"}, "lets everybody reach the courier's door"),
        ({"clients": '["descriptor:x25519:AAAA"]'}, "is no courier's key"),
        ({"public": "127.0.0.1:8080"}, "public must be unix:"),
        ({"line": "false"}, "public_proxy_line must be true"),
        ({"keys": "/srv/tor keys"}, "keys_dir must be an absolute path"),
    ],
)
def test_what_would_open_the_site_is_refused(
    tmp_path: Path, changes: dict[str, str], words: str
) -> None:
    assert words in _made(_config(tmp_path, **changes), tmp_path / "made", expect=1)
    assert not (tmp_path / "made").exists()
