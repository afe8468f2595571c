"""The public door with the store left out: `python -m tests.bench.bare_site CONFIG`.

The same server, routes, limits, body handling and answers as `titip site serve`; only that a record
is forgotten instead of kept. It exists for the bench alone.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

from dropbox.protocol.sizes import CHUNK_RECORD_LEN
from dropbox.settings import read_settings
from dropbox.site.custody import Custody
from dropbox.site.public import make_public_app
from dropbox.site.quiet_log import start_log
from dropbox.site.server import PUBLIC_LANES, Policy, open_door
from dropbox.site.settings import SiteSettings, read_identity, read_listening
from dropbox.site.static_files import read_static
from dropbox.site.visitors import Visitor, Visitors


class NoCustody:
    """Keeps nothing."""

    shown = None

    def put_letter(self, letter: bytes, visitor: Visitor) -> None:
        """Forget it."""

    def put_chunk(self, record: bytes, visitor: Visitor) -> None:
        """Forget it."""


def main() -> None:
    """Serve until the process is ended."""
    start_log()
    settings = read_settings(Path(sys.argv[1]), "site", SiteSettings)
    app = make_public_app(
        settings,
        read_identity(settings.site_json),
        cast("Custody", NoCustody()),
        read_static(settings.static),
    )
    policy = Policy(
        body_most=CHUNK_RECORD_LEN,
        proxy_line=settings.public_proxy_line,
        connections_max=settings.connections_max,
        connections_per_visitor=settings.connections_per_visitor,
        silence_s=settings.silence_s,
        request_s=settings.request_s,
    )
    listening = read_listening(settings.public, "public")
    door = open_door(app, listening, PUBLIC_LANES, Visitors(), policy)
    sys.stdout.write(f"public  {door.address}\ncourier none\n")
    sys.stdout.flush()
    door.run()


if __name__ == "__main__":
    main()
