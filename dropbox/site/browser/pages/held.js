// A promise that is kept and awaited later.

/**
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>} the same; until somebody awaits it and hears why it failed, the browser is not to complain of it
 */
export function held(promise) {
  promise.catch(() => null);
  return promise;
}
