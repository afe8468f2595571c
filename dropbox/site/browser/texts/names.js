// Code and name of every language. The build fills this in from the files of the folder (bundling.mjs).

/** @type {[string, string][]} */
export const NAMES = [];
