"""A whole house behind the private Tor network: its site listens on Unix sockets (tests only)."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any

from tests.carriers.listener import reach
from tests.e2e.house import House
from tests.onion.onions import Onions

# An hour, so that a slow machine reaches it too.
LETTERS_AN_HOUR = 20


@dataclass
class OnionHouse(House):
    """Its courier goes through the Tor that has the key."""

    onions: Onions | None = None

    def site_doors(self) -> str:
        assert self.onions is not None
        return f"""public = "unix:{self.onions.site_socket}"
courier = "unix:{self.onions.courier_socket}"
public_proxy_line = true
letters_limit = "{LETTERS_AN_HOUR}/hour"
"""

    def courier_doors(self) -> str:
        assert self.onions is not None
        return f"""public_url = "http://{self.onions.public_host}"
courier_url = "http://{self.onions.courier_host}"
socks = "{self.onions.courier_socks}"
"""

    def answers(self) -> bool:
        assert self.onions is not None
        with contextlib.suppress(OSError):
            for path in (self.onions.site_socket, self.onions.courier_socket):
                reach(path).close()
            return True
        return False

    @property
    def url(self) -> str:
        """The address that a reporter opens, without the fragment."""
        assert self.onions is not None
        return f"http://{self.onions.public_host}/"


def firefox_through(socks: str) -> dict[str, Any]:
    """Return the preferences by which Firefox goes through Tor as Tor Browser does."""
    host, port = socks.split(":")
    return {
        "network.proxy.type": 1,
        "network.proxy.socks": host,
        "network.proxy.socks_port": int(port),
        "network.proxy.socks_version": 5,
        "network.proxy.socks_remote_dns": True,
        "network.dns.blockDotOnion": False,
        # An onion address is as good as TLS: without this there is no WebCrypto.
        "dom.securecontext.allowlist_onions": True,
    }
