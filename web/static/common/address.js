/** Where things are: Footnote may lie under a path of another site, which the server says on every page. */

const root = document.documentElement.dataset.root;

/**
 * Return the address of what has a path within Footnote.
 * @param {string} path
 * @returns {string}
 */
export const addressOf = (path) => root + path;
