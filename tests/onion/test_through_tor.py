"""The whole way through a private Tor network: browser, limits, courier, what is written.

One file, because its tests share the network, and the last looks at what all the others left.
"""

from __future__ import annotations

import ipaddress
import json
import re
import time
from pathlib import Path

import pytest

from dropbox.carriage import Carriage, Patience, RefusalError
from dropbox.protocol.pickup import verify_pickup
from dropbox.protocol.randomness import random_bytes
from dropbox.protocol.sizes import LETTER_LEN
from dropbox.workstation.days import utc_today
from tests.carriers.running import courier, titip
from tests.e2e.browser import Browser
from tests.e2e.files import choose, save_all
from tests.e2e.leaks import dresses, files_below, find_secrets
from tests.e2e.reporter import (
    arrive,
    come_back,
    confirm_and_send,
    screen,
    to_passphrase,
    write_report,
)
from tests.floods.besieged import REPORT
from tests.onion.flood import OnionFlood
from tests.onion.house import LETTERS_AN_HOUR, OnionHouse, firefox_through
from tests.onion.onions import Onions
from tests.test_verify_site import SAME, verify

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(420)]

# What Tor writes with HiddenServiceExportCircuitID haproxy: the number of the circuit, twice.
TOR_LINE = re.compile(
    rb"PROXY TCP6 (fc00:dead:beef:4dad::([0-9a-f]{1,4}):([0-9a-f]{1,4})) ::1 ([0-9]+) 80\r\n"
)
FLOOD_CIRCUITS = 5
CIRCUITS = "fc00:dead:beef:4dad"
PICKUPS = '.files a[href$=".pickup"]'
# What Tor keeps of itself in its file of state, with times of its own.
TORS_OWN = {
    *("Guard", "TorVersion", "LastWritten", "Dormant", "MinutesSinceUserActivity"),
    *("TotalBuildTimes", "CircuitBuildTimeBin", "CircuitBuildAbandonedCount"),
}
BEGAN = time.time()


def test_report_with_attachment_and_answer(
    onions: Onions, house: OnionHouse, tmp_path: Path
) -> None:
    evidence = tmp_path / "bukti.bin"
    evidence.write_bytes(bytes(range(256)) * 2_000)
    prefs = firefox_through(onions.visitors_socks[0])
    with Browser("firefox", tmp_path / "profile", safer=True, prefs=prefs) as browser:
        arrive(browser, house.url + house.fragment)
        write_report(browser, {"what": "Lewat Tor", "account": "Uraian lewat Tor"})
        choose(browser, evidence)
        words = to_passphrase(browser)
        confirm_and_send(browser, words)
        screen(browser, "delivered", 120)

        # Both ways by the courier's commands, through the onion that only his Tor can open.
        (result,) = house.carry_in()
        assert (result.letters, result.opened_cases) == (1, 1)
        number, (letter,) = house.only_case_letters()
        assert letter.fields["what"] == "Lewat Tor"
        assert [saved.raw for saved in save_all(house)] == [evidence.read_bytes()]
        with house.desk() as desk:
            desk.reply(number, "Jawaban lewat Tor", utc_today())
        house.deliver()

        arrive(browser, house.url + house.fragment)
        come_back(browser, " ".join(words))
        screen(browser, "thread", 120)
        assert "Jawaban lewat Tor" in browser.text("main")


def test_each_circuit_has_limits_of_its_own(onions: Onions, house: OnionHouse) -> None:
    # To the site, a letter is so many bytes.
    impatient = Patience(tries=1)

    def visitor() -> Carriage:
        return Carriage(house.url, socks=onions.visitors_socks[0], patience=impatient)

    before = len(onions.tap.lines)
    with visitor() as flooder, visitor() as honest:
        for _ in range(LETTERS_AN_HOUR):
            flooder.post("/letters", random_bytes(LETTER_LEN))
        with pytest.raises(RefusalError) as caught:
            flooder.post("/letters", random_bytes(LETTER_LEN))
        assert (caught.value.status, caught.value.code) == (429, "too_many")
        # A second connection of the same visitor is the same circuit: no way around.
        flooder._client.headers["Connection"] = "close"
        for _ in range(2):
            with pytest.raises(RefusalError) as caught:
                flooder.post("/letters", random_bytes(LETTER_LEN))
            assert caught.value.code == "too_many"
        honest.post("/letters", random_bytes(LETTER_LEN))
    matches = [TOR_LINE.fullmatch(line) for line in onions.tap.lines[before:]]
    assert all(matches), onions.tap.lines[before:]
    named = [match[1] for match in matches if match]
    assert len(named) >= 3
    assert len(set(named)) == 2
    for match in matches:
        assert match
        assert int(match[2], 16) << 16 | int(match[3], 16) == int(match[4])


def test_a_flood_of_circuits_keeps_out_neither_reporter_nor_courier(
    onions: Onions, house: OnionHouse, tmp_path: Path
) -> None:
    report = tmp_path / "laporan.json"
    report.write_text(json.dumps(REPORT))
    socks, honest_socks = onions.visitors_socks
    with OnionFlood(house.url, socks, FLOOD_CIRCUITS) as flood:
        titip(
            *("reporter", "send", "--json", "--no-confirm", "--report", report),
            *("--socks", honest_socks, "--link", house.url + house.fragment),
        )
        house.carry_in()
        while flood.refused < FLOOD_CIRCUITS:
            time.sleep(0.1)
    for counts in flood.answers:
        assert set(counts) <= {204, 429}
        assert counts[204] == LETTERS_AN_HOUR or (counts[204] < LETTERS_AN_HOUR and not counts[429])
    # All that was acknowledged is carried away, and with it what was honest.
    house.carry_in()
    with house.desk() as desk:
        titles = [case.title for case in desk.cases()]
    assert REPORT["what"] in titles


def test_without_the_key_the_couriers_onion_stays_shut(
    onions: Onions, house: OnionHouse, tmp_path: Path
) -> None:
    text = house.config.read_text()
    # Tor as Debian configures it, and as Tor Browser does (with ExtendedErrors).
    for socks in onions.visitors_socks:
        stranger = house.config.with_name("stranger.toml")
        stranger.write_text(text.replace(onions.courier_socks, socks))
        done = courier("pickup", "--config", stranger, "--to", tmp_path, "--json", expect=1)
        assert json.loads(done.stdout)["error"] == "AuthorizationError"
        assert "kunci kurir tidak dipasang" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_browser_without_scripts_fetches_and_delivers(
    onions: Onions, house: OnionHouse, tmp_path: Path
) -> None:
    token = (house.folder / "courier.token").read_text().strip()
    downloads = tmp_path / "stick"
    downloads.mkdir()
    prefs = firefox_through(onions.courier_socks) | {
        "browser.download.folderList": 2,
        "browser.download.dir": str(downloads),
    }
    with house.desk() as desk:
        sid = bytes.fromhex(desk.identity().sid)
        delivery = desk.deliver(tmp_path, utc_today(), early=True)
        number = delivery.number
    options = {"javascript": False, "safer": True, "prefs": prefs}
    with Browser("firefox", tmp_path / "profile", **options) as browser:  # type: ignore[arg-type]
        browser.goto(f"http://{onions.courier_host}/")
        browser.type_keys("#token", "bukan token")
        browser.click("form button")
        browser.wait_visible('[role="alert"]')
        assert "Token kurir tidak cocok" in browser.text("main")
        browser.click("main a")
        browser.type_keys("#token", token)
        browser.click("form button")
        browser.wait_visible("#delivery")
        before = browser.texts(PICKUPS)
        browser.click('form[action="close"] button')
        browser.wait_visible(f'li:nth-child({len(before) + 1}) > a[href$=".pickup"]')
        name = browser.texts(PICKUPS)[-1]
        browser.click(f'a[href="{name}"]')
        pickup = downloads / name
        deadline = time.monotonic() + 60
        while not pickup.exists() or not pickup.stat().st_size or list(downloads.glob("*.part")):
            assert time.monotonic() < deadline, list(downloads.iterdir())
            time.sleep(0.1)
        with pickup.open("rb") as file:
            assert verify_pickup(file, sid).id.hex() in browser.text("main")
        browser.upload("#delivery", Path(delivery.path))
        browser.click('form[action="delivery"] button')
        browser.wait_visible('[role="status"]')
        assert f"maklumat nomor {number}" in browser.text('[role="status"]')
        browser.click('form[action="end"] button')
        browser.wait_visible("#token")
    with Carriage(house.url, socks=onions.visitors_socks[0]) as visitor:
        shown = visitor.get("/bulletin", 1 << 20)
    assert shown in Path(delivery.path).read_bytes()


def test_anyone_can_compare_the_site_with_its_release(onions: Onions, house: OnionHouse) -> None:
    before = len(onions.tap.lines)
    found = verify(
        house.url, "--socks", onions.visitors_socks[0], "--drop-id", house.fragment, expect=SAME
    )
    assert found["findings"] == []
    # Three visitors on three circuits, as Tor itself says.
    circuits = {line.split()[2] for line in onions.tap.lines[before:]}
    assert len(circuits) == 3


def test_nothing_of_a_visit_is_written(onions: Onions, house: OnionHouse) -> None:
    named = [match[1].decode() for match in map(TOR_LINE.fullmatch, onions.tap.lines) if match]
    assert len(set(named)) >= 4
    # Every circuit is named within this network, however the rest is written.
    assert {str(ipaddress.ip_address(name)).startswith(CIRCUITS) for name in named} == {True}
    packed = ipaddress.ip_address(f"{CIRCUITS}::").packed[:8]
    # Seconds in decimal, in steps of ten, and the minutes of the visits.
    span = range(int(BEGAN), int(time.time()) + 10, 10)
    times = {str(second)[:9].encode() for second in span}
    times |= {time.strftime("%H:%M:", time.gmtime(second)).encode() for second in span}
    written = [*files_below(house.site_dir), house.log]
    tors = [*files_below(onions.folder / "keys", onions.service.folder)]
    assert sum(path.stat().st_size for path in written) > 1_000_000
    assert onions.service.log in tors
    for path in [*written, *tors]:
        raw = path.read_bytes()
        assert not any(dress in raw for dress in dresses(CIRCUITS).values()), path
        # Inside compressed streams too, but for the slots, where thousands seem to begin by chance.
        if len(raw) < 4 << 20:
            assert find_secrets(raw, [CIRCUITS]) == set(), path
        sought = [packed, *times] if path in written else [packed]
        assert [one for one in sought if one in raw] == [], path
    # Tor's own files tell its own times and nothing that came by: not a line more since its start.
    log = onions.service.log.read_text()
    assert log.partition("Bootstrapped 100% (done): Done\n")[2] == ""
    state = (onions.service.folder / "data/state").read_text().splitlines()
    assert {line.split()[0] for line in state if line and line[0] != "#"} <= TORS_OWN
