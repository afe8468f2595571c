/** Stands in the bundle for modules that only Node has; nothing in a browser asks for them. */
export const webcrypto = undefined;
