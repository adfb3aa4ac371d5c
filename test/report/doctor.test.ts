import { describe, expect, it } from 'vitest';
import { checkOf, CHECK_NAMES, type Check } from '../../src/model/output/check.ts';
import { doctorDocument, doctorJson, isFit } from '../../src/report/doctor.ts';
import { wholeText } from '../../src/report/format/document-text.ts';
import { columns } from '../../src/report/format/layout.ts';
import { PAINTED, plainScreen, WIDTHS } from '../screens.ts';

const FIT: Check[] = CHECK_NAMES.map((name) => checkOf(name)('ok', `as it should be: ${name}`));

const UNFIT: Check[] = [
  checkOf('clock')('ok', 'the clock of this machine says 2026-11-23T03:00:00Z'),
  checkOf('resolver')('ok', 'it answers'),
  checkOf('dnssec')('warning', 'the resolver does not validate DNSSEC', 'turn validation on'),
  checkOf('outbound-port')(
    'failed',
    'no connection to port 25 of 3 unrelated operators could be made (mx.wind.example: timeout, mx.otenet.example: timeout, mx.forthnet.example: timeout): this network blocks it',
    'run mxtls from a machine where mail servers run',
  ),
  checkOf('ptr')(
    'unknown',
    'this machine has no public address of its own',
    'see what servers see',
  ),
  checkOf('dnsbl')(
    'failed',
    '192.0.2.9 is on bl.example (127.0.0.2: \x1b[2J<b>|spam|\u202e)',
    'have it removed',
  ),
  checkOf('dnsbl')('failed', '192.0.2.9 is on other.example (127.0.0.2)', 'have it removed'),
];

describe('the document of mxtls doctor', () => {
  it.each(WIDTHS)('fits %i columns', async (width) => {
    const text = wholeText(doctorDocument(UNFIT), plainScreen(width));
    expect(text.split('\n').filter((line) => columns(line) > width)).toEqual([]);
    await expect(text).toMatchFileSnapshot(`expected/doctor-${width}.txt`);
  });

  it('says in its first line whether the machine is fit', () => {
    const first = (checks: readonly Check[]) => doctorDocument(checks).title;
    expect(first(FIT)).toBe('This machine is fit to survey');
    expect(first(UNFIT)).toBe('This machine is not fit to survey: outbound port and DNS list');
    expect(first(UNFIT.slice(0, 3))).toBe('This machine is fit to survey; to be improved: DNSSEC');
    expect([FIT, UNFIT, UNFIT.slice(0, 3)].map(isFit)).toEqual([true, false, true]);
  });

  it('lets no foreign word act on a terminal', () => {
    const text = wholeText(doctorDocument(UNFIT), plainScreen(80));
    expect(text).not.toMatch(/[\x1b\u202e]/);
    expect(doctorJson(UNFIT, '2026-11-23T03:00:00Z')).not.toMatch(/[\x1b\u202e]/);
  });

  it('paints the outcomes', () => {
    expect(wholeText(doctorDocument(UNFIT), PAINTED)).toContain('\x1b[31mfailed\x1b[39m');
  });
});
