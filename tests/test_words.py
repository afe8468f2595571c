"""The word list keeps its promises: four letters name a word, one slip is always seen (§3.5)."""

import hashlib
import itertools
import re
from pathlib import Path

import pytest

from dropbox.protocol.words import WORDS

ROOT = Path(__file__).parent.parent
JAVASCRIPT = ROOT / "dropbox" / "site" / "browser" / "protocol" / "words.js"
LISTS = ROOT / "scripts" / "words"

# Whoever changes the list changes everyone's passphrase. This line is meant to be in the way.
PINNED = "a26b212f26bf4af3b29fd0e0089aefbc919f90275d7cea9e42d3fd4c1a2e4041"

# Standard spelling, then what is also written.
VARIANTS = """
akhlak ahlak / akta akte / aktif aktip / analisis analisa / andal handal / antre antri
anugerah anugrah / apotek apotik / asas azas / asyik asik / atlet atlit / atmosfer atmosfir
autopsi otopsi / azan adzan / bakpao bakpau / batin bathin / bazar bazaar / berpikir berfikir
boling bowling / cabai cabe / camilan cemilan / cecak cicak / cedera cidera / cendekia cendikia
cengkih cengkeh / cokelat coklat / dahsyat dasyat / debit debet / desain disain / detail detil
ekstrem ekstrim / embus hembus / fondasi pondasi / foto poto / frasa frase / gaib ghaib
geladi gladi / gubuk gubug / gulai gule / hafal hapal / hafalan hapalan / hakikat hakekat
hektare hektar / hierarki hirarki / ijazah ijasah / ikhlas iklas / imbau himbau / indra indera
insaf insyaf / isap hisap / istri isteri / izin ijin / jadwal jadual / jagat jagad
jangkrik jengkerik / jemaah jamaah / jenazah jenasah / jenderal jendral / jerapah jirapah
kabar khabar / kafe cafe / kaidah kaedah / kalau kalo / kanguru kangguru / kantong kantung
karena karna / karier karir / karisma kharisma / kaus kaos / kecoak kecoa / kerupuk krupuk
kesatria ksatria / klepon kelepon / komoditas komoditi / kompleks komplek / komplet komplit
konkret konkrit / kualitas kwalitas / kuitansi kwitansi / kukuh kokoh / lemari almari
lembap lembab / lubang lobang / magrib maghrib / makhluk mahluk / mangkuk mangkok
mantra mantera / masjid mesjid / mengubah merubah / merek merk / metode metoda / miliar milyar
museum musium / nahas naas / nakhoda nahkoda / napas nafas / nasihat nasehat / negeri negri
nomor nomer / november nopember / objek obyek / paham faham / pakai pake / pasal fasal
peduli perduli / penalti pinalti / pikir fikir / pinisi phinisi / plester plaster
praktik praktek / prangko perangko / provinsi propinsi / putra putera / ramai rame
rapor raport / respons respon / rezeki rejeki / rezim rejim / risiko resiko / roboh rubuh
saksama seksama / saksofon saxophone / sampai sampe / samudra samudera / sanksi sangsi
saraf syaraf / saus saos / sekadar sekedar / sekring sikring / seprai sprei / setrika seterika
silakan silahkan / sirene sirine / sirop sirup / sistem sistim / sopir supir / spons spon
standar standart / stoples toples / stroberi strawberi / subjek subyek / surga sorga
sutra sutera / syukur sukur / takhta tahta / taksi taxi / talenan telenan / teknik tehnik
teladan tauladan / telantar terlantar / telepon telpon / telur telor / tenteram tentram
teoretis teoritis / terampil trampil / terompet trompet / terong terung / trem tram
triliun trilyun / trofi tropi / unta onta / utang hutang / vila villa / yogurt yoghurt
zaman jaman / zamrud jamrud
"""


def one_slip(one: str, other: str) -> bool:
    """Return whether one wrong, missing, added or swapped letter makes the other word."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    first = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[first:] == other[first + 1 :]
    swapped = one[first + 1 : first + 2] + one[first : first + 1] + one[first + 2 :]
    return one != other and (one[first + 1 :] == other[first + 1 :] or swapped == other[first:])


def pairs_one_slip_apart(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(a, b) for a, b in itertools.combinations(words, 2) if one_slip(a, b)]


def listed(name: str) -> list[str]:
    lines = (LISTS / name).read_text(encoding="ascii").splitlines()
    words = " ".join(line for line in lines if not line.startswith("#")).split()
    assert words, f"{name} is empty"
    return words


def test_there_are_2048_sorted_words_of_4_to_8_letters() -> None:
    assert len(WORDS) == len(set(WORDS)) == 2_048
    assert list(WORDS) == sorted(WORDS)
    assert [word for word in WORDS if not re.fullmatch(r"[a-z]{4,8}", word)] == []


def test_the_first_four_letters_name_one_word() -> None:
    assert len({word[:4] for word in WORDS}) == len(WORDS)


def test_no_two_words_are_one_slip_apart() -> None:
    assert pairs_one_slip_apart(WORDS) == []


@pytest.mark.parametrize(
    "planted",
    ["balon", "alon", "kuceng", "kucin", "kucking", "ucing", "kucingi", "ukcing", "kucign"],
)
def test_the_checker_finds_a_planted_slip(planted: str) -> None:
    near = {"balon": "balok", "alon": "balon"}.get(planted, "kucing")
    words = ("mentah", near, "jembatan", planted)
    assert pairs_one_slip_apart(words) == [(near, planted)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kucing", "kucing"),
        ("abcd", "bcda"),
        ("abcd", "cbad"),
        ("abcd", "badc"),
        ("abcd", "abefcd"),
    ],
)
def test_the_checker_leaves_other_pairs_alone(one: str, other: str) -> None:
    assert not one_slip(one, other)
    assert not one_slip(other, one)


@pytest.mark.parametrize("pair", VARIANTS.replace("\n", " / ").split(" / ")[1:-1])
def test_no_word_has_a_second_spelling(pair: str) -> None:
    standard, variant = pair.split()
    assert standard != variant
    assert variant not in WORDS


def test_no_excluded_word_is_in_the_list() -> None:
    assert set(listed("excluded.txt")) & set(WORDS) == set()


def test_every_added_word_is_in_the_list() -> None:
    assert set(listed("added.txt")) <= set(WORDS)


def test_the_browser_has_the_same_list() -> None:
    blocks = JAVASCRIPT.read_text(encoding="utf-8").split("`")
    assert len(blocks) == 3
    assert tuple(blocks[1].split()) == WORDS


def test_the_list_is_pinned() -> None:
    assert hashlib.sha256("\n".join(WORDS).encode("ascii")).hexdigest() == PINNED
