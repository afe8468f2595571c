"""`titip site check` finds what is wrong with the machine around the site, and says what to do."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dropbox.settings import SettingsError
from dropbox.site import machine_checks
from dropbox.site.settings import SiteSettings
from dropbox.site.web import WebSettings


def _settings(folder: Path, **changes: object) -> SiteSettings:
    values = {"data": folder / "data", "site_json": folder / "s", "courier_token": folder / "t"}
    return SiteSettings(**values | changes)  # type: ignore[arg-type]


def test_a_disk_in_memory_is_told_from_one_that_overwrites(tmp_path: Path) -> None:
    assert "in memory" in machine_checks._file_system(Path("/dev/shm"))  # noqa: S108
    with pytest.raises(SettingsError, match="ext4 or XFS"):
        machine_checks._file_system(Path("/proc/self"))
    mounts = Path("/proc/self/mountinfo").read_text()
    kind, device = machine_checks._mount(tmp_path)
    assert f" {device} " in mounts
    assert f" - {kind} " in mounts


def test_room_for_a_full_site_is_asked_for_beforehand(tmp_path: Path) -> None:
    assert "enough" in machine_checks._room(_settings(tmp_path, letters_max=1, chunks_max=1))
    with pytest.raises(SettingsError, match="more than the disk has"):
        machine_checks._room(_settings(tmp_path, chunks_max=1 << 40))


def _certificate(folder: Path, host: str = "lapor.example", days: int = 90) -> WebSettings:
    folder.mkdir(exist_ok=True)
    web = WebSettings(host, folder / "cert.pem", folder / "key.pem")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-nodes", "-days", str(days)),
            *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", f"/CN={host}"),
            *("-addext", f"subjectAltName=DNS:{host}"),
            *("-keyout", web.certificate_key, "-out", web.certificate),
        ],
        check=True,
        capture_output=True,
    )
    web.certificate_key.chmod(0o600)
    return web


def test_a_certificate_that_is_right(tmp_path: Path) -> None:
    assert "days left" in machine_checks._certificate(_certificate(tmp_path))


@pytest.mark.parametrize("fault", ["host", "ends", "open", "foreign", "garbage"])
def test_a_certificate_that_is_not(tmp_path: Path, fault: str) -> None:
    words = {
        "host": "is for lapor.example, not other.example",
        "ends": "renew it",
        "open": "chmod 600",
        "foreign": "do not belong together",
        "garbage": "PEM",
    }
    web = _certificate(tmp_path, days=10 if fault == "ends" else 90)
    if fault == "host":
        web = WebSettings("other.example", web.certificate, web.certificate_key)
    elif fault == "open":
        web.certificate_key.chmod(0o644)
    elif fault == "foreign":
        other = _certificate(tmp_path / "other")
        web = WebSettings(web.host, web.certificate, other.certificate_key)
    elif fault == "garbage":
        web.certificate.write_text("-----BEGIN CERTIFICATE-----")
    with pytest.raises(SettingsError, match=words[fault]):
        machine_checks._certificate(web)
