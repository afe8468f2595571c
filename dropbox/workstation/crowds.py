"""Finds the threads whose first letters look alike: many of them are a crowd."""

from __future__ import annotations

import json
from collections import Counter

from dropbox.workstation.likeness import gather, look_of, sketch_text
from dropbox.workstation.opening_letters import written
from dropbox.workstation.vault import Vault

# So many that look alike are no accident any more, and wait until others were served.
CROWD = 10
# The latest so many are compared; older ones keep the crowd that they were found in.
COMPARED_MAX = 50_000


def find_crowds(vault: Vault) -> None:
    """Note for each thread that nobody has worked on which others look like it, and how many.

    Dismissed ones count too: so it shows where the same flood comes again.
    """
    _sketch_missing(vault)
    rows = vault.rows(
        "SELECT id, sketch, look, alike, crowd FROM cases WHERE touched = 0"
        " ORDER BY id DESC LIMIT ?",
        COMPARED_MAX,
    )
    heads = gather((case_id, sketch) for case_id, sketch, *_ in reversed(rows))
    sizes = Counter(heads.values())
    for case_id, _, look, *_ in rows:
        # What forms no words is alike in that.
        if look and sizes[heads[case_id]] < CROWD:
            heads[case_id] = -look
    sizes = Counter(heads.values())
    changed = [
        (case_id, heads[case_id], sizes[heads[case_id]])
        for case_id, _, _, alike, crowd in rows
        if (alike, crowd) != (heads[case_id], sizes[heads[case_id]])
    ]
    vault.change(
        "UPDATE cases SET alike = json_extract(new.value, '$[1]'),"
        " crowd = json_extract(new.value, '$[2]')"
        " FROM json_each(?) AS new WHERE cases.id = json_extract(new.value, '$[0]')",
        json.dumps(changed),
    )


def _sketch_missing(vault: Vault) -> None:
    # Threads from before there were sketches.
    rows = vault.rows(
        "SELECT cases.id, body FROM cases JOIN letters ON case_id = cases.id AND ordinal = 1"
        " WHERE sketch IS NULL AND touched = 0 LIMIT ?",
        COMPARED_MAX,
    )
    sketched = []
    for case_id, body in rows:
        text = "\n".join(written(json.loads(body)))
        sketched.append((sketch_text(text), int(look_of(text)), case_id))
    vault.change_many("UPDATE cases SET sketch = ?, look = ? WHERE id = ?", iter(sketched))
