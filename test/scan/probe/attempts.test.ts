import { describe, expect, it } from 'vitest';
import { shouldStop } from '../../../src/scan/probe/attempts.ts';
import { FIRST_PROBE } from '../../../src/scan/probe/outcome-probes.ts';
import { handshakeProbe, helloProbe, type Attempt } from '../../../src/scan/probe/probe.ts';
import { PROBE_RESULTS, type ProbeResultName } from './make-attempts.ts';

const PROBES = {
  outcome: FIRST_PROBE,
  version: helloProbe('version', { version: 'TLSv1.1' }, true),
  tls13: helloProbe('tls13', { version: 'TLSv1.3' }, true),
  'without-sni': handshakeProbe('without-sni', 'certificate', false),
};

describe('after a handshake, probing', () => {
  it.each<[keyof typeof PROBES, ProbeResultName, boolean]>([
    ['version', 'deferred', true],
    ['version', 'greeting timeout', true],
    ['version', 'hello reset', true],
    ['version', 'hello refused', false],
    ['tls13', 'hello reset', false],
    ['without-sni', 'handshake reset', true],
    ['without-sni', 'alert', false],
    ['without-sni', 'our limit', false],
    ['without-sni', 'tls', false],
    ['outcome', 'handshake reset', false],
  ])('stops when a probe for %s ends in %s: %s', (purpose, name, expected) => {
    const attempts: Attempt[] = [
      { probe: FIRST_PROBE, result: PROBE_RESULTS.tls },
      { probe: PROBES[purpose], result: PROBE_RESULTS[name] },
    ];
    expect(shouldStop(attempts)).toBe(expected);
    expect(shouldStop(attempts.slice(1))).toBe(false);
  });
});
