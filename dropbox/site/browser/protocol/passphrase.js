/** The passphrase: made, checked, mended, and turned into the root secret (§3.5, §3.6). */

import { CheckError, UnknownWordError, WordCountError } from "./errors.js";
import { digest, label } from "./labels.js";
import { randomBytes } from "./randomness.js";
import { WORDS } from "./words.js";

/** @import { Bytes } from "./bytes.js" */

export const WORD_COUNT = 8;
export const PASSPHRASE_LEN = 11;
export const ROUNDS = 1_000_000;
const READINGS_MAX = 4_096;
const WORD_BITS = 11n;
const LONGEST_WORD = Math.max(...Array.from(WORDS, (word) => word.length));
/** @type {Map<string, number>} */
const INDEX = new Map(Array.from(WORDS, (word, index) => [word, index]));
/** @type {Map<string, string>} */
const BY_START = new Map(Array.from(WORDS, (word) => [word.slice(0, 4), word]));
const ALPHABET = [..."abcdefghijklmnopqrstuvwxyz"];

/** @returns {Promise<string[]>} eight fresh words: 84 random bits and 4 check bits (§3.5) */
export async function makePassphrase() {
  return passphraseWords(await withCheck(randomBytes(PASSPHRASE_LEN)));
}

/** @param {Bytes} random 11 bytes @returns {Promise<Bytes>} P: its first 84 bits and their check bits (§3.5) */
export async function withCheck(random) {
  const passphrase = random.slice(0, PASSPHRASE_LEN);
  const last = (passphrase[PASSPHRASE_LEN - 1] ?? 0) & 0xf0;
  passphrase[PASSPHRASE_LEN - 1] = last;
  const [check = 0] = await digest(label("check"), passphrase);
  passphrase[PASSPHRASE_LEN - 1] = last | (check >> 4);
  return passphrase;
}

/** @param {Bytes} passphrase P, 11 bytes @returns {string[]} its eight words (§3.5) */
export function passphraseWords(passphrase) {
  let number = 0n;
  for (const byte of passphrase) {
    number = (number << 8n) | BigInt(byte);
  }
  return Array.from({ length: WORD_COUNT }, (_, place) => {
    const index = Number((number >> (WORD_BITS * BigInt(WORD_COUNT - 1 - place))) & 0x7ffn);
    return /** @type {string} */ (WORDS[index]);
  });
}

/** @param {string} text @returns {string[]} the runs of a-z in it, after NFKC and lower-casing (§3.5) */
export function typedWords(text) {
  return (
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[a-z]+/g) ?? []
  );
}

/** @param {string} typed @returns {string[]} the words of the list that it may stand for, in order of the list (§3.5) */
export function wordCandidates(typed) {
  if (INDEX.has(typed)) {
    return [typed];
  }
  const namesake = BY_START.get(typed.slice(0, 4));
  const near = typed.length <= LONGEST_WORD + 1 ? slips(typed) : [];
  const found = new Set(near.filter((slip) => INDEX.has(slip)));
  if (namesake) {
    found.add(namesake);
  }
  return [...found].sort();
}

/**
 * P of eight words exactly as they stand in the list; case, white space and punctuation do not matter (§3.5).
 *
 * @param {string} text
 * @returns {Promise<Bytes>} 11 bytes
 * @throws {WordCountError}
 * @throws {UnknownWordError} with places and candidates
 * @throws {CheckError}
 */
export async function checkPassphrase(text) {
  const typed = eightWords(text);
  /** @type {Map<number, string[]>} */
  const unknown = new Map();
  for (const [place, word] of typed.entries()) {
    if (!INDEX.has(word)) {
      unknown.set(place, wordCandidates(word));
    }
  }
  if (unknown.size > 0) {
    throw new UnknownWordError(unknown);
  }
  const passphrase = await joined(typed);
  if (passphrase === null) {
    throw new CheckError();
  }
  return passphrase;
}

/**
 * Every reading of eight typed words that passes the check; more than one is possible, none too (§3.5).
 *
 * At most 4,096 combinations are tried.
 *
 * @param {string} text
 * @returns {Promise<string[][]>}
 * @throws {WordCountError}
 */
export async function mendPassphrase(text) {
  const choices = eightWords(text).map((word) => wordCandidates(word));
  /** @type {string[][]} */
  let combinations = [[]];
  for (const candidates of choices) {
    // Cut at each step: the first combinations of the whole start with the first ones of the part.
    combinations = combinations
      .flatMap((words) => candidates.map((candidate) => [...words, candidate]))
      .slice(0, READINGS_MAX);
  }
  const passed = await Promise.all(combinations.map((words) => joined(words)));
  return combinations.filter((_, index) => passed[index] !== null);
}

/**
 * The root secret of P at a site: PBKDF2 (RFC 8018), a million rounds (§3.6).
 *
 * @param {Bytes} passphrase 11 bytes
 * @param {Bytes} sid 16 bytes
 * @returns {Promise<Bytes>} 32 bytes
 */
export async function rootSecret(passphrase, sid) {
  const salt = await digest(label("pass"), sid);
  const secret = await crypto.subtle.importKey("raw", passphrase, "PBKDF2", false, ["deriveBits"]);
  const parameters = { name: "PBKDF2", hash: "SHA-512", salt, iterations: ROUNDS };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, secret, 256));
}

/** @param {string} text @returns {string[]} */
function eightWords(text) {
  const typed = typedWords(text);
  if (typed.length !== WORD_COUNT) {
    throw new WordCountError(typed.length);
  }
  return typed;
}

/** @param {string[]} words of the list @returns {Promise<Bytes | null>} P, or null where the check bits are wrong */
async function joined(words) {
  let number = 0n;
  for (const word of words) {
    number = (number << WORD_BITS) | BigInt(/** @type {number} */ (INDEX.get(word)));
  }
  const passphrase = new Uint8Array(PASSPHRASE_LEN);
  for (let at = PASSPHRASE_LEN - 1; at >= 0; at--) {
    passphrase[at] = Number(number & 0xffn);
    number >>= 8n;
  }
  const checked = await withCheck(passphrase);
  return checked[PASSPHRASE_LEN - 1] === passphrase[PASSPHRASE_LEN - 1] ? passphrase : null;
}

/** @param {string} word @returns {string[]} all one slip away: a letter wrong, missing, added, two neighbours swapped */
function slips(word) {
  /** @type {string[]} */
  const found = [];
  for (let at = 0; at <= word.length; at++) {
    const head = word.slice(0, at);
    const [letter = "", next = ""] = word.slice(at);
    const rest = word.slice(at + 1);
    found.push(...ALPHABET.map((added) => head + added + letter + rest));
    if (letter) {
      found.push(head + rest, ...ALPHABET.map((other) => head + other + rest));
    }
    if (next) {
      found.push(head + next + letter + rest.slice(1));
    }
  }
  return found;
}
