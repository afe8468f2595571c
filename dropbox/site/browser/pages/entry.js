// The passphrase as somebody types it: what is wrong with it, and what was probably meant (§3.5).

import { CheckError, UnknownWordError, WordCountError } from "../protocol/errors.js";
import {
  checkPassphrase,
  mendPassphrase,
  typedWords,
  WORD_COUNT,
  wordCandidates,
} from "../protocol/passphrase.js";
import { WORDS } from "../protocol/words.js";
import { likelyMistakes } from "./mistakes.js";

/** @typedef {{ place: number, word: string, candidates: string[] }} Unknown `place` from 0 */
/** @typedef {(
 *   { kind: "right", passphrase: Uint8Array<ArrayBuffer>, words: string[] } |
 *   { kind: "count", count: number } |
 *   { kind: "unknown", unknown: Unknown[], readings: string[][] } |
 *   { kind: "check", mistakes: import("./mistakes.js").Mistake[] })} Judgement */

const READINGS_SHOWN = 3;
const BEGINNINGS = 3;
const SUGGESTIONS = 6;

/** @param {string} text @returns {Promise<Judgement>} */
export async function judgePassphrase(text) {
  const typed = typedWords(text);
  try {
    return { kind: "right", passphrase: await checkPassphrase(text), words: typed };
  } catch (error) {
    if (error instanceof WordCountError) {
      return { kind: "count", count: error.count };
    }
    if (error instanceof CheckError) {
      return { kind: "check", mistakes: await likelyMistakes(typed) };
    }
    if (!(error instanceof UnknownWordError)) {
      throw error;
    }
    return await judgeUnknown(text, typed, error.positions);
  }
}

/**
 * @param {string} text
 * @param {string[]} typed
 * @param {Map<number, string[]>} positions
 * @returns {Promise<Judgement>}
 */
async function judgeUnknown(text, typed, positions) {
  const readings = await mendPassphrase(text);
  const whole = typed.map((word) => unabridged(word) ?? word);
  const reading = readings.find((words) => words.join() === whole.join());
  // Whoever types the beginnings of words has made no mistake. One such word may as well be a slip in another word.
  if (reading && (readings.length === 1 || positions.size >= BEGINNINGS)) {
    return { kind: "right", passphrase: await checkPassphrase(reading.join(" ")), words: reading };
  }
  const unknown = [...positions].map(([place, candidates]) => {
    return { place, word: typed[place] ?? "", candidates };
  });
  return { kind: "unknown", unknown, readings: readings.length > READINGS_SHOWN ? [] : readings };
}

/** @param {string} text @returns {{ count: number, options: string[] }} words typed, and how the last one may go on */
export function suggestWords(text) {
  const typed = typedWords(text);
  const last = isOpen(text) ? typed.at(-1) : undefined;
  if (last === undefined || last.length < 2 || typed.length > WORD_COUNT) {
    return { count: typed.length, options: [] };
  }
  const options = WORDS.filter((word) => word.startsWith(last) && word !== last);
  return { count: typed.length, options: options.slice(0, SUGGESTIONS) };
}

/**
 * @param {string} text
 * @returns {{ word: string, known: boolean }[]} the words typed so far; one that is still being typed counts as known
 */
export function countedWords(text) {
  const typed = typedWords(text);
  const open = isOpen(text) ? typed.length - 1 : -1;
  return typed.map((word, place) => ({
    word,
    known: place === open || unabridged(word) !== undefined,
  }));
}

/** @param {string} text @returns {boolean} whether its last word may go on */
function isOpen(text) {
  return /[a-z]$/.test(text.normalize("NFKC").toLowerCase());
}

/** @param {string} text @param {string} word @returns {string} the text with its last word replaced, and a space */
export function completeLast(text, word) {
  return `${[...typedWords(text).slice(0, -1), word].join(" ")} `;
}

/** @param {string} text @param {number} place from 0 @param {string} word @returns {string} the words with one replaced */
export function replaceWord(text, place, word) {
  return typedWords(text)
    .map((typed, at) => (at === place ? word : typed))
    .join(" ");
}

/** @param {string} typed @param {string} word @returns {boolean} whether that word was typed, whole or its beginning */
export function meansWord(typed, word) {
  const [only = "", ...others] = typedWords(typed);
  return others.length === 0 && (only === word || unabridged(only) === word);
}

/** @param {string} typed @returns {string | undefined} the one word that begins with these four letters or more */
function unabridged(typed) {
  return typed.length >= 4
    ? wordCandidates(typed).find((word) => word.startsWith(typed))
    : undefined;
}
