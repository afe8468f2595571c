"""How the interface speaks: its words, days and numbers in Indonesian and in English."""

from __future__ import annotations

from collections.abc import Mapping

from dropbox.protocol.errors import TitipError
from dropbox.workstation.days import date_of
from dropbox.workstation.errors import WorkstationError
from dropbox.workstation.ui.words_carrying import CARRYING
from dropbox.workstation.ui.words_cases import CASES
from dropbox.workstation.ui.words_frame import FRAME
from dropbox.workstation.ui.words_triage import TRIAGE

LANGUAGES = ("id", "en")
WORDS: Mapping[str, tuple[str, str]] = {**FRAME, **CASES, **CARRYING, **TRIAGE}
_MONTHS = (
    [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
)
_WEEKDAYS = (
    ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
)


class Wording:
    """The words of one language, `id` or `en`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._place = LANGUAGES.index(language)

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of that key, its gaps filled, whole numbers grouped; raises KeyError."""
        texts = WORDS[key]
        filled = {
            name: self.number(value) if type(value) is int else value
            for name, value in values.items()
        }
        return texts[self._place].format(**filled)

    def of(self, texts: tuple[str, str]) -> str:
        """Return that of two texts, Indonesian and English, which is in this language."""
        return texts[self._place]

    def other(self, key: str) -> str:
        """Return the text of that key in the other language, for who has not chosen one yet."""
        return WORDS[key][1 - self._place]

    def knows(self, key: str) -> bool:
        """Tell whether there is a text of that key."""
        return key in WORDS

    def number(self, value: int) -> str:
        """Return a whole number with its thousands apart."""
        grouped = f"{value:,}"
        return grouped.replace(",", ".") if self.language == "id" else grouped

    def size(self, length: int) -> str:
        """Return a length in bytes as people read it."""
        if length < 1_000:
            return f"{length} byte"
        unit, size = "kB", length / 1_000
        if size >= 1_000:
            unit, size = "MB", size / 1_000
        text = f"{size:.1f}"
        return f"{text.replace('.', ',') if self.language == 'id' else text} {unit}"

    def day(self, day: int) -> str:
        """Return a day, counted since 1970, such as `21 November 2026`."""
        date = date_of(day)
        return f"{date.day} {_MONTHS[self._place][date.month - 1]} {date.year}"

    def short_day(self, day: int) -> str:
        """Return a day for tables, such as `21 Nov 2026`."""
        date = date_of(day)
        # The first three letters name every month in both languages, but for Indonesian Agustus.
        month = _MONTHS[self._place][date.month - 1]
        return f"{date.day} {'Agt' if month == 'Agustus' else month[:3]} {date.year}"

    def long_day(self, day: int) -> str:
        """Return a day with its weekday."""
        return f"{_WEEKDAYS[self._place][date_of(day).weekday()]}, {self.day(day)}"

    def distance(self, day: int, today: int) -> str:
        """Return how far a day is from today, such as `3 hari lagi`."""
        away = day - today
        if -1 <= away <= 1:
            return self(("day.yesterday", "day.today", "day.tomorrow")[away + 1])
        return self("day.ahead", count=away) if away > 0 else self("day.ago", count=-away)

    def named(self, entry: object) -> str:
        """Return the name of a category or a status in this language."""
        return str(getattr(entry, self.language))

    def refusal(self, error: Exception) -> str:
        """Return what an error says to an inspector, and what to do about it."""
        if isinstance(error, WorkstationError):
            return error.id_text if self.language == "id" else error.en_text
        key = f"error.{type(error).__name__}"
        if key in WORDS:
            return self(key)
        if isinstance(error, TitipError):
            return str(error)
        if isinstance(error, OSError):
            return self("error.disk", reason=error.strerror or "?")
        return self("error.unknown", name=type(error).__name__)


def refused(key: str) -> WorkstationError:
    """Return an error of the interface's own, in both languages."""
    id_text, en_text = WORDS[key]
    return WorkstationError(id_text, en_text)
