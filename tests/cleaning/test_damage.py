"""Files that are cut or changed at random are refused or cleaned; nothing is raised."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cleaning.films import make_film
from tests.cleaning.office import make_documents
from tests.cleaning.papers import make_everything
from tests.e2e.node import node_command

DAMAGE = Path(__file__).with_name("damage.mjs")
NAMES = ("lengkap.pdf", "rapat.pdf", "surat.docx", "rapat.mp4", "potong.mp4")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("berkas")
    make_everything(folder / "lengkap.pdf")
    make_documents(folder, tmp_path_factory.mktemp("kantor"), "docx")
    for name in ("rapat.mp4", "potong.mp4"):
        make_film(folder, name)
    packed = ["--object-streams=generate", str(folder / "rapat.pdf")]
    # qpdf warns of what is planted in the document.
    subprocess.run(
        ["qpdf", "--warning-exit-0", str(folder / "lengkap.pdf"), *packed],
        capture_output=True,
        check=True,
    )
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_what_is_damaged_is_refused_or_cleaned(name: str, folder: Path) -> None:
    path = folder / name
    length = path.stat().st_size
    done = subprocess.run(
        [*node_command(), str(DAMAGE), str(path), "300", str(length // 60)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    assert counts["cut"] >= 60
    # What is cut has lost its directory, unless only a tail is gone.
    assert counts["cutAccepted"] <= 3
    assert 0 < counts["changedAccepted"] < counts["changed"] == 300
    assert counts["longest"] <= 2 * length
