"""Pictures made by real programs, with secrets in every place that a format has for them."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

SIZE = (97, 61)
# Latin letters only, so that they stand in a file as they are written here.
AUTHOR = "Siti Rahasia Pelapor"
SERIAL = "SN7731-RAHASIA"
CAMERA = "Kamera Dinas X100"
COMMENT = "difoto di ruang bendahara"
XMP_NOTE = "catatan-xmp-rahasia"
TRAILER = b"EKOR-RAHASIA film pendek di belakang gambar"
PRIVATE = b"POTONGAN-PRIBADI-RAHASIA"
SECRETS = (AUTHOR, SERIAL, CAMERA, COMMENT, XMP_NOTE)
TAGS = [
    f"-EXIF:Artist={AUTHOR}",
    f"-EXIF:Make={CAMERA}",
    f"-EXIF:SerialNumber={SERIAL}",
    f"-EXIF:UserComment={COMMENT}",
    "-EXIF:DateTimeOriginal=2026:11:03 14:07:31",
    "-EXIF:GPSLatitude=6.2088",
    "-EXIF:GPSLatitudeRef=S",
    "-EXIF:GPSLongitude=106.8456",
    "-EXIF:GPSLongitudeRef=E",
    f"-XMP-dc:Description={XMP_NOTE}",
    f"-XMP-dc:Creator={AUTHOR}",
]


def scene(mode: str = "RGB", seed: int = 1) -> Image.Image:
    """Return a picture with edges, a gradient and noise."""
    noise = random.Random(seed)  # noqa: S311 - a picture, not a key
    picture = Image.new("RGB", SIZE)
    picture.putdata(
        [
            (x * 2 % 256, y * 4 % 256, noise.randrange(256))
            for y in range(SIZE[1])
            for x in range(SIZE[0])
        ]
    )
    ImageDraw.Draw(picture).ellipse((10, 10, 60, 50), fill=(200, 30, 30))
    if mode == "RGBA":
        picture.putalpha(picture.getchannel("B"))
        return picture
    return picture.convert(mode)


def icc_profile() -> bytes:
    """Return the bytes of a real colour profile."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def tag(path: Path, *tags: str) -> None:
    """Write tags with ExifTool."""
    done = subprocess.run(
        ["exiftool", "-q", "-m", "-overwrite_original", *tags, str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _thumbnail(folder: Path) -> Path:
    path = folder / "thumb.jpg"
    scene(seed=9).resize((32, 20)).save(path, "JPEG")
    tag(path, f"-Comment={COMMENT}")
    return path


def _jpeg(mode: str, **options: object) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        scene(mode).save(path, "JPEG", quality=87, icc_profile=icc_profile(), **options)
        thumbnail = _thumbnail(path.parent)
        tag(
            path,
            *TAGS,
            f"-Comment={COMMENT}",
            "-EXIF:Orientation#=6",
            f"-EXIF:ThumbnailImage<={thumbnail}",
            f"-IPTC:By-line={AUTHOR}",
        )
        # Beside what ExifTool writes: a thumbnail in JFXX, a private segment, a film at the end.
        raw = path.read_bytes()
        small = thumbnail.read_bytes()
        jfxx = b"JFXX\0\x10" + small
        extra = b"\xff\xe0" + struct.pack(">H", len(jfxx) + 2) + jfxx
        extra += b"\xff\xeb" + struct.pack(">H", len(PRIVATE) + 2) + PRIVATE
        at = 2 + (2 + int.from_bytes(raw[4:6]) if raw[2:4] == b"\xff\xe0" else 0)
        path.write_bytes(raw[:at] + extra + raw[at:] + TRAILER)

    return make


def _mogrified_jpeg(path: Path) -> None:
    plain = path.with_suffix(".png")
    scene().save(plain)
    done = subprocess.run(
        ["mogrify", "-format", "jpg", "-comment", COMMENT, "-sampling-factor", "2x2", str(plain)],
        capture_output=True,
        check=True,
    )
    assert not done.stderr
    plain.unlink()
    tag(path, *TAGS)
    path.write_bytes(path.read_bytes() + TRAILER)


def png_chunk(name: bytes, content: bytes) -> bytes:
    """Return a chunk with its length and its checksum."""
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


def _text_chunks() -> PngImagePlugin.PngInfo:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", AUTHOR)
    text.add_text("Comment", COMMENT, zip=True)
    text.add_itxt("Title", SERIAL, lang="id", tkey="Judul")
    return text


def _spoil_png(path: Path) -> None:
    raw = path.read_bytes()
    at = 8 + 25
    extra = png_chunk(b"tIME", struct.pack(">HBBBBB", 2026, 11, 3, 14, 7, 31))
    extra += png_chunk(b"prVt", PRIVATE)
    path.write_bytes(raw[:at] + extra + raw[at:] + TRAILER)


def _png(mode: str, **options: object) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        picture = scene("RGB" if mode == "P" else mode)
        if mode == "P":
            picture = picture.quantize(37)
        picture.save(path, "PNG", pnginfo=_text_chunks(), icc_profile=icc_profile(), **options)
        tag(path, *TAGS, "-EXIF:Orientation#=6")
        _spoil_png(path)

    return make


def _mogrified_png(path: Path) -> None:
    scene().save(path)
    subprocess.run(
        ["mogrify", "-set", "comment", COMMENT, "-interlace", "PNG", "-gamma", "0.9", str(path)],
        capture_output=True,
        check=True,
    )
    tag(path, *TAGS)
    _spoil_png(path)


def frames(count: int = 3) -> list[Image.Image]:
    """Return the pictures of a short film."""
    return [scene("RGBA", seed) for seed in range(count)]


def _apng(path: Path) -> None:
    first, *rest = frames()
    first.save(
        path, "PNG", save_all=True, append_images=rest, duration=90, loop=2, pnginfo=_text_chunks()
    )
    tag(path, *TAGS)
    _spoil_png(path)


def _webp(mode: str, *, animated: bool = False, **options: object) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        rest = frames()[1:]
        first = frames()[0] if animated else scene(mode)
        more = {"save_all": True, "append_images": rest, "duration": 90} if animated else {}
        first.save(path, "WEBP", icc_profile=icc_profile(), **more, **options)
        tag(path, *TAGS, "-EXIF:Orientation#=6")
        raw = path.read_bytes()
        extra = b"prVt" + struct.pack("<I", len(PRIVATE)) + PRIVATE + b"\0" * (len(PRIVATE) & 1)
        length = struct.pack("<I", len(raw) - 8 + len(extra))
        path.write_bytes(raw[:4] + length + raw[8:] + extra + TRAILER)

    return make


def _simple_webp(path: Path) -> None:
    scene().save(path, "WEBP", lossless=True)
    path.write_bytes(path.read_bytes() + TRAILER)


_EVERYTHING = {"position", "author", "camera", "serial", "time", "comment", "history", "appended"}
# name: how it is made, and what must be found in it at least
PICTURES: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "baseline.jpg": (_jpeg("RGB"), {*_EVERYTHING, "thumbnail", "profile", "other"}),
    "progressive.jpg": (_jpeg("RGB", progressive=True), {*_EVERYTHING, "thumbnail", "profile"}),
    "cmyk.jpg": (_jpeg("CMYK"), {*_EVERYTHING, "thumbnail", "profile"}),
    "grey.jpg": (_jpeg("L"), {*_EVERYTHING, "thumbnail"}),
    "restart.jpg": (_jpeg("RGB", restart_marker_blocks=2), _EVERYTHING),
    "mogrified.jpg": (_mogrified_jpeg, _EVERYTHING),
    "colours.png": (_png("RGB"), {*_EVERYTHING, "profile", "other"}),
    "alpha.png": (_png("RGBA"), {*_EVERYTHING, "profile"}),
    "palette.png": (_png("P", transparency=3), {*_EVERYTHING, "profile"}),
    "grey.png": (_png("L"), {*_EVERYTHING, "profile"}),
    "mogrified.png": (_mogrified_png, _EVERYTHING),
    "animated.png": (_apng, _EVERYTHING),
    "lossy.webp": (_webp("RGB", quality=71), {*_EVERYTHING, "profile", "other"}),
    "lossless.webp": (_webp("RGBA", lossless=True), {*_EVERYTHING, "profile"}),
    "alpha.webp": (_webp("RGBA", quality=71), {*_EVERYTHING, "profile"}),
    "animated.webp": (_webp("RGBA", animated=True), {*_EVERYTHING, "profile"}),
    "simple.webp": (_simple_webp, {"appended"}),
}


def pixels(raw: bytes) -> list[tuple[str, tuple[int, int], bytes, object]]:
    """Return mode, size, samples and duration of every frame, as decoded."""
    seen = []
    with Image.open(io.BytesIO(raw)) as picture:
        for at in range(getattr(picture, "n_frames", 1)):
            picture.seek(at)
            shown = picture.convert("RGBA") if picture.mode == "P" else picture
            seen.append((shown.mode, shown.size, shown.tobytes(), picture.info.get("duration")))
    return seen
