// Begins: takes the link's fragment out of the address bar, checks browser and bulletin, shows the first screen.

import { dayOf } from "./days.js";
import { held } from "./held.js";
import { doubtsClock, fetchRest, openDrop } from "./opening.js";
import { Page } from "./page.js";
import { drawBoot, drawClock, drawCompare, drawStop } from "./screens/gate.js";
import { drawHome } from "./screens/home.js";
import { drawReport } from "./screens/report.js";
import { drawReview } from "./screens/review.js";
import { drawRoute } from "./screens/route.js";
import { INSECURE, missingSupport } from "./support.js";

const fragment = location.hash;
// At once, before anything can fail: whoever sees the address bar must not see which poster was read.
history.replaceState(null, "", location.pathname);

const page = new Page({
  boot: drawBoot,
  stop: (drawn) => drawStop(drawn, begin),
  clock: drawClock,
  home: drawHome,
  route: drawRoute,
  compare: drawCompare,
  report: drawReport,
  review: drawReview,
});

async function begin() {
  const { session } = page;
  const missing = await missingSupport();
  if (missing !== null && missing !== INSECURE) {
    // The text for browsers without script says it, in all languages that are there; nothing more is asked for.
    page.showStatic(missing);
    return;
  }
  const reason = missing === null ? await openDrop(session, fragment) : "Insecure";
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
  // Also where nothing may be written here: whoever looks on learns only that a page was opened.
  if (missing === null) {
    fetchRest(session, page);
  }
}

page.watchLeaving();
// Not awaited: the other scripts import from this one, and would wait for it to end.
held(begin());
