import { expect, it } from 'vitest';
import type { Failure } from '../../src/model/records/failure.ts';
import { blockedPortText } from '../../src/report/blocked-port.ts';
import { PLAIN } from '../screens.ts';

const failed = (code: Failure['code'], stage: Failure['stage'] = 'connect') => ({
  failure: { stage, code, detail: '' },
});

it.each([
  { endpoints: [failed('timeout')], blocked: true },
  { endpoints: [failed('timeout'), failed('unreachable')], blocked: true },
  { endpoints: [failed('timeout'), failed('no-ipv6')], blocked: true },
  { endpoints: [failed('timeout'), failed('no-address', 'dns')], blocked: true },
  { endpoints: [failed('timeout'), { failure: null }], blocked: false },
  { endpoints: [failed('timeout'), failed('refused')], blocked: false },
  { endpoints: [failed('timeout', 'greeting')], blocked: false },
  { endpoints: [failed('no-ipv6')], blocked: false },
  { endpoints: [failed('no-address', 'dns')], blocked: false },
  { endpoints: [], blocked: false },
])('$endpoints: $blocked', ({ endpoints, blocked }) => {
  const text = blockedPortText(endpoints, 25, PLAIN);
  expect(text.includes('port 25')).toBe(blocked);
  expect(text.includes('\n  mxtls scan gmail.com\n')).toBe(blocked);
  expect(text === '').toBe(!blocked);
});
