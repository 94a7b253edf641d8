/** Parts of our own pages: the browser reads them as it reads any page, nothing in them runs, and no string is markup. */

import { LOST, Problem } from "./events.js";

/**
 * Return a part of a page of ours; the page is its ownerDocument.
 * @param {string} address
 * @param {string} part its selector
 * @param {string} missing what is said where the page has no such part, and no problem of its own to tell
 * @returns {Promise<HTMLElement>}
 * @throws {Problem} the server cannot be reached, or says what is wrong
 */
export function partOf(address, part, missing) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = "document";
    request.addEventListener("load", () => {
      const page = request.response instanceof Document ? request.response : null;
      const found = page?.querySelector(part);
      if (found instanceof HTMLElement) resolve(found);
      else reject(new Problem(page?.querySelector(".problem")?.textContent ?? missing));
    });
    request.addEventListener("error", () => reject(new Problem(LOST)));
    request.open("GET", address);
    request.setRequestHeader("Accept", "text/html");
    request.send();
  });
}
