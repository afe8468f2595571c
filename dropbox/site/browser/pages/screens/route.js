// Before anything is written: is this the right door? All of it stands in the bulletin already; nothing is asked for while one decides.

import { doorItem } from "../doors.js";
import { button, make } from "../elements.js";
import { sealing } from "../opening.js";

/** @typedef {import("../page.js").Page} Page */

/** @param {Page} page */
export function drawRoute(page) {
  const { bulletin, session, today } = page;
  const { categories, links } = bulletin.content;
  const open = sealing(bulletin, today) === "open";
  const write = () => {
    session.wanted = "report";
    page.go(session.trust === "unchecked" ? "compare" : "report");
  };
  return [
    make("h1", {}, page.t("routeTitle")),
    make("p", { class: "lead" }, page.t("routeLead")),
    make(
      "section",
      { class: "sheet here", id: "route-inside" },
      make("h2", {}, page.t("routeHere")),
      make(
        "p",
        { class: "hint", lang: page.ownLang },
        categories.map((/** @type {any} */ category) => page.own(category)).join(" · "),
      ),
      open
        ? button(page.t("routeWrite"), "route-here", write, "main")
        : make("p", { class: "caution" }, page.t("closedTitle")),
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
          ...links.map((/** @type {import("../doors.js").Link} */ link) => doorItem(page, link)),
        ),
      ),
    make("p", { class: "caution" }, page.t("routeDoubt")),
    make(
      "p",
      {},
      button(page.t("home"), "home", () => page.go("home"), "plain"),
    ),
  ];
}
