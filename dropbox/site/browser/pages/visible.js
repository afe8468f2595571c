// Shows what came from outside as text that neither hides nor turns its surroundings (§4.4). Pure; the same signs as at the
// workstation: controls other than newline and tab, and format characters, become ⟦U+202E⟧; emoji and Arabic keep joiners.

const BLACK_FLAG = 0x1f3f4;
const TAG_FIRST = 0xe0020;
const TAG_LAST = 0xe007f;
const FLAG_TAGS_MAX = 7;
const LATIN_LAST = 0x24f;
const JOINERS = new Set([0x200c, 0x200d]);
// Line and paragraph separators, and what is drawn as nothing though Unicode calls it a letter.
const ALSO_SHOWN = new Set([
  0x2028, 0x2029, 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0xffa0,
]);
const UNSEEN = /^[\p{Cc}\p{Cf}]$/u;

/** @param {string} text @returns {string} the same, with every sign that acts or hides written out */
export function visible(text) {
  const points = Array.from(text.replaceAll("\r\n", "\n"), (sign) => sign.codePointAt(0) ?? 0);
  return points
    .map((point, place) =>
      mustShow(points, place)
        ? `⟦U+${point.toString(16).toUpperCase().padStart(4, "0")}⟧`
        : String.fromCodePoint(point),
    )
    .join("");
}

/** @param {number} point @returns {boolean} */
function unseen(point) {
  return UNSEEN.test(String.fromCodePoint(point));
}

/** @param {number[]} points @param {number} place */
function mustShow(points, place) {
  const point = points[place] ?? 0;
  if (point === 0x0a || point === 0x09) {
    return false;
  }
  if (ALSO_SHOWN.has(point)) {
    return true;
  }
  if (!unseen(point)) {
    return false;
  }
  if (JOINERS.has(point)) {
    return !joins(points[place - 1], points[place + 1]);
  }
  return !(isTag(point) && inFlag(points, place));
}

/**
 * Between two signs of scripts other than Latin a joiner shapes what is seen; elsewhere it only makes two texts differ that
 * look the same.
 *
 * @param {number | undefined} before
 * @param {number | undefined} after
 */
function joins(before, after) {
  return [before, after].every(
    (point) => point !== undefined && point > LATIN_LAST && !unseen(point),
  );
}

/** @param {number | undefined} point */
function isTag(point) {
  return point !== undefined && point >= TAG_FIRST && point <= TAG_LAST;
}

/** The flags of Wales, Scotland and England: a black flag and tags, the last of them U+E007F. @param {number[]} points @param {number} place */
function inFlag(points, place) {
  let start = place;
  while (isTag(points[start - 1])) {
    start -= 1;
  }
  const end = points.indexOf(TAG_LAST, start);
  return points[start - 1] === BLACK_FLAG && end >= place && end - start <= FLAG_TAGS_MAX;
}
