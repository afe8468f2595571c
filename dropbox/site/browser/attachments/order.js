// The order in which pieces go: by chance, so that who counts them cannot tell where a file ends (§5.4).

import { randomBytes } from "../protocol/randomness.js";

const DRAWN_AT_ONCE = 256;

/** @param {number} count below 2³² @returns {number[]} 0 to count − 1, every order equally likely */
export function shuffled(count) {
  const draw = drawer();
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = draw(last + 1);
    [order[last], order[other]] = [Number(order[other]), Number(order[last])];
  }
  return order;
}

/** @returns {(below: number) => number} draws evenly from 0 up to but not including `below` */
function drawer() {
  let pool = new Uint32Array();
  let at = 0;
  return (below) => {
    // What lies above the last whole multiple is drawn again: a remainder would favour small numbers.
    const limit = 2 ** 32 - (2 ** 32 % below);
    for (;;) {
      if (at === pool.length) {
        pool = new Uint32Array(randomBytes(4 * DRAWN_AT_ONCE).buffer);
        at = 0;
      }
      const drawn = Number(pool[at]);
      at++;
      if (drawn < limit) {
        return drawn % below;
      }
    }
  };
}
