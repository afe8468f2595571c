// How a case stands, by what the inspectorate has said of it (§6.1): its status, its end, what is due. Pure.

/** @typedef {import("../protocol/reply.js").Reply} Reply */
/** @typedef {import("../protocol/reply.js").ThreadReplies} ThreadReplies */
/** @typedef {{ step: "verify" | "conclude", day: number }} Due */
/** @typedef {"ahead" | "perhaps" | "passed"} Lateness */
/** @typedef {{ code: string, id: string, en: string, url: string }} Link */

/**
 * @typedef {object} Standing
 * @property {string | null} status the last one's code; a case begins as received, of which the receipt is the news
 * @property {boolean} closed
 * @property {boolean} withdrawn
 * @property {Due | null} due what is owed next, null where nothing is or nobody said
 */

// The status in which the workstation opens every case.
const RECEIVED = "diterima";
const WITHDRAWAL = 3;
// Whistleblowing at the anti-corruption commission, and the ombudsman; a desk may name others.
const NEXT_DOORS = ["kws", "ombudsman"];

/** @param {readonly Reply[]} replies in order of seq @returns {Standing} */
export function standing(replies) {
  // Of two different replies with one seq nobody can say which counts.
  const bodies = replies.filter(({ conflict }) => !conflict).map(({ body }) => body);
  const status = bodies.findLast(({ kind }) => kind === "status");
  const receipts = bodies.filter(({ kind }) => kind === "receipt");
  const closed = status?.closed === true;
  const withdrawn = receipts.some((receipt) => receipt.letter_type === WITHDRAWAL);
  return {
    status: status?.status ?? (receipts.length > 0 ? RECEIVED : null),
    closed,
    withdrawn,
    due: closed || withdrawn ? null : (bodies.at(-1)?.due ?? null),
  };
}

/**
 * @param {number} day the last day for something
 * @param {number} issued the bulletin's day, which the inspectorate signed
 * @param {number} today as the protocol counts it (§7.4), which may rest on the device's clock alone
 * @returns {Lateness} `passed` where the bulletin itself is later, `perhaps` where only the device says so
 */
export function lateness(day, issued, today) {
  if (issued > day) {
    return "passed";
  }
  return today > day ? "perhaps" : "ahead";
}

/** @param {ThreadReplies} thread @returns {Map<number, number>} the place, from 1, of every seq that is on the board */
export function placesOf({ replies, refused }) {
  const all = [...replies.map(({ seq }) => seq), ...refused.map(([seq]) => seq)];
  const seqs = [...new Set(all)].filter((seq) => seq > 0).sort((one, other) => one - other);
  return new Map(seqs.map((seq, place) => [seq, place + 1]));
}

/** @param {Link[]} links of the bulletin @returns {Link[]} where else a report can be taken, all where none is known as such */
export function nextDoors(links) {
  const known = links.filter(({ code }) => NEXT_DOORS.includes(code));
  return known.length > 0 ? known : links;
}

/**
 * What happened to the case, one line a step: the first receipt of every letter, every status.
 *
 * @param {readonly Reply[]} replies in order of seq
 * @returns {Record<string, any>[]} bodies of replies
 */
export function milestones(replies) {
  const seen = new Set();
  return replies
    .filter(({ conflict }) => !conflict)
    .map(({ body }) => body)
    .filter((body) => {
      if (body.kind !== "receipt") {
        return body.kind === "status";
      }
      const fresh = !seen.has(body.letter);
      seen.add(body.letter);
      return fresh;
    });
}

/** @param {readonly Reply[]} replies in order of seq @returns {Set<Record<string, any>>} of each letter the latest receipt */
export function latestReceipts(replies) {
  const latest = new Map();
  for (const { body } of replies) {
    if (body.kind === "receipt") {
      latest.set(body.letter, body);
    }
  }
  return new Set(latest.values());
}
