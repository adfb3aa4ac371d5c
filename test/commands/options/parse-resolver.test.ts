import { expect, it } from 'vitest';
import { readResolver } from '../../../src/commands/options/parse-resolver.ts';

it.each([
  ['192.0.2.1', { address: '192.0.2.1', port: 53 }],
  ['192.0.2.1:5353', { address: '192.0.2.1', port: 5353 }],
  ['::1', { address: '::1', port: 53 }],
  ['2001:DB8::0:1', { address: '2001:db8::1', port: 53 }],
  ['[::1]:65535', { address: '::1', port: 65_535 }],
  ['192.0.2.1:0', null],
  ['192.0.2.1:65536', null],
  ['192.0.2.1:', null],
  ['[192.0.2.1', null],
  ['[::1]', null],
  ['127.1:53', null],
  ['dns.example:53', null],
  ['fe80::1%eth0', null],
  ['', null],
])('%j is %j', (text, server) => {
  expect(readResolver(text)).toEqual(server);
});
