/** Where the samples of a track lie (ISO 14496-12, 8.7): all else inside the media is left over from something. */

import { need } from "./bytes.js";
import { firstBox, typeAt, viewOf } from "./film_boxes.js";

/** @import { Bytes } from "../protocol/bytes.js" */
/** @import { Box } from "./film_boxes.js" */

/** @typedef {{ from: number, to: number }} Stretch */

const SAMPLES_MAX = 50_000_000;
const CHUNKS_MAX = 5_000_000;

/** @param {Bytes} bytes @param {Box} track @param {...string} path @returns {Box | null} */
export function boxWithin(bytes, track, ...path) {
  /** @type {Box | null} */
  let box = track;
  for (const type of path) {
    box = box && firstBox(bytes, box.body, box.to, type);
  }
  return box;
}

/** @param {Bytes} bytes @param {Box} track @returns {string} what it holds: `vide`, `soun`, … */
export function handlerOf(bytes, track) {
  const handler = boxWithin(bytes, track, "mdia", "hdlr");
  return handler && handler.body + 12 <= handler.to ? typeAt(bytes, handler.body + 8) : "";
}

/** @param {Bytes} bytes @param {Box} track @returns {number} */
export function trackId(bytes, track) {
  const head = boxWithin(bytes, track, "tkhd");
  need(head && head.body + 24 <= head.to);
  return viewOf(bytes).getUint32(head.body + (bytes[head.body] === 1 ? 20 : 12));
}

/**
 * @param {Bytes} bytes
 * @param {Box} track
 * @returns {Stretch[]} one for each chunk, in no order; `to` is infinite where the tables do not tell
 */
export function chunksOf(bytes, track) {
  const table = boxWithin(bytes, track, "mdia", "minf", "stbl");
  need(table);
  const offsets = chunkOffsets(bytes, table);
  if (offsets.length === 0) {
    return [];
  }
  const runs = samplesPerChunk(bytes, table);
  const sizes = sampleSizes(bytes, table);
  let sample = 0;
  let run = 0;
  return Array.from(offsets, (from, index) => {
    while (run + 1 < runs.length && index + 1 >= /** @type {number} */ (runs[run + 1]?.first)) {
      run += 1;
    }
    const count = runs[run]?.count ?? 0;
    // Of sound in QuickTime the tables count waves, not bytes.
    if (sizes === null) {
      return { from, to: Number.POSITIVE_INFINITY };
    }
    let to = from;
    need(sample + count <= sizes.length);
    for (const end = sample + count; sample < end; sample += 1) {
      to += /** @type {number} */ (sizes[sample]);
    }
    return { from, to };
  });
}

/** @param {Bytes} bytes @param {Box} table @returns {Float64Array} */
function chunkOffsets(bytes, table) {
  const short = firstBox(bytes, table.body, table.to, "stco");
  const box = short ?? firstBox(bytes, table.body, table.to, "co64");
  need(box && box.body + 8 <= box.to);
  const view = viewOf(bytes);
  const count = view.getUint32(box.body + 4);
  need(count <= CHUNKS_MAX && box.body + 8 + count * (short ? 4 : 8) <= box.to);
  return Float64Array.from({ length: count }, (_, index) => {
    const at = box.body + 8 + index * (short ? 4 : 8);
    return short ? view.getUint32(at) : view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4);
  });
}

/** @param {Bytes} bytes @param {Box} table @returns {{ first: number, count: number }[]} */
function samplesPerChunk(bytes, table) {
  const box = firstBox(bytes, table.body, table.to, "stsc");
  need(box && box.body + 8 <= box.to);
  const view = viewOf(bytes);
  const count = view.getUint32(box.body + 4);
  need(count <= CHUNKS_MAX && box.body + 8 + count * 12 <= box.to);
  return Array.from({ length: count }, (_, index) => {
    const at = box.body + 8 + index * 12;
    return { first: view.getUint32(at), count: view.getUint32(at + 4) };
  });
}

/** @param {Bytes} bytes @param {Box} table @returns {Uint32Array | null} null where all are said to be alike */
function sampleSizes(bytes, table) {
  const view = viewOf(bytes);
  const box = firstBox(bytes, table.body, table.to, "stsz");
  if (!box) {
    const compact = firstBox(bytes, table.body, table.to, "stz2");
    need(compact);
    return null;
  }
  need(box.body + 12 <= box.to);
  const [alike, count] = [view.getUint32(box.body + 4), view.getUint32(box.body + 8)];
  if (alike > 0) {
    return null;
  }
  need(count <= SAMPLES_MAX && box.body + 12 + count * 4 <= box.to);
  return Uint32Array.from({ length: count }, (_, index) =>
    view.getUint32(box.body + 12 + index * 4),
  );
}

/**
 * @param {Stretch[]} kept of tracks that stay
 * @param {Stretch[]} others of tracks that go
 * @param {Stretch} media what lies inside `mdat`
 * @returns {Stretch[]} what no track that stays refers to, in order
 */
export function gaps(kept, others, media) {
  const starts = Float64Array.from(
    [...kept, ...others, { from: media.to }],
    ({ from }) => from,
  ).sort();
  const ranges = kept
    .filter(({ from }) => from >= media.from && from < media.to)
    .map(({ from, to }) => ({ from, to: Number.isFinite(to) ? to : nextAfter(starts, from) }))
    .sort((one, other) => one.from - other.from);
  /** @type {Stretch[]} */
  const free = [];
  let at = media.from;
  for (const { from, to } of ranges) {
    need(to <= media.to);
    if (from > at) {
      free.push({ from: at, to: from });
    }
    at = Math.max(at, to);
  }
  if (at < media.to) {
    free.push({ from: at, to: media.to });
  }
  return free;
}

/** @param {Float64Array} starts in order @param {number} at @returns {number} the first behind `at` */
function nextAfter(starts, at) {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (/** @type {number} */ (starts[middle]) > at) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return /** @type {number} */ (starts[low]);
}
