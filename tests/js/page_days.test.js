// Days and numbers as they stand on screen.

import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, readDay, writeDay, writeNumber } from "../../dropbox/site/browser/pages/days.js";
import "./languages.js";

test("a day is written out, whatever the time zone of the device", () => {
  const day = dayOf(Date.UTC(2026, 10, 23));
  for (const zone of ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Jakarta", "UTC"]) {
    process.env.TZ = zone;
    assert.equal(writeDay(day, "id"), "Senin, 23 November 2026", zone);
    assert.equal(writeDay(day, "en"), "Monday, 23 November 2026", zone);
    assert.equal(readDay("2026-11-23"), day, zone);
  }
});

test("every weekday and month has its name", () => {
  assert.equal(writeDay(0, "id"), "Kamis, 1 Januari 1970");
  const year = Array.from({ length: 365 }, (_, day) => writeDay(day, "id").split(" "));
  assert.equal(new Set(year.map(([weekday]) => weekday)).size, 7);
  assert.equal(new Set(year.map((words) => words[2])).size, 12);
});

test("a day beyond the calendar of browsers stays a number", () => {
  assert.equal(writeDay(100_000_000, "en"), "Saturday, 13 September 275760");
  assert.equal(writeDay(2 ** 32 - 1, "id"), "4294967295");
});

test("a day changes at midnight UTC and not before", () => {
  assert.equal(dayOf(86_399_999), 0);
  assert.equal(dayOf(86_400_000), 1);
});

test("what is no date is read as none", () => {
  for (const text of ["", "2026-02-30", "2026-13-01", "23-11-2026", "2026-1-1", "x2026-01-01"]) {
    assert.equal(readDay(text), null, text);
  }
  assert.equal(readDay("2024-02-29"), dayOf(Date.UTC(2024, 1, 29)));
});

test("thousands are separated as each language does", () => {
  assert.equal(writeNumber(31484, "id"), "31.484");
  assert.equal(writeNumber(1234567, "en"), "1,234,567");
  assert.equal(writeNumber(999, "id"), "999");
});
