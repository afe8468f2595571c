"""Nothing that a reporter typed, and no address, stands in anything that the site wrote."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from tests.e2e.browser import Browser
from tests.e2e.house import House
from tests.e2e.leaks import dresses, files_below, find_secrets
from tests.e2e.reporter import arrive, come_back, screen, send_follow_up, send_report
from tests.e2e.wire import CLIENT_ADDRESS, Wire

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(420)]

FIELDS = {
    "what": "Pembelian kotaksuara digelembungkan",
    "account": "Bendaharawan Sukmawijaya memalsukan kuitansi penginapan senilai delapanratus",
    "who": "Kepalabagian Perlengkapan",
    "where": "Gudanglogistik Tanjungbatu",
    "how_known": "mendengar percakapan rapatanggaran",
}
FOLLOW_UP = "Menyusul: dokumenperjalanan disimpan dilemari keuangan"


def typed_words() -> set[str]:
    texts = [*FIELDS.values(), FOLLOW_UP]
    # Shorter words would turn up in megabytes of random bytes by chance; and none may be a word of
    # the bulletin, which the site shows to everybody.
    return {word.strip(".,:") for text in texts for word in text.split() if len(word) > 6}


@pytest.fixture
def visited(chromium: Browser, wire: Wire, house: House) -> list[str]:
    """A whole visit, with the site's files as they lie while it runs; returns all secrets."""
    arrive(chromium, wire.url + house.fragment)
    words = send_report(chromium, FIELDS)
    house.carry_in()
    house.deliver()
    arrive(chromium, wire.url + house.fragment)
    come_back(chromium, " ".join(words))
    screen(chromium, "thread", 120)
    send_follow_up(chromium, FOLLOW_UP)
    passphrases = [" ".join(words), "-".join(words), "".join(words)]
    # A word of the list alone may stand in a text of the page; two in a row only in a passphrase.
    pairs = [f"{left} {right}" for left, right in itertools.pairwise(words)]
    return [*typed_words(), *passphrases, *pairs, CLIENT_ADDRESS]


def written(house: House) -> list[Path]:
    return [*files_below(house.site_dir), house.log]


def test_nothing_is_written(visited: list[str], house: House) -> None:
    files = written(house)
    assert any(path.name.endswith("-wal") or path.suffix for path in files)
    assert sum(path.stat().st_size for path in files) > 1_000_000
    for path in files:
        assert find_secrets(path.read_bytes(), visited) == set(), path
    house.stop_site()
    for path in written(house):
        assert find_secrets(path.read_bytes(), visited) == set(), path


def test_the_control_finds_every_secret(visited: list[str], house: House) -> None:
    """Each secret, planted in each dress into a copy of what the site wrote, is found."""
    base = max(written(house), key=lambda path: path.stat().st_size).read_bytes()[:200_000]
    for secret in visited:
        for name, dress in dresses(secret).items():
            planted = base[:100_000] + dress + base[100_000:]
            assert secret in {found for found, _ in find_secrets(planted, [secret])}, name
