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

/** The error in a page, after its line. */
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
  it('has a front matter and four sections of one paragraph each', () => {
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

  it('may lack settings, sources and links, and may have CRLF line ends', () => {
    const short = PAGE.replace(/settings.*\nsources.*\n/u, '').replace(/\n---\n\nLinks[^]*$/u, '');
    const page = parsePage(short.replaceAll('\n', '\r\n'), 'level:authenticated');
    expect(page).toMatchObject({ settings: [], sources: [], advice: 'Publish a policy.' });
  });

  it.each<[from: string, to: string, fault: string]>([
    ['---\ngist', 'gist', '1: a page must begin with a line "---"'],
    [
      'settings:',
      'setting:',
      '3: expected "key: value" with one of the keys gist, settings, sources',
    ],
    ['gist: e', 'gist:e', '2: expected "key: value" with one of the keys gist, settings, sources'],
    ['settings: ', 'gist: more\nsettings: ', '3: "gist" is given twice'],
    [
      'encrypted, ',
      'encrypted: ',
      '2: "gist" must begin with a letter or a digit, and not contain ": " or " #"',
    ],
    [
      'encrypted, ',
      '`encrypted`, ',
      '2: "gist" must begin with a letter or a digit, and not contain ": " or " #"',
    ],
    [/^gist.*\n/mu.exec(PAGE)?.[0] ?? '', '', '1: the front matter has no "gist"'],
    ['dns-tlsa,', 'DNS,', '3: "settings": "DNS" is malformed or given twice'],
    ['RFC 7672,', 'RFC7672,', '4: "sources": "RFC7672" is malformed or given twice'],
    ['RFC 7672,', 'RFC 8461 §4.2,', '4: "sources": "RFC 8461 §4.2" is malformed or given twice'],
    ['# `level', '# `levels', '7: expected "# `level:authenticated`"'],
    ['## Why it', '## Why this', '14: expected "## Why it matters"'],
    ['## Why it matters\n', '## Why it matters\nSo.', '15: expected an empty line'],
    ['The usual cause\n\nGood certificates.', 'The usual cause', '20: expected a paragraph'],
    ['Good certificates.', 'Good.\n\nAlso good.', '22: expected "## What to do"'],
    [
      'Publish a policy.',
      'Publish.\n\nKeep it.',
      '26: expected the end of the page: a section is one paragraph',
    ],
    ['Publish a policy.\n', '', '25: expected a paragraph'],
    ['\n## What to do\n\nPublish a policy.\n', '', '22: expected "## What to do"'],
  ])('gives one line for %j changed to %j', (from, to, fault) => {
    expect(PAGE).toContain(from);
    expect(faultOf(() => parsePage(PAGE.replace(from, to), 'level:authenticated'))).toBe(fault);
  });

  it('must close its front matter', () => {
    expect(faultOf(() => parsePage('---\ngist: open\n', 'level:none'))).toBe(
      '1: the front matter is not closed by a line "---"',
    );
  });
});

describe('a setting', () => {
  it('has the server, the trial, the lines and a hint', () => {
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
    ['```text', '```', '8: expected lines between "```text" and "```"'],
    ['\nThen restart\nExim.\n', '', '12: expected a paragraph'],
  ])('gives one line for %j changed to %j', (from, to, fault) => {
    expect(SETTING).toContain(from);
    expect(faultOf(() => parseSetting(SETTING.replace(from, to), 'exim-chain'))).toBe(fault);
  });
});
