"""Talking with the reporter in a terminal: questions on standard error, nothing kept, no history.

Where standard input is no terminal, every answer is one line of it, so that programs can drive it.
"""

# ruff: noqa: T201 - this module is the one that prints

from __future__ import annotations

import contextlib
import getpass
import secrets
import sys
from collections.abc import Callable

from dropbox.protocol.errors import CheckError, PassphraseError, UnknownWordError, WordCountError
from dropbox.protocol.passphrase import (
    WORD_COUNT,
    check_passphrase,
    mend_passphrase,
    typed_words,
)
from dropbox.reporter.wording import ReporterError

_YES = frozenset({"y", "ya", "yes"})
# The terminal's second screen has no scroll-back in which a later reader would find the words.
_ENTER_SCREEN, _LEAVE_SCREEN = "\x1b[?1049h\x1b[2J\x1b[H", "\x1b[2J\x1b[H\x1b[?1049l"


def say(*lines: str) -> None:
    """Write lines to standard error."""
    for line in lines:
        print(line, file=sys.stderr, flush=True)


def saying_once() -> Callable[[str], None]:
    """Return a `say` for several threads, which leaves out what was said just before."""
    last = ""

    def once(text: str) -> None:
        nonlocal last
        if text != last:
            last = text
            say(text)

    return once


def show_progress(name: str) -> Callable[[int, int], None]:
    """Return what shows how many of how many are done: in place, or as a line every tenth."""
    shown = -1
    on_screen = sys.stderr.isatty()

    def show(done: int, whole: int) -> None:
        nonlocal shown
        step = done * 100 // whole if on_screen else done * 10 // whole
        if step == shown:
            return
        shown = step
        end = "\n" if not on_screen or done == whole else ""
        begin = "\r" if on_screen else ""
        print(f"{begin}{name}: {done}/{whole}", end=end, file=sys.stderr, flush=True)

    return show


def ask(question: str) -> str:
    """Return one line of answer without its line end; raises ReporterError where input ends."""
    if sys.stdin.isatty() and sys.stderr.isatty():
        # A bare terminal cuts lines after 4,095 bytes; readline does not, and must not remember.
        with contextlib.suppress(ImportError):
            import readline  # noqa: PLC0415 - only where there is a terminal

            readline.set_auto_history(False)
        try:
            return input(question)
        except EOFError:
            raise _input_ended() from None
    print(question, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    print(file=sys.stderr)
    if not line:
        raise _input_ended()
    return line.rstrip("\r\n")


def ask_yes(question: str) -> bool:
    """Return whether the answer was yes."""
    return ask(f"{question} [ya/tidak] ").strip().lower() in _YES


def ask_text(question: str) -> str:
    """Return several lines, ended by a line with a full stop alone."""
    say(question)
    lines = []
    while (line := ask("> ")) != ".":
        lines.append(line)
    return "\n".join(lines).strip()


def ask_passphrase() -> bytes:
    """Return P, 11 bytes, from eight typed words, which are never shown (§3.5).

    At a terminal it asks until the words are right, and offers a mending where there is exactly
    one. Otherwise it reads one line and raises ReporterError, with a code of its own for each
    kind of slip.
    """
    question = "Frasa sandi (8 kata) / passphrase (8 words): "
    if not sys.stdin.isatty():
        return _checked(ask(question))
    while True:
        try:
            typed = getpass.getpass(question)
        except EOFError:
            raise _input_ended() from None
        try:
            return _checked(typed)
        except ReporterError as error:
            say(str(error))
        mended = _offered(typed)
        if mended is not None:
            return mended


def _checked(typed: str) -> bytes:
    try:
        return check_passphrase(typed)
    except PassphraseError as error:
        raise explained(error) from None


def _offered(typed: str) -> bytes | None:
    try:
        readings = mend_passphrase(typed)
    except WordCountError:
        return None
    if len(readings) != 1:
        return None
    pairs = zip(typed_words(typed), readings[0], strict=True)
    changed = [(place, word) for place, (old, word) in enumerate(pairs, 1) if old != word]
    if not changed:
        return None
    words = ", ".join(f"{place}: {word}" for place, word in changed)
    if ask_yes(f"Maksud Anda / did you mean {words}?"):
        return check_passphrase(" ".join(readings[0]))
    return None


def explained(error: PassphraseError) -> ReporterError:
    """Return what is wrong with typed words, a different text for each kind of slip (§3.5)."""
    if isinstance(error, WordCountError):
        return ReporterError(
            f"Frasa sandi terdiri dari {WORD_COUNT} kata; Anda mengetik {error.count}.",
            f"A passphrase has {WORD_COUNT} words; you typed {error.count}.",
            "word_count",
        )
    if isinstance(error, UnknownWordError):
        places = sorted(error.positions.items())
        hints = [(place + 1, ", ".join(words)) for place, words in places]
        return ReporterError(
            "Salah ketik: "
            + "; ".join(
                f"kata ke-{place} tidak ada di daftar" + (f", mungkin {words}" if words else "")
                for place, words in hints
            )
            + ".",
            "Mistyped: "
            + "; ".join(
                f"word {place} is not in the list" + (f", perhaps {words}" if words else "")
                for place, words in hints
            )
            + ".",
            "unknown_word",
        )
    if isinstance(error, CheckError):
        return ReporterError(
            "Frasa sandi salah: semua katanya ada di daftar, tetapi tidak cocok satu sama lain."
            " Periksa setiap kata dan urutannya.",
            "Wrong passphrase: all words are in the list but do not belong together."
            " Check each word and the order.",
            "check",
        )
    return ReporterError("Frasa sandi salah.", str(error), "check")


def hand_over_passphrase(words: list[str], *, confirm: bool) -> None:
    """Show the eight words once, and go on when two of them were typed correctly."""
    if not confirm:
        print(*_passphrase_lines(words), sep="\n", flush=True)
        return
    while True:
        _show(words, lambda: ask("Sudah ditulis di tempat aman? Enter / Written down? Enter "))
        places = sorted(secrets.SystemRandom().sample(range(WORD_COUNT), 2))
        typed = [ask(f"Kata ke-{place + 1} / word {place + 1}: ") for place in places]
        if [word.strip().lower() for word in typed] == [words[place] for place in places]:
            return
        say("Belum cocok. Kata-katanya ditampilkan lagi.", "Not right yet. The words again.")


def _show(words: list[str], until: Callable[[], object]) -> None:
    hidden = sys.stdout.isatty() and sys.stdin.isatty()
    print(*([_ENTER_SCREEN] if hidden else []), *_passphrase_lines(words), sep="\n", flush=True)
    try:
        until()
    finally:
        if hidden:
            print(_LEAVE_SCREEN, end="", flush=True)


def _passphrase_lines(words: list[str]) -> list[str]:
    return [
        "Frasa sandi Anda, satu-satunya jalan membaca balasan. Tulis di kertas, bukan di berkas:",
        "Your passphrase, the only way to read replies. Write it on paper, not in a file:",
        "",
        "    " + " ".join(words),
        "",
    ]


def _input_ended() -> ReporterError:
    return ReporterError(
        "Masukan berakhir sebelum selesai. Tidak ada yang terkirim.",
        "The input ended too early. Nothing was sent.",
        "input",
    )
