/** The sheet of 32 cells, and the board of all live sheets (§6.5). */

import { compareBytes, concat, equalBytes } from "./bytes.js";
import { BoardLengthError, SheetHashError, SheetLengthError, SheetOrderError } from "./errors.js";
import { digest } from "./labels.js";
import { CELL_LEN, SHEET_CELLS, SHEET_LEN } from "./sizes.js";

/** @import { Bytes } from "./bytes.js" */

/**
 * The sheet, 32,768 bytes, of exactly 32 different cells (§6.5). Sorting them removes the order in which they were made.
 *
 * @param {readonly Bytes[]} cells
 * @returns {Bytes}
 * @throws {SheetLengthError}
 * @throws {SheetOrderError}
 */
export function makeSheet(cells) {
  if (cells.length !== SHEET_CELLS) {
    throw new SheetLengthError();
  }
  const sheet = concat(...[...cells].sort(compareBytes));
  sheetCells(sheet);
  return sheet;
}

/** @param {Bytes} sheet @returns {Bytes[]} its 32 cells @throws {SheetLengthError} @throws {SheetOrderError} (§6.5) */
export function sheetCells(sheet) {
  if (sheet.length !== SHEET_LEN) {
    throw new SheetLengthError();
  }
  const cells = cut(sheet, CELL_LEN);
  for (const [index, cell] of cells.slice(1).entries()) {
    if (compareBytes(/** @type {Bytes} */ (cells[index]), cell) >= 0) {
      throw new SheetOrderError();
    }
  }
  return cells;
}

/** @param {Bytes} sheet @returns {Promise<Bytes>} the hash by which the bulletin names it, 32 bytes (§6.5) */
export function sheetHash(sheet) {
  return digest(sheet);
}

/**
 * @param {Bytes} board
 * @param {readonly Bytes[]} hashes
 * @returns {Promise<Bytes[]>} its sheets, if it is exactly the board whose hashes a bulletin names, in order (§6.5)
 * @throws {BoardLengthError}
 * @throws {SheetHashError}
 * @throws {SheetOrderError}
 */
export async function boardSheets(board, hashes) {
  if (board.length !== hashes.length * SHEET_LEN) {
    throw new BoardLengthError();
  }
  const sheets = cut(board, SHEET_LEN);
  for (const [index, sheet] of sheets.entries()) {
    if (!equalBytes(await sheetHash(sheet), /** @type {Bytes} */ (hashes[index]))) {
      throw new SheetHashError();
    }
    sheetCells(sheet);
  }
  return sheets;
}

/**
 * @param {Bytes} board
 * @param {readonly Bytes[]} hashes
 * @returns {Promise<Bytes[]>} all its cells; throws as boardSheets (§6.5)
 */
export async function boardCells(board, hashes) {
  return (await boardSheets(board, hashes)).flatMap((sheet) => sheetCells(sheet));
}

/** @param {Bytes} bytes @param {number} length @returns {Bytes[]} */
function cut(bytes, length) {
  return Array.from({ length: bytes.length / length }, (_, index) =>
    bytes.subarray(index * length, (index + 1) * length),
  );
}
