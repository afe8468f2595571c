// The first screen: where am I, the two doors, how safe are this device and this line, and what the inspectorate says to everybody.

import { isStale } from "../../protocol/bulletin.js";
import { button, items, make } from "../elements.js";
import { sealing } from "../opening.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../../texts/catalogue.js").TextKey} TextKey */

/** @param {Page} page */
export function drawHome(page) {
  const { bulletin, session, today } = page;
  const { desk } = bulletin.content;
  const state = sealing(bulletin, today);
  const issued = page.day(bulletin.issued);
  const write = () => {
    session.forgetThread();
    page.go("route");
  };
  const read = () => {
    session.wanted = "open";
    session.forgetThread();
    page.go(session.trust === "unchecked" ? "compare" : "open");
  };
  return [
    make("h1", {}, page.t("homeTitle")),
    make("p", { class: "lead" }, page.t("homeLead", { desk: page.own(desk) })),
    make("p", { class: "caution big" }, page.t("homeOffice")),
    state === "open" && isStale(bulletin, today)
      ? make("p", { class: "note", id: "stale" }, page.t("stale", { issued }))
      : null,
    state === "open"
      ? null
      : make(
          "section",
          { class: "note stop", id: "closed", "data-sealing": state },
          make("h2", {}, page.t("closedTitle")),
          make("p", {}, page.t(state === "closed" ? "closedText" : "noKeyText", { issued })),
        ),
    make(
      "div",
      { class: "doors" },
      state === "open" && door(page, "report", write),
      door(page, "open", read),
    ),
    make(
      "p",
      {},
      button(page.t("toRoute"), "to-route", () => page.go("route"), "plain"),
    ),
    facts(page),
    lineSection(page),
    make(
      "section",
      {},
      make("h2", {}, page.t("flowTitle")),
      items(page.t("flow"), "ol", { class: "flow" }),
      items(page.t("promises")),
    ),
    noticeSection(page),
  ];
}

/** @param {Page} page @param {"report" | "open"} name @param {() => void} enter */
function door(page, name, enter) {
  const [title, hint] =
    name === "report" ? ["homeReport", "homeReportHint"] : ["homeOpen", "homeOpenHint"];
  return make(
    "button",
    { type: "button", class: `door ${name}`, id: `door-${name}`, click: enter },
    make("strong", {}, page.t(/** @type {TextKey} */ (title))),
    make("span", {}, page.t(/** @type {TextKey} */ (hint))),
  );
}

/** @param {Page} page @returns {HTMLElement} where the reporter is, and on which day there is something to read */
function facts(page) {
  const { bulletin, session } = page;
  const known = { link: "keyByLink", eye: "keyByEye", unchecked: "keyUnchecked" };
  /** @param {TextKey} term @param {string} description @param {string} id @param {string | null} [lang] */
  const row = (term, description, id, lang) =>
    make(
      "div",
      {},
      make("dt", {}, page.t(term)),
      make("dd", { id, lang: lang ?? null }, description),
    );
  return make(
    "section",
    { class: "sheet" },
    make("h2", {}, page.t("whereTitle")),
    make(
      "dl",
      { class: "facts" },
      row("whereDesk", page.own(bulletin.content.desk), "where-desk", page.ownLang),
      row("whereNext", page.nextDay, "where-next"),
      row("whereKey", page.t(/** @type {TextKey} */ (known[session.trust])), "where-key"),
    ),
  );
}

/** @param {Page} page @returns {HTMLElement} what this device and this line give away, and what helps against it */
function lineSection(page) {
  const line = lineOf(location.hostname);
  const texts = { onion: "lineOnion", clear: "lineClear", local: "lineLocal" };
  return make(
    "section",
    { id: "line", "data-line": line },
    make("h2", {}, page.t("lineTitle")),
    make(
      "p",
      { class: line === "clear" ? "caution" : "caution fine" },
      page.t(/** @type {TextKey} */ (texts[line])),
    ),
    line === "onion"
      ? null
      : make(
          "details",
          { id: "tor-how" },
          make("summary", {}, page.t("torTitle")),
          items(page.t("torHow"), "ol"),
        ),
    items(page.t("lineMore")),
  );
}

/**
 * @param {string} hostname
 * @returns {"onion" | "clear" | "local"} how the page came, as far as its own address tells; nothing is asked of the browser
 */
function lineOf(hostname) {
  if (hostname.endsWith(".onion")) {
    return "onion";
  }
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostname) ? "local" : "clear";
}

/** @param {Page} page @returns {HTMLElement | null} */
function noticeSection(page) {
  const { notices } = page.bulletin.content;
  if (notices.length === 0) {
    return null;
  }
  return make(
    "section",
    { id: "notices" },
    make("h2", {}, page.t("noticesTitle")),
    ...notices.flatMap((/** @type {any} */ notice) => [
      make("h3", {}, page.day(notice.day)),
      make("p", { class: "typed", lang: page.ownLang }, page.own(notice)),
    ]),
  );
}
