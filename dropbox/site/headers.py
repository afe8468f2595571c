"""The headers that every answer carries, also a refusal and the server's own (§10.3)."""

from __future__ import annotations

from typing import Final

# `data:` is for the page's empty icon, without which browsers would ask for /favicon.ico.
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)

# The courier's page has forms and no script (§10.2).
FORM_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)

# What a page that only reads, writes and sends never needs, so that a flaw in it cannot ask for it.
_DENIED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "clipboard-write",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)

HEADERS: Final = (
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", ", ".join(f"{feature}=()" for feature in _DENIED)),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
)


def clear_page_headers(onion_location: str) -> dict[str, str]:
    """Return what `GET /` carries besides on the clear web (§10.1).

    `onion_location`: the onion address of the same page, which Tor Browser then offers; or "".
    """
    # Two years: who has been here once is not sent to port 80 again, where anybody could answer.
    headers = {"Strict-Transport-Security": "max-age=63072000"}
    return headers | ({"Onion-Location": onion_location} if onion_location else {})
