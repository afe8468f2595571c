// Coming back: the passphrase is typed, mended, and tried on every cell of the board.

import { button, field, make, showProblems } from "../elements.js";
import {
  completeLast,
  countedWords,
  judgePassphrase,
  replaceWord,
  suggestWords,
} from "../entry.js";
import { readThread } from "../preparing.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../entry.js").Judgement} Judgement */
/** @typedef {import("../../texts/catalogue.js").TextKey} TextKey */

const FIELD = "field-passphrase";
// Not at every letter: what is read out must come to an end.
const SETTLE_MS = 900;

/** @param {Page} page */
export function drawOpen(page) {
  const { session } = page;
  const summary = make("div", { id: "problems", class: "note stop", tabindex: "-1", hidden: true });
  const helps = make("div", { id: "suggestions" });
  const entry = field({
    id: FIELD,
    label: page.t("openField"),
    mark: "",
    hint: page.t("openLead"),
    rows: 3,
    required: true,
    value: session.typed,
    input: (value) => {
      session.typed = value;
      suggest();
    },
  });
  /** @param {string} text */
  const replace = (text) => {
    session.typed = text;
    const control = /** @type {HTMLTextAreaElement} */ (document.getElementById(FIELD));
    control.value = text;
    control.focus();
    suggest();
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let speaking;
  const suggest = () => {
    const { count, options } = suggestWords(session.typed);
    helps.replaceChildren(
      make("p", { class: "hint", id: "word-count" }, page.t("openCount", { count })),
      typedList(page),
    );
    clearTimeout(speaking);
    speaking = setTimeout(() => {
      if (session === page.session && options.length > 0) {
        page.say(`${page.t("openSuggest")} ${options.join(", ")}`);
      }
    }, SETTLE_MS);
    if (options.length > 0) {
      const choices = options.map((word) =>
        button(word, "", () => replace(completeLast(session.typed, word)), "word"),
      );
      helps.append(
        make("p", { class: "hint" }, page.t("openSuggest")),
        make("div", { class: "choices words-to-choose", translate: "no", lang: "id" }, ...choices),
      );
    }
  };
  suggest();
  const open = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const judgement = await judgePassphrase(session.typed);
    if (judgement.kind === "right") {
      session.typed = judgement.words.join(" ");
      await readThread(page, judgement.passphrase);
      return;
    }
    showJudgement(page, summary, judgement, replace);
  };
  return [
    make("h1", {}, page.t("openTitle")),
    summary,
    make(
      "form",
      { id: "open-form", autocomplete: "off", novalidate: true, submit: open },
      entry,
      helps,
      make(
        "div",
        { class: "actions" },
        make("button", { type: "submit", class: "main", id: "open" }, page.t("openGo")),
        button(
          page.t("home"),
          "home",
          () => {
            session.forgetThread();
            page.go("home");
          },
          "plain",
        ),
      ),
    ),
    make("p", { class: "hint" }, page.t("openLocal")),
  ];
}

/** @param {Page} page @returns {HTMLElement} the words typed so far with their numbers, to be compared with the paper */
function typedList(page) {
  const words = countedWords(page.session.typed);
  return make(
    "ol",
    { class: "typed-words", translate: "no", lang: "id", hidden: words.length === 0 },
    ...words.map(({ word, known }) =>
      make(
        "li",
        { class: known ? "" : "unknown", "data-known": known },
        word,
        !known && make("span", { lang: page.session.language }, ` (${page.t("openNotListed")})`),
      ),
    ),
  );
}

/**
 * @param {Page} page
 * @param {HTMLElement} summary
 * @param {Exclude<Judgement, { kind: "right" }>} judgement
 * @param {(text: string) => void} replace
 */
function showJudgement(page, summary, judgement, replace) {
  const text = { count: "openWordCount", unknown: "problems", check: "openCheck" }[judgement.kind];
  const count = judgement.kind === "count" ? judgement.count : 0;
  const title = page.t(/** @type {TextKey} */ (text), { count });
  showProblems(summary, title, [{ id: FIELD, text: title }]);
  summary.dataset.kind = judgement.kind;
  if (judgement.kind !== "unknown") {
    const mistakes = judgement.kind === "check" ? judgement.mistakes : [];
    summary.replaceChildren(
      make("p", {}, title),
      ...(mistakes.length > 0 ? [make("p", {}, page.t("openLikely"))] : []),
      ...mistakes.map((mistake) => mistakePart(page, mistake, replace)),
    );
    summary.focus();
    return;
  }
  document.getElementById(`${FIELD}-wrong`)?.remove();
  const list = judgement.unknown.map(({ place, word, candidates }) =>
    make(
      "li",
      { "data-place": place + 1 },
      page.t("openUnknown", { place: place + 1, word }),
      " ",
      candidates.length === 0 ? page.t("openNoIdea") : page.t("openMeant"),
      make(
        "span",
        { class: "choices", lang: "id", translate: "no" },
        ...candidates.map((candidate) =>
          button(
            candidate,
            "",
            () => replace(replaceWord(page.session.typed, place, candidate)),
            "word",
          ),
        ),
      ),
    ),
  );
  const readings = judgement.readings.map((words) => reading(page, words, replace));
  summary.replaceChildren(
    make("h2", {}, title),
    make("ul", {}, ...list),
    ...(readings.length > 0 ? [make("p", {}, page.t("openMend")), ...readings] : []),
  );
  summary.focus();
}

/** @param {Page} page @param {string[]} words @param {(text: string) => void} replace */
function reading(page, words, replace) {
  return make(
    "div",
    { class: "reading" },
    make("p", { class: "meant", translate: "no", lang: "id" }, words.join(" ")),
    button(page.t("openMendGo"), "", () => replace(words.join(" ")), "mend"),
  );
}

/** @param {Page} page @param {import("../mistakes.js").Mistake} mistake @param {(text: string) => void} replace */
function mistakePart(page, { places, words }, replace) {
  const [first = 0, second] = places;
  const told =
    second === undefined
      ? page.t("openMisread", { place: first + 1, word: words[first] ?? "" })
      : page.t("openSwapped", { place: first + 1, other: second + 1 });
  const part = reading(page, words, replace);
  part.prepend(make("p", { "data-mistake": places.map((place) => place + 1).join(" ") }, told));
  return part;
}

/** @param {Page} page */
export function drawReading(page) {
  const area = make("div", { id: "progress" });
  const show = () => {
    const { phase, failure, cells } = page.session.reading;
    area.dataset.phase = phase;
    const text = {
      keys: "readingKeys",
      board: "readingBoard",
      cells: "readingCells",
      failed: `reading${failure}`,
    }[phase];
    const said = page.t(/** @type {TextKey} */ (text), { count: cells });
    page.say(said);
    area.replaceChildren(
      make(
        "p",
        {
          class: phase === "failed" ? "note stop" : "going",
          "data-failure": phase === "failed" ? failure : null,
        },
        said,
      ),
    );
    if (phase === "failed") {
      area.append(
        make(
          "div",
          { class: "actions" },
          failure !== "Own" &&
            button(page.t("retry"), "retry", () => readThread(page, null), "main"),
          button(page.t("back"), "back", () => page.go("open")),
        ),
      );
    }
  };
  show();
  page.refresh = show;
  return [make("h1", {}, page.t("readingTitle")), area];
}
