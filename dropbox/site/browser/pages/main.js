// The start page has nothing to do until there is a drop to speak to.
export {};
