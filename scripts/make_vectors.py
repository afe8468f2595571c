"""Writes tests/vectors/*.python.json (PROTOCOL §12): `.venv/bin/python scripts/make_vectors.py`.

Afterwards `node scripts/make_vectors.mjs` makes everything in them anew in JavaScript and writes
*.javascript.json. Both write the same again, but for sealed letters.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORMATS = {
    "text_forms": ("canonical", "encoding"),
    "keys": ("passphrase", "drop", "certificate", "thread"),
    "letters": ("letter",),
    "chunks": ("chunk",),
    "cells": ("cell", "sheet"),
    "replies": ("reply",),
    "bulletins": ("bulletin",),
    "carried": ("pickup", "delivery"),
}


def main() -> None:
    """Write the files of all formats, or of those that are named."""
    sys.path.insert(0, str(ROOT))
    wanted = set(sys.argv[1:])
    for module, formats in FORMATS.items():
        for name in formats:
            if wanted and name not in wanted:
                continue
            content = getattr(
                importlib.import_module(f"tests.protocol.cases.{module}"), name
            )().content
            text = json.dumps(content, indent=1, sort_keys=True) + "\n"
            path = ROOT / "tests" / "vectors" / f"{name}.python.json"
            path.write_text(text)
            print(f"{path.name}: {len(content['cases'])} cases, {len(text):,} bytes")


if __name__ == "__main__":
    main()
