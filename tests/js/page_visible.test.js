// What came from outside is shown without signs that hide or turn it, in the same form as at the workstation.

import assert from "node:assert/strict";
import { test } from "node:test";
import { visible } from "../../dropbox/site/browser/pages/visible.js";

test("what acts or hides is written out", () => {
  for (const [text = "", shown] of [
    ["a\u202eb", "a⟦U+202E⟧b"],
    ["\u2066x\u2069", "⟦U+2066⟧x⟦U+2069⟧"],
    ["a\u0000\u001b[2Jb\u007f\u0085", "a⟦U+0000⟧⟦U+001B⟧[2Jb⟦U+007F⟧⟦U+0085⟧"],
    ["a\u200bb\ufeff\u00ad", "a⟦U+200B⟧b⟦U+FEFF⟧⟦U+00AD⟧"],
    ["x\u2028y\u3164", "x⟦U+2028⟧y⟦U+3164⟧"],
    ["pass\u200dword", "pass⟦U+200D⟧word"],
    ["a\r\nb\rc", "a\nb⟦U+000D⟧c"],
    ["\u{e0041}", "⟦U+E0041⟧"],
  ]) {
    assert.equal(visible(text), shown);
  }
});

test("what people write stays as it is", () => {
  for (const text of [
    "Baris satu\n\tbaris dua",
    "مخالفة في الميزانية – שחיתות",
    "👩🏽‍⚖️ 🕊️ e\u0301",
    "ꦏ꧀\u200cꦏ",
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "<img src=x onerror=alert(1)> &amp; javascript:alert(1)",
  ]) {
    assert.equal(visible(text), text);
  }
});
