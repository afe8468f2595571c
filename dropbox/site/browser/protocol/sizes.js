// Every length, count and period of the protocol (§11). Lengths are in bytes, periods in days.

// §4.1
export const LETTER_LEN = 32_768;
export const LETTER_ENC_LEN = 1_120;
export const LETTER_PLAIN_LEN = 31_632;
export const LETTER_HEADER_LEN = 148;
export const LETTER_BODY_MAX_LEN = LETTER_PLAIN_LEN - LETTER_HEADER_LEN;

// §5
export const CHUNK_LEN = 262_144;
export const CHUNK_RECORD_LEN = 32 + CHUNK_LEN;
export const PIECE_LEN = CHUNK_LEN - 12 - 16;
export const PIECES_MAX = 65_536;
export const FILES_MAX = 200;
export const FILE_NAME_MAX_LEN = 255;
export const ATTACHMENTS_MAX_LEN = 2 ** 40;

// §6
export const CELL_LEN = 1_024;
export const CELL_PLAIN_LEN = CELL_LEN - 12 - 16;
export const SLICE_LEN = CELL_PLAIN_LEN - 8;
export const REPLY_PARTS_MAX = 24;
export const REPLY_BODY_MAX_LEN = REPLY_PARTS_MAX * SLICE_LEN - 64;
export const SHEET_CELLS = 32;
export const SHEET_LEN = SHEET_CELLS * CELL_LEN;
export const SHEETS_MAX = 256;
export const SHEET_DAYS = 90;

// §3.3, §3.4, §7
export const CERTIFICATE_DAYS_MAX = 100;
export const INTAKE_PK_LEN = 1_216;
export const INTAKE_KEY_DAYS = 7;
export const INTAKE_KEYS_MAX = 6;
export const INTAKE_AHEAD_DAYS_MAX = 49;
export const BULLETIN_HEADER_LEN = 228;
export const BULLETIN_JSON_MAX_LEN = 65_536;
export const BULLETIN_STALE_DAYS = 10;
export const BULLETIN_CLOSED_DAYS = 35;
export const BULLETIN_AHEAD_DAYS_MAX = 2;
export const BULLETIN_BEHIND_DAYS_MAX = 14;
export const BULLETIN_NUMBER_MAX = 2 ** 24 - 1;

// §8, §9
export const PICKUP_HEADER_LEN = 40;
export const PICKUP_MAX_LEN = 2 ** 31 - 1;
export const DELIVERY_HEADER_LEN = 80;
export const DELIVERY_PICKUPS_MAX = 1_024;
