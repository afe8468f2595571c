"""The courier's key for Tor, and what keeps him off the clear web."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from dropbox.courier.commands import EXIT_FAILED
from dropbox.courier.onion_key import AUTH_NAME
from dropbox.onion import check_authorized_line
from tests.carriers.inspectorate import Inspectorate
from tests.carriers.running import Site, courier, write_courier_config
from tests.carriers.socks import ONION


def _config(folder: Path, site: Site, desk: Inspectorate, url: str) -> Path:
    return write_courier_config(folder, site, desk, courier_url=url, socks="127.0.0.1:9050")


def _change(config: Path, old: str, new: str) -> None:
    text = config.read_text()
    assert old in text
    config.write_text(text.replace(old, new))


def test_the_key_is_made_once_and_kept_for_tor(
    site: Site, desk: Inspectorate, tmp_path: Path
) -> None:
    keys = tmp_path / "onion-auth"
    config = _config(tmp_path, site, desk, "http://127.0.0.1:1")
    config.write_text(
        config.read_text().replace('courier_url = "http://127.0.0.1:1"', 'courier_url = ""')
    )
    early = courier("key", "--config", config, "--to", keys)
    line = check_authorized_line(early.stdout.strip())
    assert "sekali lagi" in early.stderr
    assert not (keys / AUTH_NAME).exists()

    config = _config(tmp_path, site, desk, f"http://{ONION}")
    told = json.loads(courier("key", "--config", config, "--to", keys, "--json").stdout)
    assert told == {"authorized": line, "path": str(keys / AUTH_NAME)}
    kept = (keys / AUTH_NAME).read_text()
    assert kept.startswith(f"{ONION[:56]}:descriptor:x25519:")
    assert kept.split(":")[3] not in early.stdout + early.stderr
    modes = {stat.S_IMODE(path.stat().st_mode) for path in keys.iterdir()}
    assert (modes, stat.S_IMODE(keys.stat().st_mode)) == ({0o600}, 0o700)


def test_a_damaged_key_and_a_mistyped_address_are_said(
    site: Site, desk: Inspectorate, tmp_path: Path
) -> None:
    keys = tmp_path / "onion-auth"
    mistyped = ONION.replace("titip", "titit")
    config = _config(tmp_path, site, desk, f"http://{mistyped}")
    done = courier("key", "--config", config, "--to", keys, expect=EXIT_FAILED)
    assert "salah ketik" in done.stderr
    (keys / "titip-kurir.key").write_bytes(b"short")
    done = courier("key", "--config", config, "--to", keys, expect=EXIT_FAILED)
    assert "damaged" in done.stderr


@pytest.mark.parametrize("key", ["public_url", "courier_url"])
def test_the_clear_web_is_refused_unless_told(
    site: Site, desk: Inspectorate, stick: Path, tmp_path: Path, key: str
) -> None:
    config = write_courier_config(tmp_path, site, desk, **{key: "https://titip.example"})
    done = courier("pickup", "--config", config, "--to", stick, expect=EXIT_FAILED)
    assert f"{key} is no .onion address" in done.stderr
    # Told, it is tried, through the proxy alone; nothing listens there.
    config.write_text(
        config.read_text().replace('socks = ""', 'socks = "127.0.0.1:1"\nclear_web = true')
    )
    done = courier("pickup", "--config", config, "--to", stick, expect=EXIT_FAILED)
    assert "Start Tor" in done.stderr
