"""Counts what reporters answered after the end of a case: the survey of §4.4."""

from __future__ import annotations

import json
from dataclasses import dataclass

from dropbox.protocol.body import FOLLOW_UP, SURVEY_BEST, SURVEY_QUESTIONS
from dropbox.workstation.vault import Vault


@dataclass(frozen=True)
class SurveyCounts:
    """How many cases answered, and by question how many gave 1, 2, 3 and 4 (worst to best)."""

    cases: int
    answers: dict[str, tuple[int, ...]]


def count_surveys(vault: Vault) -> SurveyCounts:
    """Return the answers of all cases, of each its last survey alone (§4.4).

    What lies in the junk tray does not count.
    """
    last: dict[int, dict[str, int]] = {}
    for case_id, raw in vault.rows(
        "SELECT case_id, body FROM letters JOIN cases ON cases.id = case_id"
        " WHERE letter_type = ? AND dismissal IS NULL AND instr(body, CAST('\"survey\":' AS BLOB))"
        " ORDER BY ordinal",
        FOLLOW_UP,
    ):
        survey = json.loads(raw).get("survey")
        if survey is not None:
            last[case_id] = survey
    answers = {
        question: tuple(
            sum(survey.get(question) == answer for survey in last.values())
            for answer in range(1, SURVEY_BEST + 1)
        )
        for question in SURVEY_QUESTIONS
    }
    return SurveyCounts(len(last), answers)
