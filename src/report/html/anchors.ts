/** Anchors of the page itself. */
const RESERVED = ['top', 'contents', 'words'];

/** Gives out the anchors of a page, each once. */
export class Anchors {
  readonly #taken = new Set(RESERVED);

  /** The anchor of a name: its letters and digits, with a number where another has it already. */
  take(name: string): string {
    const slug = slugOf(name);
    let anchor = slug;
    for (let nth = 2; this.#taken.has(anchor); nth++) anchor = `${slug}-${nth}`;
    this.#taken.add(anchor);
    return anchor;
  }
}

/** The anchor of the page of a word: no slug begins like it, so it can be linked to before it is there. */
export function wordAnchor(page: string): string {
  return `word-${page.toLowerCase().replace(/[^a-z0-9.-]+/g, '-')}`;
}

function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return /^(?!word-)[a-z]/.test(slug) ? slug : `section-${slug}`.replace(/-$/, '');
}
