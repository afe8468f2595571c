/** How many pieces the files of a letter become: the arithmetic of §5.2. */

import { AttachmentsTooLargeError } from "./errors.js";
import { PIECE_LEN, PIECES_MAX } from "./sizes.js";

/**
 * @param {number} totalLen of all files together, in bytes
 * @returns {number} N: the least 2^k or 3·2^k that holds them (§5.2)
 * @throws {AttachmentsTooLargeError} above 65,536 pieces
 */
export function paddedPieces(totalLen) {
  const needed = Math.max(1, Math.ceil(totalLen / PIECE_LEN));
  if (needed > PIECES_MAX) {
    throw new AttachmentsTooLargeError();
  }
  let power = 1;
  while (power < needed) {
    power *= 2;
  }
  const threeQuarters = Math.floor(power / 4) * 3;
  return threeQuarters >= needed ? threeQuarters : power;
}
