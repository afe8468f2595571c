"""What comes in and what goes out: import, delivery, and in a demo the courier between them."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, request

from dropbox.protocol.errors import TitipError
from dropbox.protocol.sizes import BULLETIN_NUMBER_MAX
from dropbox.settings import SettingsError
from dropbox.workstation.case_list import Wanted
from dropbox.workstation.delivering import DeliveryResult
from dropbox.workstation.desk import Desk
from dropbox.workstation.errors import (
    ClockAheadError,
    EarlyDeliveryError,
    ForeignBulletinError,
    SetBackError,
    WorkstationError,
)
from dropbox.workstation.showing import taken_over_texts
from dropbox.workstation.taking_over import TakenOver
from dropbox.workstation.ui.folders import MOUNT_PLACES, find_pickups, find_sticks
from dropbox.workstation.ui.importing_job import ImportingJob
from dropbox.workstation.ui.wording import refused
from dropbox.workstation.ui.workplace import (
    HOME,
    desk_texts,
    go,
    held_here,
    let_go,
    note,
    page,
    screen,
    session,
    typed,
    words,
    workplace,
)

EXAMPLE_STICK = "/media/inspektorat/TITIP"
RESULT_LINES = (
    "letters", "opened_cases", "joined", "decoys", "resent", "quarantined", "broken", "unopened",
    "chunks_new", "chunks_unclaimed",
)  # fmt: skip
# What the delivery's form asks for after a refusal.
ASKED_AFTER: dict[type[Exception], str] = {
    ClockAheadError: "sure",
    EarlyDeliveryError: "early",
    ForeignBulletinError: "force",
    SetBackError: "shown_number",
}


def register(app: Flask, *, courier: bool) -> None:
    """Add the routes of these screens; those of the demo's courier only where there is one."""
    app.add_url_rule(f"{HOME}/impor", "import_form", import_form)
    app.add_url_rule(f"{HOME}/impor", "import_start", import_start, methods=["POST"])
    app.add_url_rule(f"{HOME}/impor-berjalan", "import_progress", import_progress)
    app.add_url_rule(f"{HOME}/impor-hasil", "import_result", import_result)
    app.add_url_rule(f"{HOME}/antaran", "delivery", delivery)
    app.add_url_rule(f"{HOME}/antaran", "deliver", deliver, methods=["POST"])
    app.add_url_rule(f"{HOME}/antaran-hasil", "delivery_result", delivery_result)
    if courier:
        app.add_url_rule(f"{HOME}/kurir-ambil", "demo_fetch", demo_fetch, methods=["POST"])
        app.add_url_rule(f"{HOME}/kurir-antar", "demo_publish", demo_publish, methods=["POST"])


# -- import -----------------------------------------------------------------------


@screen
def import_form(desk: Desk) -> Response:
    """Show the pickups that were found."""
    return import_page(desk)


@screen
def import_start(desk: Desk) -> Response:
    """Begin an import in the background."""
    chosen = request.form.get("path", "").strip() or request.form.get("found", "")
    if not chosen:
        return import_page(desk, words()("import.missing"))
    path = Path(chosen).expanduser()
    if not path.is_file():
        return import_page(desk, words()("import.no_file", path=path))
    sure = request.form.get("sure") == "yes"
    job = ImportingJob(lambda: [path], workplace().today(), sure=sure)
    workplace().room.start(job)
    let_go("path", "found", "sure")
    return go("import_progress")


def import_page(desk: Desk, problem: str | None = None) -> Response:
    """Return the screen on which a pickup is chosen."""
    sticks = find_sticks(workplace().sticks)
    fields = held_here() if problem is None else {name: typed(name) for name in request.form}
    return page(
        "import.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
        pickups=find_pickups(sticks),
        looked=[str(stick) for stick in sticks] or list(MOUNT_PLACES),
        example=f"{EXAMPLE_STICK}/titip-ambilan-000007-1a2b3c4d.pickup",
        problem=problem,
        fields=fields,
        last=desk.summary(workplace().today()).last_pickup_day,
    )


def import_progress() -> Response:
    """Show how far the import is; the page loads itself again until it is done."""
    job = workplace().room.job
    if job is None:
        return go("import_form")
    if job.finished:
        return go("import_result")
    return page("import_progress.html", job=job)


@screen
def import_result(desk: Desk) -> Response:
    """Say what came of the last import."""
    job = workplace().room.job
    if job is None:
        return go("import_form")
    return page(
        "import_result.html",
        job=job,
        lines=RESULT_LINES,
        taken_over=taken_over,
        wrong_date=any(isinstance(outcome.error, ClockAheadError) for outcome in job.outcomes),
        epochs=desk.summary(workplace().today()).epochs,
        numbers=list(
            dict.fromkeys(
                number
                for outcome in job.outcomes
                if outcome.result is not None
                for number in outcome.result.case_numbers
            )
        ),
    )


# -- delivery ---------------------------------------------------------------------


@screen
def delivery(desk: Desk) -> Response:
    """Show what would go out."""
    return delivery_page(desk)


@screen
def deliver(desk: Desk) -> Response:
    """Write the delivery to the stick."""
    place, wording = workplace(), words()
    chosen = request.form.get("path", "").strip() or request.form.get("found", "")
    if not chosen:
        return delivery_page(desk, wording("delivery.missing"))
    folder = Path(chosen).expanduser()
    if not folder.is_dir():
        return delivery_page(desk, wording("delivery.no_folder", path=folder))
    ticked = {name for name in ("early", "again", "sure") if request.form.get(name) == "yes"}
    # A tick is for the bulletin that was named beside it, and for no other one.
    foreign = desk.summary(place.today()).foreign_number
    force = foreign is not None and request.form.get("force") == str(foreign)
    try:
        shown_number = typed_number()
        result = desk.deliver(
            folder,
            place.today(),
            early="early" in ticked,
            again="again" in ticked,
            sure="sure" in ticked,
            shown_number=shown_number,
            force=force,
        )
    except (WorkstationError, TitipError, SettingsError) as error:
        taken = taken_over(getattr(error, "taken_over", None))
        return delivery_page(desk, wording.refusal(error), ASKED_AFTER.get(type(error)), taken)
    place.written = result
    let_go("path", "found", "early", "again", "sure", "shown_number", "force")
    return go("delivery_result")


def typed_number() -> int | None:
    """Return the bulletin's number that somebody read on the page, None where none was typed."""
    text = typed("shown_number").strip()
    if not text:
        return None
    # So short that no number of digits makes the conversion slow.
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else 0
    if not 0 < number <= BULLETIN_NUMBER_MAX:
        raise refused("delivery.number.wrong")
    return number


def taken_over(taken: TakenOver | None) -> list[str]:
    """Return what was taken over, in the language of this request; empty where nothing was."""
    wording = words()
    texts = taken_over_texts(taken, wording.day) if taken is not None else []
    return [wording.of(both) for both in texts]


def delivery_page(
    desk: Desk,
    problem: str | None = None,
    asked: str | None = None,
    taken: Sequence[str] = (),
) -> Response:
    """Return the screen on which a delivery is looked over and written.

    `asked` is the field by which the refusal can be answered; `taken` says what was taken over
    before it.
    """
    today = workplace().today()
    fields = held_here() if problem is None else {name: typed(name) for name in request.form}
    # What one refusal asked for stays ticked through the next one, but is not kept any longer.
    ticked = {name for name in ("early", "sure") if problem and fields.get(name)}
    return page(
        "delivery.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
        summary=desk.summary(today),
        preview=desk.preview_delivery(today),
        waiting=desk.case_page(Wanted(waiting=True))[1],
        sticks=find_sticks(workplace().sticks),
        example=EXAMPLE_STICK,
        problem=problem,
        taken_over=taken,
        ticked=ticked,
        asked=ticked | {asked},
        asks_number=asked == "shown_number" or bool(fields.get("shown_number")),
        fields=fields,
        **desk_texts(desk),
    )


@screen
def delivery_result(desk: Desk) -> Response:
    """Say what was written, and what to do with it."""
    written: DeliveryResult | None = workplace().written
    if written is None:
        return go("delivery")
    return page(
        "delivery_result.html",
        result=written,
        taken_over=taken_over(written.taken_over),
        summary=desk.summary(workplace().today()),
    )


# -- the courier of a demo ----------------------------------------------------------


@screen
def demo_fetch(desk: Desk) -> Response:
    """Play the courier who comes with pickups, and import them."""
    place = workplace()
    assert place.courier is not None  # noqa: S101 - registered only then
    if desk.demo:
        place.room.start(ImportingJob(place.courier.fetch, place.today()))
    return go("import_progress")


@screen
def demo_publish(desk: Desk) -> Response:
    """Play the courier who goes with the last delivery."""
    place = workplace()
    assert place.courier is not None  # noqa: S101 - registered only then
    if place.written is not None and desk.demo:
        try:
            said = place.courier.publish(Path(place.written.path))
        except Exception as error:  # noqa: BLE001 - the courier is given from outside; whatever it met is shown
            note("demo.failed", reason=str(error))
        else:
            both = said.split(" / ", 1)
            note("demo.published", said=both[-1] if session().language == "en" else both[0])
    return go("delivery_result")
