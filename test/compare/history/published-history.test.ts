import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildProgram, run } from '../../program.ts';
import { newFolder, removeFolder } from '../../temp-folder.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');

/** The old results and what was published from them; they do not belong to the project. */
const DATA = join(PROJECT, '..', 'shared', 'data', 'gr-mx');
const absent = !existsSync(DATA);

const NO_TLS = 'showed no TLS (reachability not recorded)';
const ALWAYS_WITHOUT = `${NO_TLS} in every survey since 2016-01-08`;
const NOT_JUDGED = 'certificate with the right name and dates (issuer not verified)';

/** What the history of a provider, a domain or some MX hosts says: one line a fact of the publication. */
const FACTS = {
  'OTE/COSMOTE, some servers TLS 1.0, some 1.2': [
    'OTE/COSMOTE',
    'TLS 1.0 and 1.2 on all 3 domains already in its first survey, 2016-01-08',
  ],
  'WIND, TLS 1.0 on windtools.gr': [
    'windtools.gr',
    'TLS 1.0 already in its first survey, 2016-01-08',
  ],
  'WIND, none on wind.gr': ['wind.gr', ALWAYS_WITHOUT],
  'CYTA, no TLS': ['CYTA', ALWAYS_WITHOUT],
  'FORTHNET, no TLS': ['FORTHNET', `${NO_TLS} from 2016-01-08 to 2016-01-23`],
  'HOL, no TLS': ['HOL', ALWAYS_WITHOUT],
  'VODAFONE, no TLS': ['VODAFONE', `${NO_TLS} from 2016-01-08 to 2016-02-13`],
  'TEE, no TLS': ['TEE', `${NO_TLS} in every survey since 2016-01-11`],
  'TEE, not observed at first': ['TEE', 'not observed on 2016-01-08 and 2016-01-09'],
  'IN, no TLS': ['in.gr', ALWAYS_WITHOUT],
  'FREEMAIL, no TLS': ['freemail.gr', ALWAYS_WITHOUT],
  'GRNET, TLS 1.2': ['grnet.gr', 'TLS 1.2 already in its first survey, 2016-01-08'],
  'SCH, TLS 1.0': ['sch.gr', /^TLS 1\.0 already in its first survey, 2016-01-11/],
  'MIL, TLS 1.0': ['mil.gr', 'TLS 1.0 already in its first survey, 2016-01-11'],
  'AUTH, TLS 1.2': ['auth.gr', 'TLS 1.2 already in its first survey, 2016-01-17'],
  'NTUA, some TLS 1.0, one 1.2': [
    'ntua.gr',
    'TLS 1.0 and 1.2 already in its first survey, 2016-01-17',
  ],
  'NTUA, the one': [
    'MX host ulysses.noc.ntua.gr',
    'TLS 1.2 already in its first survey, 2016-01-17',
  ],
  'UPATRAS, TLS 1.0': ['upnet.gr', 'TLS 1.0 already in its first survey, 2016-01-17'],
  'MAILBOX, TLS 1.2': ['mailbox.gr', 'TLS 1.2 already in its first survey, 2016-01-11'],
  'ESPIV, TLS 1.2': ['espiv.net', 'TLS 1.2 already in its first survey, 2016-01-09'],

  '*.otenet.gr, a certificate for mailgate.otenet.gr': [
    'All MX hosts mx*.otenet.gr',
    'certificate mailgate.otenet.gr (valid to 2016-04-21) already in its first survey, 2016-01-08',
  ],
  '*.otenet.gr, not for their names': [
    'otenet.gr',
    'certificate for another name already in its first survey, 2016-01-08',
  ],
  '*.ote.gr, their own each': [
    'All MX hosts *.ote.gr',
    '**kriton.ote.gr**: certificate kriton.ote.gr (valid to 2017-04-30) already in its first survey, 2016-01-08',
  ],
  'mx2.windtools.gr, published as valid, is for another name': [
    'windtools.gr',
    'certificate for another name already in its first survey, 2016-01-08',
  ],
  'GRNET, valid': ['grnet.gr', `${NOT_JUDGED} already in its first survey, 2016-01-08`],
  'SCH, expired 5 years before': [
    'MX host mx2.sch.gr',
    'certificate m1.ach.sch.gr (valid to 2010-02-11) already in its first survey, 2016-01-11',
  ],
  'MIL, expired 1 year before': [
    'mil.gr',
    'certificate expired and for another name already in its first survey, 2016-01-11',
  ],
  'NTUA, smtp.ntua.gr in the data': [
    'MX hosts achilles.noc.ntua.gr and diomedes.noc.ntua.gr',
    'certificate smtp.ntua.gr (valid to 2017-04-08) already in its first survey, 2016-01-17',
  ],
  'ESPIV, a valid wildcard': [
    'MX host mail.espiv.net',
    'certificate *.espiv.net (valid to 2017-07-06) already in its first survey, 2016-01-09',
  ],

  'FORTHNET, TLS 1.2, at least since 2016-02-03': [
    'FORTHNET',
    'TLS 1.2 on both domains since 2016-02-03 (not yet on 2016-01-23, if it was reachable then); last seen on 2016-02-03',
  ],
  'FORTHNET, not all the time since, as the data say': [
    'FORTHNET',
    'TLS 1.0 on both domains since 2016-02-10 (not yet on 2016-02-03); last seen on 2016-02-10',
  ],
  'FORTHNET, again TLS 1.2': [
    'FORTHNET',
    'TLS 1.2 on both domains since 2016-02-13 (not yet on 2016-02-12)',
  ],
  'FORTHNET, wildcard': [
    'MX host mailsrv.forthnet.gr',
    'certificate *.forthnet.gr (valid to 2018-05-10) since 2016-02-03 (not yet on 2016-01-23, if it was reachable then)',
  ],
  'VODAFONE, TLS 1.2 for vodafone.gr, at least since 2016-03-10': [
    'vodafone.gr',
    'TLS 1.2 since 2016-03-10 (not yet on 2016-02-13, if it was reachable then)',
  ],
  'VODAFONE, not for vodafone.com.gr': ['vodafone.com.gr', ALWAYS_WITHOUT],
  'VODAFONE, wildcard': [
    'MX hosts mx1.mydomain.ro and mx2.mydomain.ro',
    'certificate *.megamailservers.eu (valid to 2018-06-21) since 2016-03-10 (not yet on 2016-02-13, if it was reachable then)',
  ],
  '*.megamailservers.eu does not cover mx1.mydomain.ro': [
    'vodafone.gr',
    'certificate for another name since 2016-03-10 (not yet on 2016-02-13, if it was reachable then)',
  ],
  'MAILBOX, another certificate, at least since 2016-03-26': [
    'mailbox.gr',
    `${NOT_JUDGED} since 2016-03-26 (not yet on 2016-03-10)`,
  ],
  'MAILBOX, spamexperts': [
    'MX hosts fallbackmx.spamexperts.eu, lastmx.spamexperts.net and mx.spamexperts.com',
    'certificate mx.antispamcloud.com (valid to 2018-11-08) already in its first survey, 2016-03-26',
  ],

  'mx1.windtools.gr, in every run since 2016-01-08': ['MX host mx1.windtools.gr', ALWAYS_WITHOUT],
  'mail{5,6,7,8}.dt-one.com, no certificate on 2016-01-08': [
    'MX hosts mail5.dt-one.com, mail6.dt-one.com, mail7.dt-one.com and mail8.dt-one.com',
    `${NO_TLS} from 2016-01-08 to 2016-01-11`,
  ],
  'mail{5,6,7,8}.dt-one.com, it came between 2016-01-11 and 2016-01-17': [
    'MX hosts mail5.dt-one.com, mail6.dt-one.com, mail7.dt-one.com and mail8.dt-one.com',
    'certificate IMSVA.TREND (valid to 2031-04-02) since 2016-01-17 (not yet on 2016-01-11, if it was reachable then)',
  ],
  'mail{1,2,3,4}.dt-one.com had it': [
    'MX hosts mail1.dt-one.com, mail2.dt-one.com, mail3.dt-one.com and mail4.dt-one.com',
    'certificate IMSVA.TREND (valid to 2031-04-02) already in its first survey, 2016-01-08',
  ],
  'ten hosts of OTE/COSMOTE show no TLS at all': ['All MX hosts *.cosmote.gr', ALWAYS_WITHOUT],
} as const satisfies Record<string, readonly [string, string | RegExp]>;

/** The lines below each heading and each named item of a Markdown text, without its escapes. */
function sections(markdown: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of markdown.replaceAll('\\', '').split('\n')) {
    const [, title] = /^(?:#+ |- \*\*)(.*?)(?:\*\*)?$/.exec(line) ?? [];
    const [, item] = /^ *- (.*)$/.exec(line) ?? [];
    if (title !== undefined) found.set(title, (lines = []));
    else if (item !== undefined) lines.push(item);
  }
  return found;
}

describe.skipIf(absent)(
  'the history of the twelve old results (skipped: they are not part of the project)',
  () => {
    let shown = new Map<string, string[]>();
    beforeAll(async () => {
      const cwd = newFolder();
      const main = buildProgram();
      const files = readdirSync(DATA).filter((name) => name.startsWith('results-'));
      const from = [
        '--mx-map',
        join(DATA, 'mx-map.txt'),
        '--list',
        join(PROJECT, 'domains/gr.txt'),
      ];
      const args = ['import', 'gr-mx', ...from, ...files.map((name) => join(DATA, name))];
      const { stderr } = await run(main, args, { cwd });
      const { stdout } = await run(main, ['history', '--format', 'markdown'], { cwd });
      shown = sections(stdout);
      removeFolder(cwd);
      expect(stderr).toBe('');
    }, 60_000);

    it.each(Object.entries(FACTS))('%s', (_, [title, line]) => {
      const lines = shown.get(title) ?? [];
      const fits = lines.filter((each) =>
        typeof line === 'string' ? each === line : line.test(each),
      );
      expect(fits, lines.join('\n')).toHaveLength(1);
    });

    it('changes nothing else', () => {
      const changed = /forthnet|vodafone|mydomain|mailbox|dt-one/i;
      const steady = [...shown].filter(([title]) => !changed.test(title));
      expect(steady.length).toBeGreaterThan(30);
      const lines = steady.flatMap(([title, own]) => own.map((line) => `${title}: ${line}`));
      expect(lines.filter((line) => line.includes('not yet on'))).toEqual([]);
    });
  },
);
