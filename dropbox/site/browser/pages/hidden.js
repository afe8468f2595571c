// Shows control characters, and those that change the direction of what is written, as their numbers (§4.4).

// biome-ignore lint/suspicious/noControlCharactersInRegex: showing them is the point
const HIDDEN = /[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** @param {string} text of a file or of somebody else @returns {string} in which nothing hides */
export function showHidden(text) {
  return text.replace(HIDDEN, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    return `[U+${code}]`;
  });
}
