"""The vault's tables, version by version. A version that was released is never edited.

The next one is added.
"""

from __future__ import annotations

_FIRST = """
CREATE TABLE deployment (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE signing_keys (
    id INTEGER PRIMARY KEY,
    pk BLOB NOT NULL UNIQUE,
    seed BLOB,                      -- NULL once a later key took over
    from_day INTEGER NOT NULL,
    to_day INTEGER NOT NULL,
    signature BLOB NOT NULL
) STRICT;

CREATE TABLE intake_keys (
    pk BLOB PRIMARY KEY,
    from_day INTEGER NOT NULL,
    to_day INTEGER NOT NULL,
    destroyed_day INTEGER
) STRICT;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    day INTEGER NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    salt BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE pickups (
    id BLOB PRIMARY KEY,
    epoch INTEGER NOT NULL,
    closed_day INTEGER NOT NULL,
    imported_day INTEGER NOT NULL,
    letters INTEGER NOT NULL,
    chunks INTEGER NOT NULL,
    decoys INTEGER NOT NULL,
    resent INTEGER NOT NULL
) STRICT;

CREATE TABLE cases (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    tid BLOB NOT NULL UNIQUE,
    thread_key BLOB NOT NULL,
    author_pk BLOB NOT NULL,
    opened_day INTEGER NOT NULL,
    category TEXT,                  -- NULL while no report came
    language TEXT NOT NULL,
    status TEXT NOT NULL,
    withdrawn_day INTEGER,
    unread INTEGER NOT NULL
) STRICT;

CREATE TABLE letters (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases,
    pickup_id BLOB NOT NULL REFERENCES pickups,
    entry INTEGER NOT NULL UNIQUE,  -- the order of everything in the vault
    ordinal INTEGER NOT NULL,
    letter_type INTEGER NOT NULL,
    message_id BLOB NOT NULL,
    body BLOB NOT NULL,
    day INTEGER NOT NULL,
    pieces INTEGER NOT NULL,
    pieces_received INTEGER NOT NULL,
    receipted INTEGER,              -- pieces_received in the last receipt, NULL before the first
    signature BLOB NOT NULL,
    over_limit INTEGER NOT NULL,    -- announced more than allowed; its pieces are not looked for
    UNIQUE (case_id, message_id),
    UNIQUE (case_id, ordinal)
) STRICT;
CREATE INDEX letters_due ON letters (receipted);

CREATE TABLE set_aside (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,      -- H(sealed letter); its bytes are in letters/
    pickup_id BLOB NOT NULL REFERENCES pickups,
    fault TEXT NOT NULL,
    day INTEGER NOT NULL,
    case_id INTEGER REFERENCES cases,
    letter_type INTEGER,
    message_id BLOB,
    thread_key BLOB,
    author_pk BLOB,
    body BLOB
) STRICT;
CREATE INDEX set_aside_fault ON set_aside (fault);

CREATE TABLE expected (
    cid BLOB NOT NULL,
    letter_id INTEGER NOT NULL REFERENCES letters,
    piece INTEGER NOT NULL,
    chunk BLOB,                     -- H of the record that opened, NULL while none did
    PRIMARY KEY (cid, letter_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX expected_letter ON expected (letter_id, piece);

CREATE TABLE chunks (
    hash BLOB PRIMARY KEY,          -- H of the chunk record; its bytes are in chunks/
    cid BLOB NOT NULL,
    imported_day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX chunks_cid ON chunks (cid);

CREATE TABLE replies (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases,
    entry INTEGER NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    fields BLOB NOT NULL,           -- canonical JSON; `day` is added when it goes out
    queued_day INTEGER NOT NULL,
    who TEXT NOT NULL,
    letter_id INTEGER REFERENCES letters,
    seq INTEGER,                    -- NULL while it waits
    bulletin INTEGER,
    joined BLOB,
    signing_key INTEGER REFERENCES signing_keys,
    until INTEGER,                  -- the last day, exclusive, of a sheet that carries it
    UNIQUE (case_id, seq)
) STRICT;

CREATE TABLE drafts (
    case_id INTEGER PRIMARY KEY REFERENCES cases,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases,
    entry INTEGER NOT NULL UNIQUE,
    day INTEGER NOT NULL,
    who TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE steps (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases,
    entry INTEGER NOT NULL UNIQUE,
    day INTEGER NOT NULL,
    who TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT
) STRICT;

CREATE TABLE bulletins (
    number INTEGER PRIMARY KEY,
    issued INTEGER NOT NULL,
    next_day INTEGER NOT NULL,
    raw BLOB NOT NULL,
    delivery BLOB,                  -- the whole file, of the latest one only
    exported INTEGER NOT NULL,
    resealed INTEGER NOT NULL,
    signing_key INTEGER NOT NULL REFERENCES signing_keys,
    attachments_len INTEGER NOT NULL
) STRICT;

CREATE TABLE sheets (
    hash BLOB PRIMARY KEY,
    bulletin INTEGER NOT NULL REFERENCES bulletins,
    place INTEGER NOT NULL,
    until INTEGER NOT NULL,
    sheet BLOB NOT NULL,
    UNIQUE (bulletin, place)
) STRICT;
"""

# Which bulletins a vault that was set back took over; until which day a certificate is named in our
# bulletins for the sake of sheets taken over.
_SECOND = """
ALTER TABLE bulletins ADD COLUMN taken_over INTEGER NOT NULL DEFAULT 0;
ALTER TABLE signing_keys ADD COLUMN named_until INTEGER NOT NULL DEFAULT 0;
"""

# What sorts a flood: which threads a person has worked on (`touched`), how many letters came after
# the pickup that opened a thread (`returned`), what a thread's first letter looks like, and what
# was dismissed as junk. The triggers see to it that no way of working on a case is forgotten.
_THIRD = """
CREATE TABLE dismissals (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL UNIQUE,
    day INTEGER NOT NULL,
    who TEXT NOT NULL,
    chosen TEXT NOT NULL,           -- canonical JSON: by what the cases were chosen
    count INTEGER NOT NULL,
    undone_day INTEGER
) STRICT;

ALTER TABLE cases ADD COLUMN touched INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN returned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN sketch BLOB;
ALTER TABLE cases ADD COLUMN look INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN alike INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN crowd INTEGER NOT NULL DEFAULT 1;
ALTER TABLE cases ADD COLUMN dismissal INTEGER REFERENCES dismissals;
ALTER TABLE set_aside ADD COLUMN seen_day INTEGER;
CREATE INDEX cases_dismissal ON cases (dismissal, unread);
CREATE INDEX notes_case ON notes (case_id);
CREATE INDEX steps_case ON steps (case_id);
DROP INDEX letters_due;
-- What lists and receipts ask of letters, without reading their bodies.
CREATE INDEX letters_facts ON letters (case_id, entry, ordinal, letter_type, day, pieces,
    pieces_received, receipted, message_id);
CREATE INDEX replies_waiting ON replies (seq) WHERE seq IS NULL;
CREATE INDEX set_aside_case ON set_aside (case_id);

CREATE TABLE epochs_confirmed (
    kind TEXT NOT NULL,             -- missing, doubled, future, falling
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    pickups INTEGER NOT NULL,       -- how many pickups of these epochs there were
    PRIMARY KEY (kind, first, last)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER touched_by_reply AFTER INSERT ON replies WHEN NEW.kind != 'receipt'
BEGIN UPDATE cases SET touched = 1 WHERE id = NEW.case_id; END;
CREATE TRIGGER touched_by_note AFTER INSERT ON notes
BEGIN UPDATE cases SET touched = 1 WHERE id = NEW.case_id; END;
CREATE TRIGGER touched_by_draft AFTER INSERT ON drafts
BEGIN UPDATE cases SET touched = 1 WHERE id = NEW.case_id; END;
CREATE TRIGGER touched_by_status AFTER UPDATE OF status ON cases WHEN NEW.status != OLD.status
BEGIN UPDATE cases SET touched = 1 WHERE id = NEW.id; END;

UPDATE cases SET touched = 1 WHERE
    EXISTS (SELECT 1 FROM replies WHERE case_id = cases.id AND kind != 'receipt')
    OR EXISTS (SELECT 1 FROM notes WHERE case_id = cases.id)
    OR EXISTS (SELECT 1 FROM drafts WHERE case_id = cases.id)
    OR (SELECT count(*) FROM steps WHERE case_id = cases.id) > 1;
UPDATE cases SET returned = (SELECT count(*) FROM letters WHERE case_id = cases.id AND pickup_id !=
    (SELECT pickup_id FROM letters WHERE case_id = cases.id ORDER BY ordinal LIMIT 1));
"""

MIGRATIONS = (_FIRST, _SECOND, _THIRD)
