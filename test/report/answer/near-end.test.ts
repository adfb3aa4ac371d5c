import { expect, it } from 'vitest';
import { describeAnswer } from '../../../src/report/answer/answer.ts';
import { presenting, snapshotOf } from '../../compare/worlds.ts';
import { makeCertificate } from '../../model/make-records.ts';
import { PAINTED } from '../../screens.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';

it.each([
  { until: '2026-11-25T04:00:00Z', shown: '\x1b[33min 2 days\x1b[39m' },
  { until: '2026-12-07T04:00:00Z', shown: '\x1b[33min 14 days\x1b[39m' },
  { until: '2026-12-08T04:00:00Z', shown: '(in 15 days)' },
])('an end on $until is painted as a warning where it is near', ({ until, shown }) => {
  const certificate = makeCertificate({ notAfter: until });
  const snapshot = snapshotOf('2026-11-23', {
    hosts: { 'mx.example.gr': [presenting(certificate)] },
    certificates: [certificate],
  });
  expect(describeAnswer(sourceOf(snapshot), ['example.gr'], PAINTED)).toContain(shown);
});
