"""Deliveries by the courier: taken, repeated, and each refusal in its own words."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from dropbox.carriage import Carriage
from dropbox.courier.commands import EXIT_FAILED
from dropbox.delivery_refusals import DELIVERY_REFUSED
from dropbox.protocol import errors
from dropbox.protocol.delivery import verify_delivery
from tests.carriers.inspectorate import Inspectorate, today
from tests.carriers.line import Line
from tests.carriers.running import Site, courier, titip, write_courier_config
from tests.carriers.socks import ONION, SocksProxy


def _write(folder: Path, delivery: bytes) -> Path:
    path = folder / "titip-antaran.delivery"
    path.write_bytes(delivery)
    return path


def test_a_delivery_is_shown_and_frees_the_pickups_that_it_names(
    desk: Inspectorate, stick: Path, config: Path
) -> None:
    courier("pickup", "--config", config, "--to", stick)
    listed = courier("pickup", "--config", config, "--to", stick, "--json")
    (entry,) = json.loads(listed.stdout)["pickups"]
    path = _write(stick, desk.deliver((bytes.fromhex(entry["id"]),)))
    done = json.loads(courier("deliver", path, "--config", config, "--json").stdout)
    assert (done["number"], done["pickups"], done["repeated"]) == (1, 1, False)
    listed = courier("pickup", "--config", config, "--to", stick, "--dry-run", "--json")
    waiting = [pickup["id"] for pickup in json.loads(listed.stdout)["pickups"]]
    assert entry["id"] not in waiting
    again = json.loads(courier("deliver", path, "--config", config, "--json").stdout)
    assert again["repeated"]


def test_a_later_delivery_follows(desk: Inspectorate, stick: Path, config: Path) -> None:
    for number in (1, 2, 3):
        path = _write(stick, desk.deliver())
        done = json.loads(courier("deliver", path, "--config", config, "--json").stdout)
        assert done["number"] == number


def test_an_older_a_forked_and_an_unchained_one_are_refused_in_their_own_words(
    desk: Inspectorate, stick: Path, config: Path
) -> None:
    first = desk.deliver()
    twin = dataclasses.replace(desk)
    second, other_second = desk.deliver(), twin.deliver()
    unchained = twin.deliver()
    for delivery in (first, second):
        courier("deliver", _write(stick, delivery), "--config", config)
    for delivery, name in (
        (first, "BulletinRollbackError"),
        (other_second, "BulletinForkError"),
        (unchained, "BulletinChainError"),
    ):
        path = _write(stick, delivery)
        done = courier("deliver", path, "--config", config, expect=EXIT_FAILED)
        assert DELIVERY_REFUSED[name][0] in done.stderr
        assert DELIVERY_REFUSED[name][1] in done.stderr


@pytest.mark.parametrize(
    ("days", "name"), [(5, "BulletinFutureError"), (-20, "BulletinStaleError")]
)
def test_what_only_the_site_can_refuse_is_said_in_the_same_words(
    desk: Inspectorate, stick: Path, config: Path, days: int, name: str
) -> None:
    path = _write(stick, desk.deliver(issued=today() + days))
    done = courier("deliver", path, "--config", config, expect=EXIT_FAILED)
    assert DELIVERY_REFUSED[name][0] in done.stderr


def test_cut_changed_and_foreign_files_are_refused_before_anything_is_sent(
    desk: Inspectorate, stick: Path, config: Path
) -> None:
    genuine = desk.deliver()
    changed_board = bytearray(genuine)
    changed_board[-1] ^= 1
    changed_signature = bytearray(genuine)
    changed_signature[20] ^= 1
    for raw, name in (
        (genuine[:-1], "DeliveryFormError"),
        (b"", "DeliveryFormError"),
        (bytes(changed_board), "SheetHashError"),
        (bytes(changed_signature), "DeliverySignatureError"),
        (Inspectorate().deliver(), "ForeignDropError"),
    ):
        path = _write(stick, raw)
        done = courier("deliver", path, "--config", config, expect=EXIT_FAILED)
        assert DELIVERY_REFUSED[name][0] in done.stderr, name
    missing = courier("deliver", stick / "none", "--config", config, expect=EXIT_FAILED)
    assert "tidak terbaca" in missing.stderr


def test_a_dry_run_verifies_and_hands_in_nothing(
    site: Site, desk: Inspectorate, stick: Path, config: Path
) -> None:
    site.deliver(desk.deliver())
    shown = desk.last
    path = _write(stick, desk.deliver())
    done = courier("deliver", path, "--config", config, "--dry-run", "--json")
    assert json.loads(done.stdout) == {"number": 2, "pickups": 0, "shown_already": False}
    with Carriage(site.url) as visitor:
        assert visitor.get("/bulletin", 1 << 20) == shown
    # It finds what the site would refuse.
    courier("deliver", path, "--config", config)
    old = Inspectorate(desk.sid, desk.root_seed, desk.signing_seed, desk.intake)
    path = _write(stick, old.deliver())
    done = courier("deliver", path, "--config", config, "--dry-run", expect=EXIT_FAILED)
    assert DELIVERY_REFUSED["BulletinRollbackError"][0] in done.stderr


def test_a_public_door_that_shows_something_else_is_found(
    site: Site, desk: Inspectorate, stick: Path, tmp_path: Path
) -> None:
    path = _write(stick, desk.deliver())
    with Line(site.public_port) as line:
        config = write_courier_config(tmp_path, site, desk, public_url=line.url)
        line.flip_at = 10_000
        done = courier("deliver", path, "--config", config, expect=EXIT_FAILED)
    assert "menampilkan hal lain" in done.stderr


def test_a_site_of_another_drop_gets_nothing(
    site: Site, desk: Inspectorate, tmp_path: Path
) -> None:
    site.deliver(desk.deliver())
    other = Inspectorate()
    path = _write(tmp_path, other.deliver())
    config = write_courier_config(tmp_path, site, other)
    done = courier("deliver", path, "--config", config, expect=EXIT_FAILED)
    assert "not your inspectorate's" in done.stderr


def test_through_socks_both_doors_have_circuits_of_their_own(
    site: Site, desk: Inspectorate, stick: Path, tmp_path: Path
) -> None:
    path = _write(stick, desk.deliver())
    with SocksProxy(site.public_port) as proxy:
        config = write_courier_config(
            tmp_path, site, desk, public_url=f"http://{ONION}", socks=proxy.address
        )
        courier("pickup", "--config", config, "--to", stick)
        courier("deliver", path, "--config", config)
    assert {host for host, _ in proxy.asked} == {ONION, "127.0.0.1"}
    # Each command asks both doors.
    assert len(proxy.users) == 4


def test_every_refusal_of_a_delivery_has_words() -> None:
    bulletin = {
        name
        for name, kind in vars(errors).items()
        if isinstance(kind, type)
        and issubclass(kind, errors.BulletinError | errors.DeliveryError | errors.SheetError)
    }
    groups = {"BulletinError", "DeliveryError", "SheetError"}
    only_readers = {"BulletinClosedError", "NoIntakeKeyError"}
    assert bulletin - groups - only_readers == set(DELIVERY_REFUSED)


def test_a_config_with_a_slip_names_the_key(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[courier]\nurl = "x"\n')
    done = titip("courier", "pickup", "--config", path, expect=EXIT_FAILED)
    assert "no key 'url'" in done.stderr


def test_the_delivery_that_was_shown_is_the_one_that_was_made(desk: Inspectorate) -> None:
    delivery = verify_delivery(desk.deliver(), desk.did)
    assert delivery.bulletin.number == 1
