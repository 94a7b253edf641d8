/** What a screen reader is told, a sentence at a time; the page itself is no live region, so that marks make no noise. */

import { byId, element } from "./dom.js";

const MOST = 12;
const region = byId("live", HTMLElement);

/**
 * Say something; what was said before stays for a while, so that nothing is swallowed.
 * @param {string} words
 */
export function announce(words) {
  region.append(element("p", {}, words));
  while (region.children.length > MOST) region.firstElementChild?.remove();
}
