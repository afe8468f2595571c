// The passphrase as people type it.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  completeLast,
  countedWords,
  judgePassphrase,
  meansWord,
  replaceWord,
  suggestWords,
} from "../../dropbox/site/browser/pages/entry.js";
import { twoPlaces } from "../../dropbox/site/browser/pages/preparing.js";
import {
  checkPassphrase,
  makePassphrase,
  mendPassphrase,
} from "../../dropbox/site/browser/protocol/passphrase.js";
import { WORDS } from "../../dropbox/site/browser/protocol/words.js";

const words = await makePassphrase();
const typed = words.join(" ");
const passphrase = await checkPassphrase(typed);

test("capitals, commas, lines and first letters do not matter", async () => {
  const forms = [
    typed.toUpperCase(),
    `  ${words.join(",\n")}.`,
    words.map((word, place) => `${place + 1}. ${word}`).join("\t"),
    words.map((word) => word.slice(0, 4)).join(" "),
  ];
  for (const form of forms) {
    assert.deepEqual(await judgePassphrase(form), { kind: "right", passphrase, words }, form);
  }
});

test("too few and too many words are counted", async () => {
  assert.deepEqual(await judgePassphrase(""), { kind: "count", count: 0 });
  assert.deepEqual(await judgePassphrase(`${typed} ${words[0]}`), { kind: "count", count: 9 });
});

test("a mistyped word is named by its place, with what it may have been, and mended", async () => {
  const [first = "", , third = ""] = words;
  const slip = third.slice(0, -1) + (third.endsWith("q") ? "x" : "q");
  const judged = await judgePassphrase(replaceWord(typed, 2, slip));
  assert.equal(judged.kind, "unknown");
  assert.ok(judged.kind === "unknown");
  assert.deepEqual(
    judged.unknown.map(({ place, word }) => [place, word]),
    [[2, slip]],
  );
  assert.ok(judged.unknown[0]?.candidates.includes(third));
  assert.ok(judged.readings.some((reading) => reading.join(" ") === typed));
  assert.equal(replaceWord(replaceWord(typed, 2, slip), 2, third), typed);
  assert.ok(first.length > 3);
});

test("a word that is like no other is named without a proposal", async () => {
  const judged = await judgePassphrase(replaceWord(typed, 7, "zzzzzzzz"));
  assert.deepEqual(judged, {
    kind: "unknown",
    unknown: [{ place: 7, word: "zzzzzzzz", candidates: [] }],
    readings: [],
  });
});

test("words of the list that do not belong together are another message", async () => {
  const kinds = new Set();
  for (const word of WORDS.slice(0, 64)) {
    kinds.add((await judgePassphrase(replaceWord(typed, 0, word))).kind);
  }
  assert.ok(kinds.has("check"));
  assert.ok(!kinds.has("unknown"));
});

/** @param {string[]} wrong @returns {Promise<import("../../dropbox/site/browser/pages/mistakes.js").Mistake[] | null>} */
async function mistakesOf(wrong) {
  const judged = await judgePassphrase(wrong.join(" "));
  return judged.kind === "check" ? judged.mistakes : null;
}

test("two words in the wrong order are proposed in the right one, neighbours before all else", async () => {
  let found = 0;
  for (let place = 0; place < 7; place++) {
    const wrong = words.with(place, words[place + 1] ?? "").with(place + 1, words[place] ?? "");
    const mistakes = await mistakesOf(wrong);
    if (mistakes && wrong.join() !== words.join()) {
      const right = mistakes.find((mistake) => mistake.words.join() === words.join());
      found += 1;
      assert.ok(mistakes.length <= 4);
      // At most four others can come before it, and each only where its check fits by chance.
      assert.ok(right || mistakes.length === 4, wrong.join(" "));
      assert.deepEqual(right?.places ?? [place, place + 1], [place, place + 1]);
    }
  }
  assert.ok(found > 0);
});

test("a word that was read as another is proposed, and every proposal belongs together", async () => {
  /** @param {string} word */
  const twinOf = (word) =>
    WORDS.find(
      (other) =>
        other !== word && other.length === word.length && other.slice(0, -2) === word.slice(0, -2),
    );
  let asked = 0;
  let mended = 0;
  for (let round = 0; round < 40; round++) {
    const fresh = await makePassphrase();
    const place = fresh.findIndex((word) => twinOf(word));
    const mistakes =
      place < 0 ? null : await mistakesOf(fresh.with(place, twinOf(fresh[place] ?? "") ?? ""));
    if (mistakes) {
      asked += 1;
      mended += Number(mistakes.some((mistake) => mistake.words.join() === fresh.join()));
      for (const mistake of mistakes) {
        await checkPassphrase(mistake.words.join(" "));
      }
    }
  }
  assert.ok(asked > 5, String(asked));
  // Now and then four others that fit by chance come before it.
  assert.ok(mended > asked / 2, `${mended} of ${asked}`);
});

test("the words typed so far are counted, and those that are in no list are marked", () => {
  const [first = "", second = ""] = words;
  assert.deepEqual(countedWords(""), []);
  assert.deepEqual(countedWords(`${first.slice(0, 4)} zzzz, ${second} zz`), [
    { word: first.slice(0, 4), known: true },
    { word: "zzzz", known: false },
    { word: second, known: true },
    { word: "zz", known: true },
  ]);
  assert.equal(countedWords("zz ")[0]?.known, false);
});

test("one beginning that may be a slip in another word is asked about, not guessed", async () => {
  const seven = "abad abon acar abad abon acar abad".split(" ");
  let asked = 0;
  for (const last of WORDS) {
    const readings = await mendPassphrase(["komi", ...seven.slice(1), last].join(" "));
    const firsts = readings.map(([first]) => first);
    const judged = await judgePassphrase(["komi", ...seven.slice(1), last].join(" "));
    if (firsts.length > 1) {
      asked += 1;
      assert.equal(judged.kind, "unknown");
    } else if (judged.kind === "right") {
      assert.deepEqual([judged.words[0], firsts], ["komitmen", ["komitmen"]]);
    }
  }
  assert.ok(asked > 0);
});

test("the word being typed is completed from the list, the others stay", () => {
  const [first = ""] = words;
  const start = first.slice(0, 3);
  const { count, options } = suggestWords(`${words[1]}, ${start.toUpperCase()}`);
  assert.equal(count, 2);
  assert.ok(options.length > 0 && options.length <= 6);
  assert.ok(options.every((option) => option.startsWith(start)));
  assert.equal(completeLast(`${words[1]} ${start}`, first), `${words[1]} ${first} `);
  assert.deepEqual(suggestWords(`${start} `).options, []);
  assert.deepEqual(suggestWords("a").options, []);
});

test("one word is recognised whole or by its first four letters, and nothing else is", () => {
  const [word = "", other = ""] = words;
  assert.ok(meansWord(` ${word.toUpperCase()}. `, word));
  assert.ok(meansWord(word.slice(0, 4), word));
  for (const wrong of ["", word.slice(0, 3), `${word} ${word}`, word === other ? "zz" : other]) {
    assert.ok(wrong === word || !meansWord(wrong, word), wrong);
  }
});

test("two different places are asked for, in order, and all of them in time", () => {
  const seen = new Set();
  for (let round = 0; round < 2_000; round++) {
    const [first = 9, second = 9] = twoPlaces();
    assert.ok(first >= 0 && first < second && second < 8);
    seen.add(first).add(second);
  }
  assert.equal(seen.size, 8);
});
