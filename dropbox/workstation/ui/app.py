"""Puts the interface together as a Flask application."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response
from jinja2 import StrictUndefined

from dropbox.protocol.errors import TitipError
from dropbox.settings import SettingsError
from dropbox.workstation.errors import WorkstationError
from dropbox.workstation.ui import (
    carrying_screens,
    case_screens,
    entrance,
    overview,
    triage_screens,
)
from dropbox.workstation.ui.guard import install_guard
from dropbox.workstation.ui.visible import paragraphs, shown
from dropbox.workstation.ui.workplace import HOME, Workplace, page, settle, words

# Room for a full reply, percent-encoded; pickups come from the stick, never through the browser.
FORM_MAX_LEN = 512 * 1024


def make_app(place: Workplace) -> Flask:
    """Return the application of one workplace."""
    app = Flask(__name__, static_url_path=f"{HOME}/static")
    app.config["MAX_CONTENT_LENGTH"] = FORM_MAX_LEN
    app.config["MAX_FORM_MEMORY_SIZE"] = FORM_MAX_LEN
    settle(app.extensions, place)
    # A misspelt name in a template is an error, not an empty place on the screen.
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["shown"] = shown
    app.jinja_env.filters["paragraphs"] = paragraphs
    install_guard(app)
    for refusal in (WorkstationError, TitipError, SettingsError):
        app.register_error_handler(refusal, _refused)
    entrance.register(app)
    overview.register(app)
    case_screens.register(app)
    triage_screens.register(app)
    carrying_screens.register(app, courier=place.courier is not None)
    return app


def _refused(error: Exception) -> Response:
    return page("problem.html", HTTPStatus.UNPROCESSABLE_ENTITY, problem=words().refusal(error))
