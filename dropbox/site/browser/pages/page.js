// The frame around the screens: languages, banner, footer, focus, leaving. Screens are functions that give elements.

import { effectiveDay } from "../protocol/bulletin.js";
import { dropIdDigits } from "../protocol/drop.js";
import { fill, isThere, letterLanguage } from "../texts/catalogue.js";
import { NAMES } from "../texts/names.js";
import { onward } from "./bundles.js";
import { writeDay, writeNumber } from "./days.js";
import { button, items, make } from "./elements.js";
import { mayFollow } from "./machine.js";
import { Session } from "./session.js";
import { visible } from "./visible.js";

/** @typedef {import("../protocol/bulletin.js").Bulletin} Bulletin */
/** @typedef {import("../texts/catalogue.js").Language} Language */
/** @typedef {import("../texts/catalogue.js").TextKey} TextKey */
/** @typedef {import("./machine.js").Screen} Screen */
/** @typedef {typeof import("./onward.js")} Onward */
/** @typedef {(page: Page) => (Node | null | false)[]} DrawScreen the first heading gets the focus */

const SECOND_ESCAPE_MS = 2_000;

/** @param {string} id @returns {HTMLElement} */
function part(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

export class Page {
  /** @param {Partial<Record<Screen, DrawScreen>>} screens */
  constructor(screens) {
    this.screens = screens;
    this.session = new Session();
    /** Called when the session's progress changed; the present screen puts itself here. @type {(() => void) | null} */
    this.refresh = null;
  }

  /** @param {TextKey} key @param {Record<string, string | number>} [values] @returns {string} */
  t(key, values) {
    return fill(this.session.language, key, values);
  }

  /** @param {number} day @returns {string} */
  day(day) {
    return writeDay(day, this.session.language);
  }

  /** @param {number} number whole @returns {string} with separated thousands */
  number(number) {
    return writeNumber(number, this.session.language);
  }

  /** @param {import("./draft.js").Room} room @returns {string} by how much the letter is too long */
  tooLong({ excess, letters }) {
    return this.t("meterOver", { excess: this.number(excess), letters: this.number(letters) });
  }

  /** @returns {Bulletin} the verified bulletin; screens that need it are reached only with one */
  get bulletin() {
    if (!this.session.bulletin) {
      throw new Error("there is no bulletin");
    }
    return this.session.bulletin;
  }

  /** @returns {number} today as the protocol counts it (§7.4) */
  get today() {
    return effectiveDay(this.bulletin, this.session.deviceDay);
  }

  /** @returns {string} the next day of replies, or that it is not known: an old bulletin names a day gone by */
  get nextDay() {
    const next = this.bulletin.content.next;
    return next >= this.today ? this.day(next) : this.t("nextUnknown");
  }

  /** @param {{ id: string, en: string }} pair of the bulletin @returns {string} */
  own(pair) {
    return visible(pair[letterLanguage(this.session.language)]);
  }

  /** @returns {string | null} the language of what `own` gives, where it is not that of the page around it */
  get ownLang() {
    const language = letterLanguage(this.session.language);
    return language === this.session.language ? null : language;
  }

  /** @param {Screen} screen shown as soon as its script is there */
  go(screen) {
    if (!this.screens[screen]) {
      this.later(() => this.go(screen));
      return;
    }
    if (!mayFollow(this.session.screen, screen)) {
      throw new Error(`${this.session.screen} is not followed by ${screen}`);
    }
    this.session.screen = screen;
    this.say("");
    this.draw();
    scrollTo(0, 0);
    this.focusHeading();
  }

  /**
   * Does what needs the second script: at once where it has come. Until then the screen stays as it is and says so.
   *
   * @param {(module: Onward) => unknown} act
   */
  later(act) {
    const session = this.session;
    const screen = session.screen;
    /** @param {Onward} module */
    const arrived = (module) => {
      Object.assign(this.screens, module.screens);
      // Whoever has gone elsewhere meanwhile does not want it any more.
      return session === this.session && screen === session.screen && act(module);
    };
    if (onward.module) {
      arrived(onward.module);
      return;
    }
    this.hint(this.t("laterComing"));
    onward
      .fetch()
      .then((module) => {
        this.hint("");
        return arrived(module);
      })
      .catch(() => this.hint(this.t("laterFailed")));
  }

  /** From the review to the passphrase. */
  goOn() {
    this.later(({ preparePassphrase }) => preparePassphrase(this));
  }

  focusHeading() {
    const heading = part("main").querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus();
  }

  /** Draws the present screen anew, from the session alone. */
  draw() {
    const { language, screen } = this.session;
    document.documentElement.lang = language;
    this.refresh = null;
    part("main").hidden = false;
    part("skip").hidden = false;
    part("leave").hidden = false;
    part("languages").hidden = false;
    part("skip").textContent = this.t("skip");
    part("languages").setAttribute("aria-label", this.t("languages"));
    part("languages").replaceChildren(
      ...NAMES.map(([code, name]) => this.languageButton(code, name)),
    );
    part("leave").textContent = this.t("leave");
    const bulletin = this.session.bulletin;
    part("desk").textContent = bulletin ? this.own(bulletin.content.desk) : "";
    part("demo").hidden = !bulletin?.content.demo;
    part("demo").textContent = bulletin?.content.demo ? this.t("demo") : "";
    const drawn = this.screens[screen]?.(this) ?? [];
    const main = part("main");
    main.dataset.screen = screen;
    main.replaceChildren(...drawn.filter((child) => child !== null && child !== false));
    this.drawFooter();
    // Last: where a browser fails on the way, the text that needs no script stays.
    part("static").hidden = true;
  }

  /** @param {string} missing what the browser lacks, by its technical name */
  showStatic(missing) {
    part("static").dataset.missing = missing;
  }

  /** @param {string} text read out by screen readers, not shown */
  say(text) {
    part("live").textContent = text;
  }

  /** @param {Language} language @param {string} name */
  languageButton(language, name) {
    const speak = () => {
      this.session.language = language;
      this.draw();
      part(`language-${language}`).focus();
    };
    const choice = button(name, `language-${language}`, () =>
      isThere(language) ? speak() : this.later(speak),
    );
    choice.lang = language;
    choice.setAttribute("aria-pressed", String(language === this.session.language));
    return choice;
  }

  drawFooter() {
    const { bulletin, trust } = this.session;
    const footer = part("footer");
    footer.hidden = !bulletin;
    if (!bulletin) {
      return;
    }
    const known = { link: "keyByLink", eye: "keyByEye", unchecked: "keyUnchecked" };
    footer.replaceChildren(
      make(
        "p",
        { id: "bulletin-line" },
        this.t("bulletinLine", { number: bulletin.number, issued: this.day(bulletin.issued) }),
        " ",
        this.t("nextLine", { next: this.nextDay }),
      ),
      make(
        "p",
        { id: "key-line", "data-trust": trust },
        this.t(/** @type {TextKey} */ (known[trust])),
      ),
      make("details", {}, make("summary", {}, this.t("keyShow")), this.digits("footer-digits")),
      make(
        "details",
        { id: "leave-about" },
        make("summary", {}, this.t("leaveAboutTitle")),
        items(this.t("leaveAbout")),
      ),
      make("p", {}, this.t("about")),
    );
  }

  /** @param {string} id @returns {HTMLElement} the eight groups of digits of the drop id (§3.2) */
  digits(id) {
    const groups = dropIdDigits(this.bulletin.did);
    return make("ol", { id, class: "digits" }, ...groups.map((group) => make("li", {}, group)));
  }

  /** Listens for what ends the visit: the button, Esc twice, and the page going away. */
  watchLeaving() {
    let escaped = false;
    part("leave").addEventListener("click", () => this.leave());
    part("skip").addEventListener("click", () => this.focusHeading());
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) {
        return;
      }
      if (escaped) {
        this.leave();
        return;
      }
      escaped = true;
      this.hint(this.t("leaveHint"));
      setTimeout(() => {
        escaped = false;
        this.hint("");
      }, SECOND_ESCAPE_MS);
    });
    addEventListener("beforeunload", (event) => {
      if (this.session.unsent) {
        event.preventDefault();
      }
    });
    // A file dropped here would open in the place of the page, and what was written would be gone.
    for (const name of /** @type {const} */ (["dragover", "drop"])) {
      addEventListener(name, (event) => {
        if (event.dataTransfer?.types.includes("Files")) {
          event.preventDefault();
        }
      });
    }
    addEventListener("pagehide", () => this.wipe());
    // From the back-forward cache comes an empty page: begin anew.
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    // The link of a poster pasted into this tab changes the fragment only.
    addEventListener("hashchange", () => location.reload());
  }

  /** @param {string} text shown over the page for a moment */
  hint(text) {
    part("hint").textContent = text;
    part("hint").hidden = text === "";
  }

  /** Forgets everything and takes it off the screen; also the browser's own copies of what fields held. */
  wipe() {
    for (const control of document.querySelectorAll("input, textarea")) {
      /** @type {HTMLInputElement | HTMLTextAreaElement} */ (control).value = "";
    }
    this.session.sender?.halt();
    this.session.erase();
    this.session = new Session();
    for (const id of ["main", "footer", "desk", "live", "demo"]) {
      part(id).replaceChildren();
    }
  }

  /** Leaves for an empty page, which takes this one's place in the history of the tab. */
  leave() {
    this.wipe();
    document.body.hidden = true;
    location.replace("about:blank");
  }
}
