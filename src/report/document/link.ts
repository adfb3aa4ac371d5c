/** Where a link leads, in formats that have links: to the page of a word, or to a page of the same site or document. */
export type Link =
  /** @param page the file of docs/words without its ending: `problem-expired`. */
  | { kind: 'word'; page: string }
  /** @param path from the top of the site, with forward slashes: `providers/wind.html`, or an anchor alone: `#changes`. */
  | { kind: 'page'; path: string };
