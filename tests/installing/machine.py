"""A fresh Debian with systemd as its first process, in namespaces of its own and without a network.

What is installed in it is what a server gets: real users, real units, real sandboxes.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

_SUITE = "bookworm"
# What the installer asks Debian for lies in the machine's own package cache, as on an installation
# disk: the machine has no network.
_INCLUDED = "systemd,systemd-sysv,dbus,ca-certificates"
_ON_THE_DISK = ("python3", "python3-venv", "tor", "nginx", "libnginx-mod-stream")
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_START = """\
set -e
mount --make-rprivate /
mount --bind "$1" "$1"
mount -t proc proc "$1/proc"
mount -t sysfs -o ro sysfs "$1/sys"
mount -t tmpfs tmpfs "$1/run"
mount -t tmpfs tmpfs "$1/tmp"
mount --rbind /dev "$1/dev"
ip link set lo up
# A root that was only changed, not exchanged, could not give its services users of their own.
mkdir -p "$1/.outside"
cd "$1"
pivot_root . .outside
umount -l /.outside
exec /usr/bin/env -i container=titip PATH="$2" /lib/systemd/systemd \
    --log-target=null --show-status=no
"""


def debian_disk(cache: Path) -> Path:
    """Return a tar of a fresh Debian, made once; raises CalledProcessError."""
    disk = cache / f"debian-{_SUITE}.tar"
    if disk.exists():
        return disk
    cache.mkdir(parents=True, exist_ok=True)
    root = cache / f"debian-{_SUITE}.making"
    shutil.rmtree(root, ignore_errors=True)
    _quiet("debootstrap", "--variant=minbase", f"--include={_INCLUDED}", _SUITE, str(root))
    # As this machine reaches Debian's packages, so may the new one while it is made.
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    in_root = (
        "chroot",
        str(root),
        "/usr/bin/env",
        "DEBIAN_FRONTEND=noninteractive",
        f"PATH={_PATH}",
    )
    _quiet(*in_root, "apt-get", "update", "-qq")
    _quiet(
        *in_root,
        *("apt-get", "install", "-y", "-qq", "--no-install-recommends", "--download-only"),
        *_ON_THE_DISK,
    )
    _quiet("tar", "--create", "--file", f"{disk}.part", "--directory", str(root), ".")
    Path(f"{disk}.part").rename(disk)
    shutil.rmtree(root)
    return disk


class Machine:
    """A Debian that runs, below `root`."""

    def __init__(self, disk: Path, root: Path) -> None:
        self.root = root
        root.mkdir()
        _quiet("tar", "--extract", "--file", str(disk), "--directory", str(root))
        self._unshare = subprocess.Popen(
            [
                *("unshare", "--mount", "--pid", "--uts", "--ipc", "--net"),
                *("--fork", "--kill-child"),
                *("bash", "-c", _START, "start", str(root), _PATH),
            ],
            stdin=subprocess.DEVNULL,
        )
        self._init = self._find_init()

    def __enter__(self) -> Self:
        try:
            self.wait_for("systemctl is-system-running | grep -qE 'running|degraded'")
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End every process of the machine at once."""
        self._unshare.send_signal(signal.SIGKILL)
        self._unshare.wait()

    def seen(self, path: str) -> Path:
        """Return where this machine's file `path` is seen from outside, its memory disks too."""
        return Path(f"/proc/{self._init}/root{path}")

    def run(self, command: str, expect: int | None = 0) -> str:
        """Return what the shell command printed, both streams together."""
        done = subprocess.run(
            self._inside(command),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=240,
            check=False,
        )
        assert expect is None or done.returncode == expect, (
            f"{command}: {done.returncode}\n{done.stdout}"
        )
        return done.stdout

    def wait_for(self, command: str, seconds: float = 60) -> str:
        """Return what the command printed as soon as it succeeds."""
        end = time.monotonic() + seconds
        while True:
            done = subprocess.run(
                self._inside(command), capture_output=True, text=True, timeout=240, check=False
            )
            if done.returncode == 0:
                return done.stdout
            assert time.monotonic() < end, f"{command}\n{done.stdout}{done.stderr}"
            time.sleep(0.2)

    def _inside(self, command: str) -> list[str]:
        enter = [
            "nsenter",
            "--target",
            str(self._init),
            "--mount",
            "--pid",
            "--uts",
            "--ipc",
            "--net",
        ]
        shell = ["/usr/bin/env", "-C", "/", "-i", f"PATH={_PATH}", "HOME=/root", "sh", "-c"]
        return [*enter, "--root", *shell, f"cd /\n{command}"]

    def _find_init(self) -> int:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            assert self._unshare.poll() is None, "the machine did not start"
            children = Path(f"/proc/{self._unshare.pid}/task/{self._unshare.pid}/children")
            for child in children.read_text().split():
                try:
                    if Path(f"/proc/{child}/comm").read_text().strip() == "systemd":
                        return int(child)
                except OSError:
                    continue
            time.sleep(0.05)
        raise AssertionError("systemd did not start")


def _quiet(*command: str) -> None:
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-3000:]}"
