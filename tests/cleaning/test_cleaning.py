"""A cleaned picture shows the same pixels and says nothing about who made it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cleaning.judging import clean, exiftool
from tests.cleaning.pictures import (
    PICTURES,
    PRIVATE,
    SECRETS,
    SERIAL,
    TRAILER,
    icc_profile,
    pixels,
)
from tests.e2e.node import node_command

DAMAGE = Path(__file__).with_name("damage.mjs")
# What ExifTool says of the file system, of itself, or of what no picture can do without.
STRUCTURE = {"File", "ExifTool", "SourceFile", "Composite"}
STRUCTURE_TAGS = {
    "JFIF": {"JFIFVersion", "ResolutionUnit", "XResolution", "YResolution"},
    "APP14": {"DCTEncodeVersion", "APP14Flags0", "APP14Flags1", "ColorTransform"},
    "EXIF": {"Orientation"},
    "PNG": {
        "ImageWidth",
        "ImageHeight",
        "BitDepth",
        "ColorType",
        "Compression",
        "Filter",
        "Interlace",
        "Palette",
        "Transparency",
        "AnimationFrames",
        "AnimationPlays",
        "Gamma",
        "SRGBRendering",
        "SignificantBits",
        "BackgroundColor",
        "WhitePointX",
        "WhitePointY",
        "RedX",
        "RedY",
        "GreenX",
        "GreenY",
        "BlueX",
        "BlueY",
    },
    "RIFF": {
        "ImageWidth",
        "ImageHeight",
        "VP8Version",
        "HorizontalScale",
        "VerticalScale",
        "WebP_Flags",
        "AlphaIsUsed",
        "AlphaPreprocessing",
        "AlphaFiltering",
        "AlphaCompression",
        "BackgroundColor",
        "AnimationLoopCount",
        "FrameCount",
        "Duration",
    },
}


def metadata(path: Path) -> dict[str, Any]:
    """Return what ExifTool finds beside the structure, also unknown tags and repeated ones."""
    (tags,) = exiftool(path)
    found = {}
    for name, value in tags.items():
        group, _, tag = name.rpartition(":")
        if (group or tag) not in STRUCTURE and tag not in STRUCTURE_TAGS.get(group, set()):
            found[name] = value
    return found


def make(folder: Path, name: str) -> tuple[Path, set[str]]:
    maker, expected = PICTURES[name]
    path = folder / name
    maker(path)
    return path, expected


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """All pictures and what was said of each, first as they are and then of the cleaned one."""
    folder = tmp_path_factory.mktemp("gambar")
    paths = [make(folder, name)[0] for name in PICTURES]
    answers = clean(*paths)
    again = clean(*(path.with_name(f"{path.name}.cleaned") for path in paths))
    pairs = zip(paths, answers, again, strict=True)
    return {path.name: [{"path": path}, one, two] for path, one, two in pairs}


@pytest.mark.parametrize("name", PICTURES)
def test_same_pixels_and_nothing_else(name: str, looked: dict[str, list[dict[str, Any]]]) -> None:
    made, answer, again = looked[name]
    path = made["path"]
    expected = PICTURES[name][1]
    original = path.read_bytes()
    cleaned = path.with_name(f"{name}.cleaned")
    raw = cleaned.read_bytes()

    assert answer["ending"] == path.suffix[1:]
    assert set(answer["found"]) >= expected
    before, after = pixels(original), pixels(raw)
    assert len(before) == (3 if name.startswith("animated") else 1)
    assert after == before

    assert metadata(cleaned) == {}
    assert (metadata(path) != {}) == (name != "simple.webp")
    planted = [secret.encode() for secret in SECRETS] + [PRIVATE, TRAILER, icc_profile()[:200]]
    in_original = [secret for secret in planted if secret in original]
    assert len(in_original) >= (1 if name == "simple.webp" else 5)
    assert TRAILER in in_original
    for secret in planted:
        assert secret not in raw
        assert secret.decode("latin-1").encode("utf-16-le") not in raw

    # What is clean stays as it is, and nothing is found in it.
    assert again["found"] == []
    assert cleaned.with_name(f"{cleaned.name}.cleaned").read_bytes() == raw


@pytest.mark.parametrize("name", ["baseline.jpg", "colours.png", "lossy.webp"])
def test_a_picture_stays_upright(name: str, tmp_path: Path) -> None:
    path, _ = make(tmp_path, name)
    clean(path)
    done = subprocess.run(
        ["exiftool", "-s3", "-n", "-Orientation", str(path.with_name(f"{name}.cleaned"))],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "6"


def test_a_type_is_known_by_its_bytes(tmp_path: Path) -> None:
    path, _ = make(tmp_path, "baseline.jpg")
    disguised = tmp_path / "laporan.pdf"
    disguised.write_bytes(path.read_bytes())
    other = tmp_path / "gambar.jpg"
    other.write_bytes(b"%PDF-1.7\n" + SERIAL.encode())
    picture, document = clean(disguised, other)
    assert (picture["ending"], picture["obstacle"]) == ("jpg", None)
    assert (document["ending"], document["obstacle"]) == ("pdf", "damaged")


@pytest.mark.parametrize("name", ["baseline.jpg", "animated.png", "animated.webp", "alpha.webp"])
def test_what_is_damaged_is_refused_or_cleaned_and_never_more(name: str, tmp_path: Path) -> None:
    path, _ = make(tmp_path, name)
    length = path.stat().st_size
    done = subprocess.run(
        [*node_command(), str(DAMAGE), str(path), "1500"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    assert counts["cut"] > 1_000
    # Cut inside what is appended, a file is whole.
    assert counts["cutAccepted"] <= len(TRAILER) + 1
    assert 0 < counts["changedAccepted"] < counts["changed"] == 1500
    assert counts["longest"] < length
