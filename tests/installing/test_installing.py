"""The kit puts a site into service on a fresh Debian, takes it further, and takes it away.

One machine for all tests of this file, which go on from one another: install, use, upgrade, undo.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dropbox.onion import ClientKey
from dropbox.protocol.sizes import LETTER_LEN
from dropbox.workstation.public_keys import write_public_keys
from tests.carriers.inspectorate import Inspectorate
from tests.installing.machine import Machine, debian_disk
from tests.site.process import Line, request

pytestmark = [
    pytest.mark.slow,
    # A first run makes the Debian too.
    pytest.mark.timeout(1200),
    pytest.mark.skipif(os.geteuid() != 0, reason="a Debian of its own needs root: run as root"),
]

ROOT = Path(__file__).parents[2]
UNITS = ("titip-site", "titip-tor", "titip-web")
# A visitor whose address occurs nowhere else on the machine.
VISITOR = "127.77.66.55"
LETTERS = 30

_CONFIG = """\
[site]
data = "/var/lib/titip"
site_json = "/etc/titip/site.json"
courier_token = "/etc/titip/courier.token"
public = "unix:/run/titip/onion/public.sock"
courier = "unix:/run/titip/onion/courier.sock"
public_proxy_line = true
clear = "unix:/run/titip/web/clear.sock"
letters_max = 1024
letters_limit = "100/minute"

[onion]
courier_clients = ["{client}"]

[web]
host = "lapor.example"
certificate = "/etc/tls/cert.pem"
certificate_key = "/etc/tls/key.pem"
"""

# Runs on the machine: what a browser on the clear web does, from an address of its own.
_VISIT = """\
import http.client, json, socket, ssl, sys
trusted = ssl.create_default_context(cafile="/etc/tls/cert.pem")
raw = socket.create_connection(("127.0.0.1", 443), source_address=(sys.argv[1], 0))
line = http.client.HTTPConnection("lapor.example")
line.sock = trusted.wrap_socket(raw, server_hostname="lapor.example")
line.request("GET", "/")
page = line.getresponse()
page.read()
stored = []
for _ in range(int(sys.argv[2])):
    with open("/dev/urandom", "rb") as random:
        letter = random.read(int(sys.argv[3]))
    line.request("POST", "/letters", letter, {"Content-Type": "application/octet-stream"})
    answer = line.getresponse()
    answer.read()
    stored.append(answer.status)
plain = http.client.HTTPConnection("127.0.0.1", 80)
plain.request("GET", "/secret-path?secret-query")
moved = plain.getresponse()
print(json.dumps({"page": page.status, "headers": dict(page.getheaders()), "stored": stored,
    "moved": [moved.status, moved.getheader("Location")]}))
"""


@dataclass
class Server:
    """The machine, its kit, and what belongs to one inspectorate."""

    machine: Machine
    kit: Path
    desk: Inspectorate

    def install(self, kit: str = "kit", more: str = "", expect: int = 0) -> str:
        return self.machine.run(
            f"/root/{kit}/install site --config /root/config.toml {more}", expect
        )

    def letters_kept(self) -> int:
        told = self.machine.run("titip site status --config /etc/titip/config.toml --json")
        return int(json.loads(told)["letters_kept"])

    def addresses(self) -> list[str]:
        return [
            self.machine.run(f"cat /var/lib/titip-tor/titip-{name}/hostname").strip()
            for name in ("public", "courier")
        ]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("installing")
    kit = folder / "kit"
    subprocess.run([ROOT / "scripts/kit", "--to", kit], check=True, capture_output=True)
    root = folder / "machine"
    with Machine(debian_disk(ROOT / ".cache"), root) as machine:
        shutil.copytree(kit, root / "root/kit")
        desk = Inspectorate()
        write_public_keys(root / "root/keys", desk.sid, desk.root_pk)
        client = ClientKey(os.urandom(32)).authorized_line
        (root / "root/config.toml").write_text(_CONFIG.format(client=client))
        _make_certificate(root / "etc/tls")
        (root / "root/visit.py").write_text(_VISIT)
        yield Server(machine, root / "root/kit", desk)
    shutil.rmtree(root, ignore_errors=True)


def _make_certificate(folder: Path) -> None:
    folder.mkdir()
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-nodes", "-days", "30"),
            *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=lapor.example"),
            *("-addext", "subjectAltName=DNS:lapor.example"),
            *("-keyout", folder / "key.pem", "-out", folder / "cert.pem"),
        ],
        check=True,
        capture_output=True,
    )
    (folder / "key.pem").chmod(0o600)


def _other_kit(server: Server, name: str, broken: str = "") -> None:
    """Put another kit on the machine: a newer one, or one whose program has a broken module."""
    kit = server.kit.with_name(name)
    shutil.copytree(server.kit, kit)
    with (kit / "config.example.toml").open("a") as example:
        example.write("# A newer kit.\n")
    if broken:
        wheel = next(kit.glob("titip-*.whl"))
        whole = wheel.with_suffix(".whole")
        wheel.rename(whole)
        with zipfile.ZipFile(whole) as source, zipfile.ZipFile(wheel, "w") as target:
            for entry in source.infolist():
                raw = b"raise SystemExit(7)\n" if entry.filename == broken else source.read(entry)
                target.writestr(entry, raw)
        whole.unlink()
    summed = sorted(path for path in kit.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    names = [str(path.relative_to(kit)) for path in summed]
    sums = subprocess.run(["sha256sum", *names], cwd=kit, check=True, capture_output=True).stdout
    (kit / "SHA256SUMS").write_bytes(sums)


def test_a_damaged_kit_installs_nothing(server: Server) -> None:
    _other_kit(server, "damaged")
    damaged = server.kit.with_name("damaged")
    wheel = next(damaged.glob("titip-*.whl"))
    raw = bytearray(wheel.read_bytes())
    raw[len(raw) // 2] ^= 1
    wheel.write_bytes(raw)
    assert "not whole" in server.install("damaged", expect=1)
    shutil.copy(server.kit / wheel.name, wheel)
    (damaged / "wheels/more-1.0-py3-none-any.whl").write_bytes(b"")
    assert "not its own" in server.install("damaged", expect=1)
    server.machine.run("test ! -e /opt/titip && test ! -e /etc/titip")


def test_one_command_puts_the_site_into_service(server: Server) -> None:
    said = server.install(more="--site-json /root/keys/site.json")
    for unit in UNITS:
        server.machine.wait_for(f"systemctl is-active {unit}")
        assert server.machine.run(f"systemctl is-enabled {unit}").strip() == "enabled"
    for address in server.addresses():
        assert f"http://{address}/" in said
    # What Debian starts by itself where nobody asked for it stays off.
    for unit in ("tor", "nginx"):
        assert server.machine.run(f"systemctl is-enabled {unit}", None).strip() == "disabled"


def test_the_units_are_sandboxed(server: Server) -> None:
    for unit in UNITS:
        assert server.machine.run(f"systemd-analyze verify {unit}.service").strip() == ""
        told = server.machine.run(f"systemd-analyze security --no-pager {unit}")
        level = re.search(r"exposure level for \S+: ([0-9.]+)", told)
        assert level, told
        assert float(level[1]) <= 2.0, told
        shown = server.machine.run(f"systemctl show {unit} -p LimitCORE -p MemorySwapMax -p User")
        assert "LimitCORE=0" in shown
        assert "MemorySwapMax=0" in shown
        assert "User=titip" in shown
    pid = server.machine.run("systemctl show titip-site -p MainPID --value").strip()
    # It sees no network device but its own loopback.
    devices = server.machine.run(f"nsenter --target {pid} --net cat /proc/self/net/dev")
    assert [line.split(":")[0].strip() for line in devices.splitlines()[2:]] == ["lo"]


def test_no_other_user_reaches_a_door(server: Server) -> None:
    knock = (
        "setpriv --reuid {user} --regid {user} --clear-groups python3 -c "
        "'import socket; socket.socket(socket.AF_UNIX).connect(\"{path}\")'"
    )
    for user, path, expect in (
        ("titip-tor", "/run/titip/onion/public.sock", 0),
        ("titip-tor", "/run/titip/onion/courier.sock", 0),
        ("titip-tor", "/run/titip/web/clear.sock", 1),
        ("titip-web", "/run/titip/web/clear.sock", 0),
        ("titip-web", "/run/titip/onion/courier.sock", 1),
        ("65534", "/run/titip/onion/public.sock", 1),
    ):
        knocked = knock.format(user=user, path=path).replace(
            "nobody --regid nobody", "65534 --regid 65534"
        )
        server.machine.run(knocked, expect)


def test_letters_through_tls_leave_no_trace_of_the_visitor(server: Server) -> None:
    told = json.loads(
        server.machine.run(f"python3 /root/visit.py {VISITOR} {LETTERS} {LETTER_LEN}")
    )
    assert told["page"] == 200
    assert "default-src 'none'" in told["headers"]["Content-Security-Policy"]
    assert told["headers"]["Strict-Transport-Security"] == "max-age=63072000"
    assert told["stored"] == [204] * LETTERS
    assert told["moved"] == [308, "https://lapor.example/"]
    assert server.letters_kept() == LETTERS
    search = (
        "grep -rlaF -e {0} -e secret-query /etc /var /run /tmp /opt /root --exclude=visit.py;"
        " journalctl --no-pager -o export | grep -aF -e {0} -e secret-query"
    )
    assert server.machine.run(search.format(VISITOR), None) == ""
    server.machine.run(f"echo {VISITOR} >/var/log/planted")
    assert server.machine.run(search.format(VISITOR), None) == "/var/log/planted\n"
    server.machine.run("rm /var/log/planted")


def test_settings_that_are_wrong_change_nothing(server: Server) -> None:
    config = server.kit.with_name("config.toml")
    right = config.read_text()
    started = "systemctl show titip-site -p ExecMainStartTimestampMonotonic"
    before = server.machine.run(started)
    config.write_text(right.replace("letters_max", "letter_max"))
    said = server.install(expect=1)
    assert "letter_max" in said
    assert "nothing was changed" in said
    config.write_text(right)
    assert server.machine.run(started) == before
    assert server.machine.run("cat /etc/titip/config.toml") == right


def test_an_upgrade_keeps_everything(server: Server) -> None:
    addresses, before = server.addresses(), server.machine.run("readlink /opt/titip/current")
    _other_kit(server, "newer")
    server.install("newer")
    assert server.machine.run("readlink /opt/titip/current") != before
    assert server.addresses() == addresses
    assert server.letters_kept() == LETTERS
    for unit in UNITS:
        server.machine.wait_for(f"systemctl is-active {unit}")


def test_an_upgrade_that_does_not_start_is_taken_back(server: Server) -> None:
    now = server.machine.run("readlink -f /opt/titip/current")
    _other_kit(server, "broken", broken="dropbox/site/serving.py")
    assert "the one before runs again" in server.install("broken", expect=1)
    assert server.machine.run("readlink -f /opt/titip/current") == now
    server.machine.wait_for("systemctl is-active titip-site")
    assert server.letters_kept() == LETTERS


def test_undone_and_put_back_nothing_is_lost(server: Server) -> None:
    addresses = server.addresses()
    server.machine.run("/root/kit/install undo")
    server.machine.run("test ! -e /opt/titip && test ! -e /usr/local/bin/titip")
    assert "titip" not in server.machine.run("systemctl list-unit-files --no-pager")
    server.install("newer")
    assert server.addresses() == addresses
    assert server.letters_kept() == LETTERS


def test_a_lost_site_is_rebuilt_at_the_same_addresses(server: Server) -> None:
    addresses = server.addresses()
    machine = server.machine
    machine.run("/root/kit/install save-keys /root/keys.tar")
    machine.run("/root/kit/install undo --with-data")
    kept = machine.run("find / -xdev -name '*titip*' -not -path '/root/*' -not -path '/var/log/*'")
    assert kept == ""
    assert "titip" not in machine.run("cat /etc/passwd")
    server.install("newer", "--site-json /root/keys/site.json --onion-keys /root/keys.tar")
    assert server.addresses() == addresses
    assert server.letters_kept() == 0
    # The inspectorate's last delivery brings the bulletin and the whole board back.
    delivery = server.desk.deliver()
    token = machine.run("cat /etc/titip/courier.token").strip()
    door = machine.seen("/run/titip/onion/courier.sock")
    with Line(f"unix:{door}") as line:
        assert line.ask(request("POST", "/deliveries", delivery, token=token)).status == 204
    with Line(
        f"unix:{machine.seen('/run/titip/onion/public.sock')}",
        b"PROXY TCP6 fc00:dead:beef:4dad::0:38 ::1 56 80\r\n",
    ) as line:
        assert line.ask(request("GET", "/board")).body == server.desk.board
    machine.run("titip site check --config /etc/titip/config.toml")
