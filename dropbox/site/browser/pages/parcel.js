// The files that go with a letter: planned when it is sealed, sent when the site has it (§5).

import { Plan } from "../attachments/plan.js";
import { Sender } from "../attachments/sender.js";
import { postChunk } from "../transport.js";
import { attachmentsLimit } from "./limits.js";
import { pause } from "./pausing.js";

/** @typedef {import("./page.js").Page} Page */

/** @param {Page} page @returns {Plan | null} for the chosen files; null where there are none; raises AttachmentsTooLargeError */
export function makePlan(page) {
  const sources = page.session.choice.sources(page.t("attachStem"));
  return sources.length > 0 ? new Plan(sources, attachmentsLimit(page)) : null;
}

/** Begins to send the files of a letter that the site has. @param {Page} page @param {Plan} plan */
export function sendPieces(page, plan) {
  const { session } = page;
  const sender = new Sender(plan, page.bulletin.did, {
    post: postChunk,
    wait: pause,
    changed: () => {
      if (session !== page.session || session.screen !== "pieces") {
        return;
      }
      if (sender.phase === "done") {
        endPieces(page);
      } else {
        page.refresh?.();
      }
    },
  });
  session.sender = sender;
  page.go("pieces");
  runSender(sender);
}

/** @param {Sender} sender begins, or goes on after a halt */
export function runSender(sender) {
  // Whatever fails is told through the sender's phase.
  sender.run().catch(() => sender.halt());
}

/** Says what became of the files. What is not sent now is given up. @param {Page} page */
export function endPieces(page) {
  const { session } = page;
  const { sender } = session;
  if (!sender) {
    return;
  }
  session.sender = null;
  sender.halt();
  session.handedIn = {
    names: sender.plan.sources.map(({ name }) => name),
    whole: sender.whole(),
    sent: sender.sent,
    pieces: sender.plan.pieces,
  };
  page.go("delivered");
}
