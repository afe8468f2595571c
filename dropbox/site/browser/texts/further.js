// All languages but Indonesian, by code. The build fills this in from the files of the folder (bundling.mjs).

/** @type {Record<string, import("./catalogue.js").Catalogue>} */
export const FURTHER = {};
