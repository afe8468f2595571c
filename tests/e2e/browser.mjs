// Drives one real browser on behalf of tests/e2e/browser.py: one JSON request per line in, one JSON answer per line out.
// Chromium over the DevTools protocol, stock Firefox over WebDriver BiDi.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(new URL("../../dropbox/site/browser/package.json", import.meta.url));
const puppeteer = await import(require.resolve("puppeteer-core"));

// What Tor Browser switches off at its level "Safer".
const SAFER_PREFS = {
  "javascript.options.ion": false,
  "javascript.options.baselinejit": false,
  "javascript.options.native_regexp": false,
  "javascript.options.wasm": false,
  "javascript.options.asmjs": false,
  "privacy.resistFingerprinting": true,
};
const QUIET_PREFS = {
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "browser.safebrowsing.downloads.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.getAddons.cache.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,",
  "toolkit.telemetry.server": "data:,",
};
const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

let browser;
let page;
let emulation;
let hastening;
const consoleLines = [];
const failures = [];

// Firefox without scripts runs none of puppeteer's that wait inside the page either: asked from here, again and again.
let asking = false;

async function waitFor(selector, { timeout, visible = false, hidden = false }) {
  if (!asking) return page.waitForSelector(selector, { timeout, visible, hidden });
  for (const end = Date.now() + timeout; Date.now() < end; ) {
    const element = await page.$(selector).catch(() => null);
    const shown = element && (await element.isVisible().catch(() => false));
    if (hidden) {
      if (!shown) return element;
    } else if (shown || (element && !visible)) {
      return element;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Waiting for selector \`${selector}\` failed`);
}

async function press(element) {
  if (!asking) return element.click();
  const { x, y } = await element.evaluate((node) => {
    const box = node.getBoundingClientRect();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  });
  await page.mouse.click(x, y);
}

function find(selector) {
  return waitFor(selector, { timeout: 30_000 });
}

const commands = {
  async launch({ kind, executable, profile, safer, javascript, width, height, jit, prefs }) {
    browser = await puppeteer.launch({
      browser: kind,
      executablePath: executable,
      headless: true,
      userDataDir: profile,
      args:
        kind === "chrome"
          ? [...CHROMIUM_ARGS, ...(jit === false ? ["--js-flags=--jitless"] : [])]
          : [],
      extraPrefsFirefox: {
        ...QUIET_PREFS,
        ...(safer ? SAFER_PREFS : {}),
        ...(javascript === false ? { "javascript.enabled": false } : {}),
        ...prefs,
      },
      protocolTimeout: 300_000,
    });
    page = await browser.newPage();
    asking = kind === "firefox" && javascript === false;
    page.on("console", (message) => consoleLines.push(message.text()));
    page.on("pageerror", (error) => failures.push(String(error)));
    page.on("dialog", (dialog) => dialog.accept());
    if (kind === "chrome" && javascript === false) await page.setJavaScriptEnabled(false);
    await page.setViewport({ width, height });
    return await browser.version();
  },
  async viewport({ width, height }) {
    await page.setViewport({ width, height });
  },
  async goto({ url }) {
    await page.goto(url, { waitUntil: "load", timeout: 60_000 });
  },
  // The page's own waits pass sooner, in pages that are opened from now on: its code and its limits stay as they are.
  async hasten({ times }) {
    if (hastening) await page.removeScriptToEvaluateOnNewDocument(hastening.identifier);
    hastening = await page.evaluateOnNewDocument((factor) => {
      const wait = globalThis.setTimeout;
      globalThis.setTimeout = (act, ms = 0, ...rest) => wait(act, ms / factor, ...rest);
    }, times);
  },
  // Chromium only: bytes a second each way, and milliseconds for each request until its answer begins.
  async slow({ bytes, latency }) {
    await page.emulateNetworkConditions({ download: bytes, upload: bytes, latency });
  },
  async prepare({ script }) {
    await page.evaluateOnNewDocument(script);
  },
  async reload() {
    await page.reload({ waitUntil: "load" });
  },
  async url() {
    return page.evaluate(() => location.href);
  },
  async visible({ selector, timeout }) {
    await waitFor(selector, { visible: true, timeout: timeout * 1000 });
  },
  async hidden({ selector, timeout }) {
    await waitFor(selector, { hidden: true, timeout: timeout * 1000 });
  },
  async is_visible({ selector }) {
    const element = await page.$(selector);
    return element ? await element.isVisible() : false;
  },
  async click({ selector }) {
    const element = await find(selector);
    await element.evaluate((node) => node.scrollIntoView({ block: "center" }));
    await press(element);
  },
  async type({ selector, text }) {
    const element = await find(selector);
    await element.focus();
    await page.keyboard.type(text);
  },
  // Long texts arrive as a paste would: the value is set and an input event fires.
  async paste({ selector, text }) {
    const element = await find(selector);
    await element.focus();
    await element.evaluate((node, value) => {
      node.value = value;
      node.dispatchEvent(new Event("input", { bubbles: true }));
    }, text);
  },
  async choose({ selector, value }) {
    const element = await find(selector);
    await element.select(value);
  },
  async press({ key }) {
    await page.keyboard.press(key);
  },
  async upload({ selector, paths }) {
    const element = await find(selector);
    await element.uploadFile(...paths);
  },
  async text({ selector }) {
    const element = await find(selector);
    return element.evaluate((node) => node.innerText ?? node.textContent);
  },
  async texts({ selector }) {
    return page.evaluate(
      (sought) =>
        [...document.querySelectorAll(sought)].map((node) => node.innerText ?? node.textContent),
      selector,
    );
  },
  async value({ selector }) {
    const element = await find(selector);
    return element.evaluate((node) => node.value);
  },
  async evaluate({ script }) {
    return page.evaluate(script);
  },
  // As a phone does to a tab that nobody looks at: no timer and no answer reaches the page.
  async lifecycle({ state }) {
    const session = await page.createCDPSession();
    await session.send("Page.setWebLifecycleState", { state });
    await session.detach();
    if (state === "active") await page.bringToFront();
  },
  async screenshot({ path, full }) {
    await page.screenshot({ path, fullPage: full });
  },
  async console() {
    return { lines: consoleLines, errors: failures };
  },
  // Dark, forced colours and the like; only Chromium's driver can play them.
  async media({ features }) {
    // What a session emulates ends with it.
    emulation ??= await page.createCDPSession();
    await emulation.send("Emulation.setEmulatedMedia", {
      features: Object.entries(features).map(([name, value]) => ({ name, value })),
    });
  },
  async pid() {
    return browser.process().pid;
  },
  async back() {
    await page.goBack({ waitUntil: "load" });
  },
  async close() {
    await browser?.close();
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...parameters } = JSON.parse(line);
  let answer;
  try {
    answer = { result: (await commands[command](parameters)) ?? null };
  } catch (error) {
    answer = { error: String(error?.message ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  if (command === "close") break;
}
