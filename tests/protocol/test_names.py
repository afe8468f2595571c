"""Both halves of the protocol have the same modules, the same names and the same errors (§1.5)."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
import subprocess
from pathlib import Path

import pytest

from dropbox.protocol import errors
from tests.e2e.node import node_command

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / "dropbox" / "protocol"
JAVASCRIPT = ROOT / "dropbox" / "site" / "browser" / "protocol"
EXPORT = re.compile(r"^export (?:async )?(?:class|const|function) (\w+)", re.MULTILINE)
TYPEDEF = re.compile(r"^(?:/\*\*| \*) @typedef \{.*\} (\w+)", re.MULTILINE)
MODULES = sorted(path.stem for path in PYTHON.glob("*.py") if path.stem != "__init__")

# What one language needs and the other has built in, with the reason.
JAVASCRIPT_MODULES = {
    "bytes": "what Python's bytes can do by themselves",
    "aead": "WebCrypto's AES-GCM wrapped like AESGCM of cryptography, which Python uses as it is",
}
PYTHON_ONLY = {
    "pickup.Reader": "streams: a pickup may be 2 GiB, and no browser reads one",
    "cell.NONCE_LEN": "in aead.js",
    "chunk.NONCE_LEN": "in aead.js",
    "intake.MLKEM_PK_LEN": "the library of the browser takes an X-Wing key whole",
}
JAVASCRIPT_ONLY = {
    "labels.u16": "Python writes number.to_bytes(2)",
    "labels.derivingKey": "WebCrypto imports a key before it derives; Python has no such step",
    "labels.deriveFrom": "the same: many cids come from one key that was imported once",
    "canonical.isObject": "Python writes isinstance(value, dict)",
}


def snake(name: str) -> str:
    if name.isupper() or name[0].isupper():
        return name
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: "_" + found[1].lower(), name)


def python_names(module: str) -> set[str]:
    """Public names that the module defines itself, with their methods as Class.method."""
    names = set()
    for node in ast.parse((PYTHON / f"{module}.py").read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                names |= {one.id for one in ast.walk(target) if isinstance(one, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return {name for name in names if not name.startswith("_")}


def javascript_names(module: str) -> set[str]:
    text = (JAVASCRIPT / f"{module}.js").read_text()
    types = {name for name in TYPEDEF.findall(text) if name not in {"Gathered", "Bytes"}}
    return {snake(name) for name in EXPORT.findall(text)} | types


def test_same_modules() -> None:
    there = {path.stem for path in JAVASCRIPT.glob("*.js")}
    assert there - set(JAVASCRIPT_MODULES) == set(MODULES)
    assert set(JAVASCRIPT_MODULES) <= there


@pytest.mark.parametrize("module", MODULES)
def test_same_names(module: str) -> None:
    here, there = python_names(module), javascript_names(module)
    only_here = {name.partition(".")[2] for name in PYTHON_ONLY if name.startswith(module + ".")}
    only_there = {
        snake(name.partition(".")[2]) for name in JAVASCRIPT_ONLY if name.startswith(module + ".")
    }
    assert here - there == only_here
    assert there - here == only_there


def test_same_errors() -> None:
    text = (JAVASCRIPT / "errors.js").read_text()
    found = dict(re.findall(r"^export class (\w+) extends (\w+)", text, re.MULTILINE))
    assert found.pop("TitipError") == "Error"
    classes = {
        name: kind
        for name, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.TitipError) and kind is not errors.TitipError
    }
    assert found == {name: kind.__bases__[0].__name__ for name, kind in classes.items()}


def test_same_sizes() -> None:
    script = f"""
      const sizes = await import({(JAVASCRIPT / "sizes.js").as_uri()!r});
      console.log(JSON.stringify({{ ...sizes }}));
    """
    found = subprocess.run(
        [*node_command(), "--input-type=module", "-e", script],
        check=True,
        capture_output=True,
        text=True,
    )
    sizes = importlib.import_module("dropbox.protocol.sizes")
    assert json.loads(found.stdout) == {
        name: value for name, value in vars(sizes).items() if name.isupper()
    }
