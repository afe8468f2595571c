"""The whole site in one process: one store, two or three doors, a thread for each."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace

from dropbox.protocol.errors import TitipError
from dropbox.protocol.sizes import CHUNK_RECORD_LEN
from dropbox.settings import SettingsError
from dropbox.site.carrying.forms import FORM_MAX_LEN
from dropbox.site.courier_door import make_courier_app
from dropbox.site.custody import Custody
from dropbox.site.headers import clear_page_headers
from dropbox.site.public import make_public_app
from dropbox.site.server import COURIER_LANES, PUBLIC_LANES, Door, Policy, open_door
from dropbox.site.settings import (
    SiteSettings,
    open_folder,
    read_identity,
    read_listening,
    read_token,
)
from dropbox.site.static_files import read_static
from dropbox.site.store import DISK_ERRORS, StoreError
from dropbox.site.visitors import CLEAR_DOOR, PUBLIC_DOOR, Visitors

_log = logging.getLogger(__name__)


class Site:
    """Everything that serves.

    `progress` is told the bytes of room that are made before the first start can go on, and how
    many there will be. Raises SettingsError for what the operator can mend, OSError for the
    sockets.
    """

    def __init__(self, settings: SiteSettings, progress: Callable[[int, int], None]) -> None:
        identity = read_identity(settings.site_json)
        token = read_token(settings.courier_token)
        files = read_static(settings.static)
        visitors = Visitors()
        try:
            self._custody = Custody(
                settings, open_folder(settings.data), identity, progress=progress
            )
        except (StoreError, TitipError) as error:
            raise SettingsError(f"{settings.data}: {error}") from None
        except DISK_ERRORS as error:
            raise SettingsError(
                f"{settings.data}: the disk fails or is full: {error}. What was acknowledged is"
                " kept: make room or mend the disk, then start again."
            ) from None
        policy = Policy(
            body_most=CHUNK_RECORD_LEN,
            proxy_line=settings.public_proxy_line,
            connections_max=settings.connections_max,
            connections_per_visitor=settings.connections_per_visitor,
            silence_s=settings.silence_s,
            request_s=settings.request_s,
        )
        self.doors = {
            PUBLIC_DOOR: open_door(
                make_public_app(settings, identity, self._custody, files),
                read_listening(settings.public, "public"),
                PUBLIC_LANES,
                visitors,
                policy,
            ),
            "courier": open_door(
                make_courier_app(token, self._custody),
                read_listening(settings.courier, "courier"),
                COURIER_LANES,
                visitors,
                replace(
                    policy,
                    body_most=FORM_MAX_LEN,
                    proxy_line=False,
                    connections_max=64,
                    connections_per_visitor=64,
                ),
            ),
        }
        if settings.clear:
            # Its own socket: whoever controls the proxy in front of it can pretend to be any of
            # the clear web's visitors, and none of the onion's.
            self.doors[CLEAR_DOOR] = open_door(
                make_public_app(
                    settings,
                    identity,
                    self._custody,
                    files,
                    CLEAR_DOOR,
                    clear_page_headers(settings.onion_location),
                ),
                read_listening(settings.clear, "clear"),
                PUBLIC_LANES,
                visitors,
                replace(policy, proxy_line=True),
            )

    def start(self, ended: Callable[[], object]) -> None:
        """Serve, each door in a thread of its own; call `ended` should one of them ever end."""

        def run(door: Door) -> None:
            try:
                door.run()
            except Exception:  # noqa: BLE001 - it ends the site, whatever it was
                _log.exception("door")
            ended()

        for door in self.doors.values():
            threading.Thread(target=run, args=(door,), daemon=True).start()

    def stop(self) -> None:
        """Let what is being answered end, and close the store."""
        for door in self.doors.values():
            door.stop()
        self._custody.close()
