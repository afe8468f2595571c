// Other doors, from the bulletin's links (§7.2): the first line names the matter and who deals with it, the others say what to know before.

import { make } from "./elements.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {{ code: string, id: string, en: string, url: string }} Link */

/** @param {Page} page @param {Link} link @returns {HTMLElement} an item of a list */
export function doorItem(page, link) {
  // Taken from the text: an address that is none must not keep the page from being drawn.
  const host = link.url.split("/")[2] ?? "";
  const [name = "", ...advice] = page.own(link).split("\n");
  const lang = page.ownLang;
  return make(
    "li",
    {},
    make(
      "details",
      { "data-door": link.code },
      make("summary", { lang }, name),
      ...advice.map((line) => make("p", { lang }, line)),
      make(
        "p",
        {},
        page.t("linkTo"),
        " ",
        make(
          "a",
          {
            href: link.url,
            rel: "noreferrer noopener",
            referrerpolicy: "no-referrer",
            target: "_blank",
            translate: "no",
            "data-link": link.code,
          },
          host,
        ),
      ),
    ),
  );
}
