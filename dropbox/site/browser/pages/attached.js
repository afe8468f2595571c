// One chosen file on the form: what it would betray, in plain words and with what it says itself, and how it goes.

import { nameOf } from "../attachments/choice.js";
import { writeSize } from "./days.js";
import { button, checkbox, make } from "./elements.js";
import { showHidden } from "./hidden.js";

/** @typedef {import("../attachments/choice.js").Chosen} Chosen */
/** @typedef {import("../attachments/choice.js").Obstacle} Obstacle */
/** @typedef {import("../cleaning/findings.js").Finding} Finding */
/** @typedef {import("../cleaning/findings.js").Remain} Remain */
/** @typedef {import("../texts/catalogue.js").TextKey} TextKey */
/** @typedef {import("./page.js").Page} Page */

/** @type {Record<Finding, TextKey>} */
const FOUND = {
  position: "foundPosition",
  author: "foundAuthor",
  company: "foundCompany",
  serial: "foundSerial",
  camera: "foundCamera",
  time: "foundTime",
  thumbnail: "foundThumbnail",
  title: "foundTitle",
  comment: "foundComment",
  history: "foundHistory",
  software: "foundSoftware",
  template: "foundTemplate",
  path: "foundPath",
  printer: "foundPrinter",
  embedded: "foundEmbedded",
  script: "foundScript",
  signature: "foundSignature",
  track: "foundTrack",
  identifier: "foundIdentifier",
  profile: "foundProfile",
  appended: "foundAppended",
  leftovers: "foundLeftovers",
  other: "foundOther",
};
/** @type {Record<Remain, TextKey>} */
const REMAINS = {
  remarks: "remainsRemarks",
  changes: "remainsChanges",
  hidden: "remainsHidden",
  notes: "remainsNotes",
  fields: "remainsFields",
  links: "remainsLinks",
  inner: "remainsInner",
  scan: "remainsScan",
  subtitles: "remainsSubtitles",
};
/** @type {Record<Obstacle, TextKey>} */
const OBSTACLES = {
  type: "obstacleType",
  old: "obstacleOld",
  photo: "obstaclePhoto",
  sound: "obstacleSound",
  film: "obstacleFilm",
  archive: "obstacleArchive",
  macros: "obstacleMacros",
  locked: "obstacleLocked",
  damaged: "obstacleDamaged",
  big: "obstacleBig",
  room: "obstacleRoom",
  tools: "obstacleTools",
};

/**
 * @param {Page} page
 * @param {Chosen} chosen
 * @param {number} place
 * @param {() => void} update
 * @returns {HTMLElement} the item of the list
 */
export function fileItem(page, chosen, place, update) {
  const { state, treatment } = chosen;
  const name = nameOf(chosen, page.t("attachStem"), place);
  const remove = () => {
    page.session.choice.remove(chosen);
    update();
    document.getElementById("attach")?.focus();
  };
  const parts = state === "ready" ? readyParts(page, chosen, place, update) : [];
  const removal = button(page.t("attachRemove"), `remove-${place}`, remove, "plain");
  removal.setAttribute("aria-describedby", `file-${place}`);
  return make(
    "li",
    {
      "data-state": state,
      "data-treatment": treatment,
      "data-found": [...(chosen.found ?? [])].join(" "),
      "data-remains": [...(chosen.remains ?? [])].join(" "),
      "data-obstacle": chosen.obstacle,
    },
    make(
      "p",
      { id: `file-${place}` },
      make("strong", { class: "typed", translate: "no", "data-name": true }, name),
      ` · ${writeSize(chosen.len, page.session.language)}`,
    ),
    make("p", { class: "hint", translate: "no" }, page.t("attachFrom", { name: chosen.file.name })),
    state === "looking" && lookingPart(page, chosen, place),
    state === "unreadable" && make("p", { class: "wrong" }, page.t("attachUnreadable")),
    ...parts,
    removal,
  );
}

/** @param {Page} page @param {Chosen} chosen @param {number} place */
function lookingPart(page, chosen, place) {
  const id = `looking-${place}`;
  return make(
    "div",
    {},
    make("p", { class: "going", id }, page.t("attachLooking")),
    make("progress", { max: 1, value: chosen.looked, "aria-labelledby": id }),
  );
}

/**
 * @param {Page} page
 * @param {Chosen} chosen
 * @param {number} place
 * @param {() => void} update
 */
function readyParts(page, chosen, place, update) {
  /** @param {"keep" | "ownName" | "withoutRemarks"} what @param {string} name @param {TextKey} label @param {TextKey} hint */
  const option = (what, name, label, hint) => {
    const box = checkbox(`${name}-${place}`, page.t(label), page.t(hint), (checked) => {
      chosen[what] = checked;
      if (what === "withoutRemarks") {
        lookAgain(page, chosen);
      }
      update();
    });
    /** @type {HTMLInputElement} */ (box.querySelector("input")).checked = chosen[what];
    return box;
  };
  const hasRemarks = chosen.remains?.has("remarks") || chosen.withoutRemarks;
  return [
    ...saidParts(page, chosen),
    chosen.obstacle === "tools" &&
      button(page.t("attachAgain"), `again-${place}`, () => {
        lookAgain(page, chosen);
        update();
      }),
    chosen.cleaned &&
      hasRemarks &&
      !chosen.keep &&
      option("withoutRemarks", "remarks", "attachRemarks", "attachRemarksHint"),
    chosen.cleaned && option("keep", "keep", "attachKeep", "attachKeepHint"),
    option("ownName", "own-name", "attachOwnName", "attachOwnNameHint"),
  ];
}

/** @param {Page} page @param {Chosen} chosen */
function lookAgain(page, chosen) {
  const { session } = page;
  session.choice.look(chosen, () => session === page.session && page.refresh?.());
}

/** @param {Page} page @param {Chosen} chosen @returns {HTMLElement[]} what is known about the file, in plain words */
function saidParts(page, chosen) {
  const { found, remains, obstacle, keep } = chosen;
  if (obstacle) {
    return [make("p", { class: "caution" }, page.t(OBSTACLES[obstacle]))];
  }
  /** @type {HTMLElement[]} */
  const parts = [];
  if (!found || found.size === 0) {
    parts.push(make("p", {}, page.t("attachNothing")));
  } else {
    const lead = page.t(keep ? "attachStays" : "attachRemoved");
    // What leads to a person first, whatever order the file has it in.
    const kinds = /** @type {Finding[]} */ (Object.keys(FOUND)).filter((kind) => found.has(kind));
    const list = kinds.map((kind) => saidItem(page.t(FOUND[kind]), found.said(kind)));
    parts.push(
      make("p", { class: keep ? "caution" : "" }, lead),
      make("ul", { class: "hint" }, ...list),
    );
  }
  if (remains && remains.size > 0 && !keep) {
    const list = [...remains].map((kind) => {
      const text = page.t(REMAINS[kind], { count: remains.count(kind) });
      return saidItem(text, remains.said(kind));
    });
    parts.push(
      make(
        "div",
        { class: "caution" },
        make("p", {}, page.t("attachContent")),
        make("ul", {}, ...list),
      ),
    );
  }
  return parts;
}

/** @param {string} text @param {string[]} values as they stood in the file @returns {HTMLElement} */
function saidItem(text, values) {
  if (values.length === 0) {
    return make("li", {}, text);
  }
  // Each value for itself, so that a name written from right to left does not turn the others around.
  const list = values.flatMap((value, index) => [
    index > 0 && " · ",
    make("bdi", { class: "typed" }, showHidden(value)),
  ]);
  return make("li", {}, `${text}: `, make("span", { translate: "no" }, ...list));
}
