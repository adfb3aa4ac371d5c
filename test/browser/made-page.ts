import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeHtml } from '../../src/report/html/escape-html.ts';

const BUILT = join(import.meta.dirname, '..', '..', 'dist', 'browser');

/** A row of the table of a made page. */
export interface MadeRow {
  name: string;
  /** What it is sorted by; null for a row that has no number. */
  share: number | null;
  host: string;
}

/** A page as the renderer makes them, with one table: what the script and the style go by. */
export function madePage(rows: readonly MadeRow[]): string {
  const style = readFileSync(join(BUILT, 'page.css'), 'utf8');
  const script = readFileSync(join(BUILT, 'page.js'), 'utf8');
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>3 of 5 commercial providers encrypt</title>
<style>${style}</style>
</head>
<body>
<header>
<nav class="site" aria-label="Site"><ul><li><a href="#providers">Providers</a></li><li><a href="#changes">Changes</a></li><li><a href="#host-2">A host</a></li></ul></nav>
<h1>3 of 5 commercial providers encrypt</h1>
<p class="note">Survey of 23 November 2026, of 17 providers and 42 mail servers in Greece. The survey before is of 16 November 2026.</p>
</header>
<main>
<aside class="warning" aria-label="Not complete"><p><strong>This survey is not complete.</strong></p><ul><li>2 of 42 mail servers could not be reached.</li></ul></aside>
<dl class="figures">
<div><dt>commercial providers that encrypt on all servers</dt><dd class="value">3 of 5</dd><dd class="change good">+1 since 16 November</dd></div>
<div><dt>mail servers with STARTTLS</dt><dd class="value">31 of 42</dd><dd class="change">no change</dd></div>
<div><dt>certificates valid for their name</dt><dd class="value">9 of 31</dd><dd class="change bad">-2 since 16 November</dd></div>
<div><dt>could not be determined</dt><dd class="value">2</dd><dd class="change">no change</dd></div>
</dl>
<section id="adoption"><h2>Adoption over time</h2>
<figure class="picture"><figcaption>Marks of two providers, a cell a survey</figcaption>
<svg class="strips" role="img" aria-label="wind.gr: all with TLS since 2016-02-12. otenet.gr: none." viewBox="0 0 640 60">
${['valid', 'tls', 'some', 'none', 'broken', 'no-mail', 'unknown', 'not-observed', 'partly-unknown']
  .map(
    (mark, at) =>
      `<rect class="mark-${mark}" x="${String(at * 30 + 1)}" y="10" width="26" height="26"><title>${mark}</title></rect>`,
  )
  .join('\n')}
<text x="300" y="28" fill="currentColor">wind.gr</text>
</svg>
<details><summary>As a table</summary><table><thead><tr><th scope="col">survey</th><th scope="col">wind.gr</th></tr></thead><tbody><tr><td>2016-02-12</td><td class="good">all</td></tr></tbody></table></details>
</figure></section>
<section id="providers"><h2>Providers</h2>
<figure class="table" data-filter>
<figcaption>The providers and what their mail servers show</figcaption>
<table class="data" data-sortable>
<thead><tr><th scope="col">provider</th><th scope="col" class="right">with STARTTLS</th><th scope="col">certificate</th><th scope="col">TLS versions</th><th scope="col">since</th></tr></thead>
${rows.map(madeEntry).join('\n')}
</table>
</figure></section>
<section id="changes"><h2>Changes since 16 November 2026</h2>
<ul class="items"><li><strong>wind.gr</strong>: renewed its certificate: now until 2027-06-28 (was 2026-12-27)</li><li><strong>otenet.gr</strong>: no STARTTLS on <code>mx1.otenet.gr</code>, <span class="unknown">unknown</span> before</li></ul></section>
<section id="how"><h2>How to read this</h2><p>A server that could not be reached is <em>unknown</em>: it is not counted as one without encryption. Each server was asked once, slowly, for nothing but its greeting and its certificate.</p></section>
</main>
<footer><p>Made by mxtls from the snapshots of the survey.</p></footer>
<script>${script}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function madeEntry({ name: plain, share, host }: MadeRow, at: number): string {
  const name = escapeHtml(plain);
  const shown =
    share === null
      ? '<td class="unknown right">unknown</td>'
      : `<td class="${share > 0 ? 'good' : 'bad'} right" data-sort="${String(share)}">${String(share)} of 12</td>`;
  return `<tbody class="entry" id="row-${String(at)}">
<tr class="row"><th scope="row"><a href="#changes">${name}</a></th>${shown}<td class="bad">self-signed</td><td>TLS 1.2, TLS 1.3</td><td>2016-02-12</td></tr>
<tr class="below"><td colspan="5"><details><summary>Details of ${name}</summary><h4 id="host-${String(at)}">${host}</h4><p>The server said: <code>220 ${host} ESMTP</code>. Its certificate is valid until 2027-06-28 and was issued to itself; it proves nothing to a server that asks for a name.</p></details></td></tr></tbody>`;
}
