"""The door for the clear web: the same page on a socket of its own, which names the onion."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import Drop
from tests.carriers.running import titip
from tests.site.process import Line, Process, request

ONION = "http://2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion/"
VISITOR = b"PROXY TCP4 198.51.100.7 192.0.2.1 4711 443\r\n"


def test_only_the_clear_door_names_the_onion(tmp_path: Path) -> None:
    clear = f"unix:{tmp_path}/c.sock"
    changes: dict[str, object] = {"clear": clear, "onion_location": ONION}
    with Process(tmp_path, Drop(), changes) as site:
        assert f"clear   {clear}" in site.out.read_text()
        with Line(clear, VISITOR) as line:
            page = line.ask(request("GET", "/"))
            script = line.ask(request("GET", "/app.js"))
        onion_page = site.ask(request("GET", "/"))
        # Nobody reaches it without saying who asks, as the proxy does.
        with Line(clear) as line:
            assert line.ask(request("GET", "/")).error == "bad_content"
    assert page.header("onion-location") == [ONION]
    assert script.header("onion-location") == []
    assert onion_page.header("onion-location") == []
    assert page.body == onion_page.body
    assert page.header("strict-transport-security") == ["max-age=63072000"]
    own = {"date", "onion-location", "strict-transport-security"}
    rest = [
        [pair for pair in answer.headers if pair[0] not in own] for answer in (page, onion_page)
    ]
    assert rest[0] == rest[1]
    assert len(onion_page.headers) == len(rest[1]) + 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"onion_location": ONION}, "set clear"),
        ({"clear": "0.0.0.0:80"}, "clear needs a Unix socket"),
        ({"clear": "unix:/run/c", "onion_location": ONION[:-1]}, "with the slash"),
        ({"clear": "unix:/run/c", "onion_location": ONION.replace("2g", "g2")}, "mistyped"),
    ],
)
def test_a_slip_is_named(tmp_path: Path, changes: dict[str, object], words: str) -> None:
    site = Process(tmp_path, Drop(), changes)
    assert words in titip("site", "check", "--config", site.config, expect=1).stderr
