// Begins: takes the link's fragment out of the address bar, checks browser and bulletin, shows the first screen.

import { dayOf } from "./days.js";
import { doubtsClock, openDrop } from "./opening.js";
import { Page } from "./page.js";
import { drawBoot, drawClock, drawCompare, drawStop } from "./screens/gate.js";
import { drawHome } from "./screens/home.js";
import { drawFollowUp, drawWithdraw } from "./screens/more.js";
import { drawOpen, drawReading } from "./screens/open.js";
import { drawConfirm, drawPassphrase } from "./screens/passphrase.js";
import { drawPieces } from "./screens/pieces.js";
import { drawReport, drawReview } from "./screens/report.js";
import { drawDelivered, drawSending } from "./screens/sending.js";
import { drawThread } from "./screens/thread.js";
import { missingSupport } from "./support.js";

const fragment = location.hash;
// At once, before anything can fail: whoever sees the address bar must not see which poster was read.
history.replaceState(null, "", location.pathname);

const page = new Page({
  boot: drawBoot,
  stop: (drawn) => drawStop(drawn, begin),
  clock: drawClock,
  home: drawHome,
  compare: drawCompare,
  report: drawReport,
  review: drawReview,
  passphrase: drawPassphrase,
  confirm: drawConfirm,
  sending: drawSending,
  pieces: drawPieces,
  delivered: drawDelivered,
  open: drawOpen,
  reading: drawReading,
  thread: drawThread,
  followUp: drawFollowUp,
  withdraw: drawWithdraw,
});

async function begin() {
  const { session } = page;
  const missing = await missingSupport();
  const reason = missing ?? (await openDrop(session, fragment));
  if (session !== page.session) {
    return;
  }
  session.deviceDay = dayOf(Date.now());
  if (reason !== null || !session.bulletin) {
    session.stop = reason ?? "Offline";
    page.go("stop");
  } else {
    page.go(doubtsClock(session.bulletin, session.deviceDay) ? "clock" : "home");
  }
}

page.watchLeaving();
await begin();
