// Eight words of the list that do not belong together: what was probably written down or read wrongly (§3.5). Pure.

import { CheckError } from "../protocol/errors.js";
import { checkPassphrase } from "../protocol/passphrase.js";
import { WORDS } from "../protocol/words.js";

/** @typedef {{ places: number[], words: string[] }} Mistake two words in the wrong order, or one that was another; `places` from 0 */

// The check lets one wrong passphrase in sixteen pass: of more proposals than these most would be wrong.
const SHOWN = 4;
const SLIPS = 2;

/**
 * @param {string[]} typed eight words of the list
 * @returns {Promise<Mistake[]>} the likeliest first, at most four; `words` belong together
 */
export async function likelyMistakes(typed) {
  /** @type {Mistake[]} */
  const found = [];
  for (const mistake of [...swapped(typed, 1), ...misread(typed), ...swapped(typed, 2)]) {
    if (found.length < SHOWN && (await belongTogether(mistake.words))) {
      found.push(mistake);
    }
  }
  return found;
}

/** @param {string[]} typed @param {1 | 2} apart 1: neighbours, 2: others @returns {Mistake[]} */
function swapped(typed, apart) {
  return typed.flatMap((left, place) =>
    typed.flatMap((right, other) => {
      const distance = other - place;
      return left !== right && (apart === 1 ? distance === 1 : distance > 1)
        ? [{ places: [place, other], words: typed.with(place, right).with(other, left) }]
        : [];
    }),
  );
}

/** @param {string[]} typed @returns {Mistake[]} in handwriting the beginning is the surest */
function misread(typed) {
  return typed.flatMap((word, place) =>
    WORDS.filter(
      (other) =>
        other !== word &&
        other[0] === word[0] &&
        Math.abs(other.length - word.length) < SLIPS &&
        slipsBetween(word, other) <= SLIPS,
    ).map((other) => ({ places: [place], words: typed.with(place, other) })),
  );
}

/** @param {string[]} words */
async function belongTogether(words) {
  try {
    await checkPassphrase(words.join(" "));
    return true;
  } catch (error) {
    if (error instanceof CheckError) {
      return false;
    }
    throw error;
  }
}

/** @param {string} left @param {string} right @returns {number} letters wrong, missing or added */
function slipsBetween(left, right) {
  let above = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (const [row, letter] of [...left].entries()) {
    const line = [row + 1];
    for (const [column, other] of [...right].entries()) {
      const same = Number(above[column]) + (letter === other ? 0 : 1);
      line.push(Math.min(same, Number(above[column + 1]) + 1, Number(line[column]) + 1));
    }
    above = line;
  }
  return Number(above.at(-1));
}
