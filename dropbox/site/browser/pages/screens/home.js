// The first screen: two doors, what to know before opening one, and what the inspectorate says to everybody.

import { isStale } from "../../protocol/bulletin.js";
import { items, make } from "../elements.js";
import { sealing } from "../opening.js";

/** @typedef {import("../page.js").Page} Page */

/** @param {Page} page */
export function drawHome(page) {
  const { bulletin, session, today } = page;
  const { desk, links, notices } = bulletin.content;
  const state = sealing(bulletin, today);
  const issued = page.day(bulletin.issued);
  /** @param {"report" | "open"} screen */
  const enter = (screen) => {
    session.wanted = screen;
    session.forgetThread();
    page.go(session.trust === "unchecked" ? "compare" : screen);
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
      state === "open" && door(page, "report", () => enter("report")),
      door(page, "open", () => enter("open")),
    ),
    make(
      "section",
      {},
      make("h2", {}, page.t("safetyTitle")),
      make("p", {}, page.t(location.hostname.endsWith(".onion") ? "safetyOnion" : "safetyClear")),
      items(page.t("safetyMore")),
    ),
    make(
      "section",
      {},
      make("h2", {}, page.t("flowTitle")),
      items(page.t("flow"), "ol", { class: "flow" }),
    ),
    notices.length > 0 &&
      make(
        "section",
        { id: "notices" },
        make("h2", {}, page.t("noticesTitle")),
        ...notices.flatMap((/** @type {any} */ notice) => [
          make("h3", {}, page.day(notice.day)),
          make("p", { class: "typed" }, page.own(notice)),
        ]),
      ),
    links.length > 0 &&
      make(
        "section",
        { id: "links" },
        make("h2", {}, page.t("linksTitle")),
        make("p", {}, page.t("linksText")),
        make(
          "ul",
          { class: "links" },
          ...links.map((/** @type {any} */ link) => linkItem(page, link)),
        ),
      ),
  ];
}

/** @param {Page} page @param {"report" | "open"} name @param {() => void} enter */
function door(page, name, enter) {
  const [title, hint] =
    name === "report" ? ["homeReport", "homeReportHint"] : ["homeOpen", "homeOpenHint"];
  return make(
    "button",
    { type: "button", class: `door ${name}`, id: `door-${name}`, click: enter },
    make("strong", {}, page.t(/** @type {any} */ (title))),
    make("span", {}, page.t(/** @type {any} */ (hint))),
  );
}

/** @param {Page} page @param {{ code: string, id: string, en: string, url: string }} link */
export function linkItem(page, link) {
  // Taken from the text: an address that is none must not keep the page from being drawn.
  const host = link.url.split("/")[2] ?? "";
  const anchor = make(
    "a",
    {
      href: link.url,
      rel: "noreferrer noopener",
      referrerpolicy: "no-referrer",
      target: "_blank",
      "data-link": link.code,
    },
    page.own(link),
  );
  return make("li", {}, anchor, make("span", { class: "host" }, ` ${host}`));
}
