import { describe, expect, it } from 'vitest';
import { PageError } from '../../../src/report/explain/page-lines.ts';
import { parsePage, parseSetting } from '../../../src/report/explain/parse-page.ts';

const PAGE = `---
gist: encrypted, every certificate valid
settings: dns-tlsa, postfix-versions-before-3.6
sources: RFC 7672, RFC 8461 §4.2
---

# \`level:authenticated\`

## What it means

Every address completed TLS
with a valid certificate; see [\`path:trusted\`](path-trusted.md).

## Why it matters

A sender can verify it.

## The usual cause

Good certificates.

## What to do

Publish a policy.

---

Links: [what](ever.md).
`;

const SETTING = `---
where: Exim with GnuTLS (Debian), main section
trial: Exim 4.96 with GnuTLS
---

# \`exim-chain\`

\`\`\`text
tls_certificate = /etc/exim4/mx.crt
 and more
\`\`\`

Then restart
Exim.
`;

/** What is wrong with a page, after its line. */
function faultOf(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    if (error instanceof PageError) return `${error.line}: ${error.message}`;
    throw error;
  }
  return 'none';
}

describe('a page', () => {
  it('is a front matter and four sections of one paragraph each', () => {
    expect(parsePage(PAGE, 'level:authenticated')).toEqual({
      gist: 'encrypted, every certificate valid',
      means: 'Every address completed TLS with a valid certificate; see `path:trusted`.',
      matters: 'A sender can verify it.',
      cause: 'Good certificates.',
      advice: 'Publish a policy.',
      settings: ['dns-tlsa', 'postfix-versions-before-3.6'],
      sources: ['RFC 7672', 'RFC 8461 §4.2'],
    });
  });

  it('needs no settings, no sources, no links below it, and may have lines ending in CRLF', () => {
    const short = PAGE.replace(/settings.*\nsources.*\n/u, '').replace(/\n---\n\nLinks[^]*$/u, '');
    const page = parsePage(short.replaceAll('\n', '\r\n'), 'level:authenticated');
    expect(page).toMatchObject({ settings: [], sources: [], advice: 'Publish a policy.' });
  });

  it.each<[from: string, to: string, fault: string]>([
    ['---\ngist', 'gist', '1: a page begins with a line "---"'],
    ['settings:', 'setting:', '3: is no "key: value" with one of the keys gist, settings, sources'],
    ['gist: e', 'gist:e', '2: is no "key: value" with one of the keys gist, settings, sources'],
    ['settings: ', 'gist: more\nsettings: ', '3: "gist" stands here twice'],
    [
      'encrypted, ',
      'encrypted: ',
      '2: "gist" must not have ": " or " #" in it, nor begin with a sign',
    ],
    [
      'encrypted, ',
      '`encrypted`, ',
      '2: "gist" must not have ": " or " #" in it, nor begin with a sign',
    ],
    [/^gist.*\n/mu.exec(PAGE)?.[0] ?? '', '', '1: the front matter has no "gist"'],
    ['dns-tlsa,', 'DNS,', '3: "settings": "DNS" is malformed, or stands here twice'],
    ['RFC 7672,', 'RFC7672,', '4: "sources": "RFC7672" is malformed, or stands here twice'],
    [
      'RFC 7672,',
      'RFC 8461 §4.2,',
      '4: "sources": "RFC 8461 §4.2" is malformed, or stands here twice',
    ],
    ['# `level', '# `levels', '7: "# `level:authenticated`" is expected here'],
    ['## Why it', '## Why this', '14: "## Why it matters" is expected here'],
    ['## Why it matters\n', '## Why it matters\nSo.', '15: an empty line is expected here'],
    [
      'The usual cause\n\nGood certificates.',
      'The usual cause',
      '20: a paragraph is expected here',
    ],
    ['Good certificates.', 'Good.\n\nAlso good.', '22: "## What to do" is expected here'],
    [
      'Publish a policy.',
      'Publish.\n\nKeep it.',
      '26: one paragraph is expected before this line, and none more',
    ],
    ['Publish a policy.\n', '', '25: a paragraph is expected here'],
    ['\n## What to do\n\nPublish a policy.\n', '', '22: "## What to do" is expected here'],
  ])('with %j as %j is wrong in one line', (from, to, fault) => {
    expect(PAGE).toContain(from);
    expect(faultOf(() => parsePage(PAGE.replace(from, to), 'level:authenticated'))).toBe(fault);
  });

  it('has a front matter with an end', () => {
    expect(faultOf(() => parsePage('---\ngist: open\n', 'level:none'))).toBe(
      '1: the front matter is not closed by a line "---"',
    );
  });
});

describe('a setting', () => {
  it('is where it belongs, what it was tried on, its lines and a hint', () => {
    expect(parseSetting(SETTING, 'exim-chain')).toEqual({
      where: 'Exim with GnuTLS (Debian), main section',
      trial: 'Exim 4.96 with GnuTLS',
      lines: ['tls_certificate = /etc/exim4/mx.crt', ' and more'],
      hint: 'Then restart Exim.',
    });
  });

  it('may be marked as not tried', () => {
    const text = SETTING.replace(/trial.*/u, 'trial: not tried');
    expect(parseSetting(text, 'exim-chain').trial).toBe(null);
  });

  it.each<[from: string, to: string, fault: string]>([
    ['trial: Exim 4.96 with GnuTLS\n', '', '1: the front matter has no "trial"'],
    ['```text', '```', '8: lines between "```text" and "```" belong here'],
    ['\nThen restart\nExim.\n', '', '12: a paragraph is expected here'],
  ])('with %j as %j is wrong in one line', (from, to, fault) => {
    expect(SETTING).toContain(from);
    expect(faultOf(() => parseSetting(SETTING.replace(from, to), 'exim-chain'))).toBe(fault);
  });
});
