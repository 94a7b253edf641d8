/** The queue of files on their way: which may go now, and how it stands with all of them. */

/** @typedef {"waiting" | "sending" | "sent" | "done" | "unchanged" | "failed" | "cancelled"} State */
/** @typedef {{state: State, bytes: number}} Queued */

// Each needs a connection all the while, of which a browser has six for a server.
const AT_ONCE = 4;
const LARGE_AT_ONCE = 3;
const LARGE_BYTES = 256_000;

/**
 * Tell whether something has not ended.
 * @param {Queued} item
 */
export const isGoing = ({ state }) => state === "waiting" || isUnderWay(state);

/**
 * Return what may be begun now, in the queue's order. What has arrived counts until it is indexed, so that the server is not
 * flooded; one place is kept for small files, which the server does not let wait behind the large ones either.
 * @template {Queued} T
 * @param {T[]} items
 * @returns {T[]}
 */
export function due(items) {
  const underWay = items.filter(({ state }) => isUnderWay(state));
  let free = AT_ONCE - underWay.length;
  let freeForLarge = LARGE_AT_ONCE - underWay.filter(isLarge).length;
  return items.filter((item) => {
    if (item.state !== "waiting" || free <= 0 || (isLarge(item) && freeForLarge <= 0)) return false;
    free -= 1;
    if (isLarge(item)) freeForLarge -= 1;
    return true;
  });
}

/**
 * Return in words how it stands.
 * @param {Queued[]} items
 */
export function standing(items) {
  const count = (/** @type {State} */ state) => items.filter((item) => item.state === state).length;
  /** @type {[number, string][]} */
  const facts = [
    [count("done"), "added"],
    [count("unchanged"), "unchanged"],
    [count("failed"), "failed"],
    [count("cancelled"), "cancelled"],
    [items.filter(isGoing).length, "to go"],
  ];
  const shown = facts.filter(([number]) => number).map(([number, words]) => `${number.toLocaleString("en")} ${words}`);
  return `${inWords(items.length)}: ${shown.join(", ")}`;
}

/**
 * Return a number of files in words.
 * @param {number} count
 */
export function inWords(count) {
  return `${count.toLocaleString("en")} file${count === 1 ? "" : "s"}`;
}

/** @param {State} state */
const isUnderWay = (state) => state === "sending" || state === "sent";

/** @param {Queued} item */
const isLarge = ({ bytes }) => bytes > LARGE_BYTES;
