// What a letter may announce of files, measured while it is being written (§5.1).

/** @typedef {import("../protocol/canonical.js").JsonObject} JsonObject */
/** @typedef {import("./page.js").Page} Page */

/** @param {Page} page @returns {number} the most bytes of files that a letter may announce (§7.2) */
export function attachmentsLimit(page) {
  return Number(page.bulletin.content.attachments_len);
}

/** @param {Page} page @returns {JsonObject | null} what the letter will announce, for measuring */
export function announcement(page) {
  return page.session.choice.announcement(page.t("attachStem"), attachmentsLimit(page));
}
