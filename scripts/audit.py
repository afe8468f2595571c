"""Ask the advisory services whether a locked dependency has a known flaw: `audit.py python|npm`.

Exit status 1 where something was found. A service that cannot be reached is said so, in one line,
and is no failure: the lock is the same on a machine without network. For npm, the output of
`npm audit --json` is read from standard input.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parent / "locks" / "dev.txt"
OPTIONS = [
    *("--disable-pip", "--require-hashes", "--requirement", str(LOCK)),
    *("--progress-spinner", "off", "--format", "json"),
]
UNREACHABLE = "audit not possible: no advisory service reachable"
TIMEOUT_S = 120


def main(kind: str) -> int:
    """Print what is known against the dependencies of that kind; returns the exit status."""
    findings = python_findings() if kind == "python" else npm_findings(sys.stdin.read())
    if findings is None:
        print(UNREACHABLE)
        return 0
    for finding in findings:
        print(finding)
    print(f"{len(findings)} known flaws")
    return 1 if findings else 0


def python_findings() -> list[str] | None:
    """Return one line for each known flaw in the Python lock, or None where nobody answers."""
    for service in ("pypi", "osv"):
        try:
            audit = subprocess.run(
                [sys.executable, "-m", "pip_audit", *OPTIONS, "--vulnerability-service", service],
                capture_output=True,
                text=True,
                timeout=TIMEOUT_S,
                check=False,
            )
            packages = json.loads(audit.stdout)["dependencies"]
        except (subprocess.TimeoutExpired, json.JSONDecodeError, KeyError):
            continue
        # A registry that serves packages without advisories "finds" none of them.
        answered = [package for package in packages if "skip_reason" not in package]
        if answered:
            return list(_python_lines(answered))
    return None


def _python_lines(packages: Iterable[dict[str, Any]]) -> Iterable[str]:
    for package in packages:
        for flaw in package["vulns"]:
            fixed = ", ".join(flaw["fix_versions"]) or "no fixed version"
            yield f"{package['name']} {package['version']}: {flaw['id']} (fixed in: {fixed})"


def npm_findings(report: str) -> list[str] | None:
    """Return one line for each known flaw in `npm audit --json`, or None if it is no report."""
    try:
        flaws = json.loads(report)["vulnerabilities"]
    except (json.JSONDecodeError, KeyError, TypeError):
        return None
    return [f"{name} {flaw['range']}: {flaw['severity']}" for name, flaw in sorted(flaws.items())]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
