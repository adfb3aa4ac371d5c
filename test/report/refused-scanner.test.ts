import { expect, it } from 'vitest';
import { refusedScannerText } from '../../src/report/refused-scanner.ts';
import { PLAIN } from '../screens.ts';

const of = (host: string, ...notes: string[]) => ({ host, notes });

it('counts the operators that refused the scanner, and says nothing where none did', () => {
  expect(refusedScannerText([of('mx.a.example', 'tarpit')], { ...PLAIN, width: 200 })).toBe('');
  const endpoints = [
    of('mx1.a.example', 'scanner-listed'),
    of('mx2.a.example', 'scanner-listed'),
    of('mx.b.example', 'scanner-listed'),
    of('mx.c.example', 'scanner-throttled'),
  ];
  expect(refusedScannerText(endpoints, { ...PLAIN, width: 200 })).toBe(
    '\n2 operators refused this scanner, as its address is on a list (a.example and b.example): mxtls explain scanner-listed\n' +
      '1 operator limited how fast this scanner may ask (c.example): mxtls explain scanner-throttled\n',
  );
});
