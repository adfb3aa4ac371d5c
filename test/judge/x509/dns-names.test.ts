import { describe, expect, it } from 'vitest';
import { MAX_STORED_NAMES, parseCertificate } from '../../../src/judge/x509/parse-certificate.ts';
import { der, dnsNamesExtension, extension, handmade } from './handmade.ts';

const parse = (bytes: Uint8Array) => parseCertificate(bytes).certificate;

describe('names', () => {
  it('come from the DER one by one, escaped, with no IP addresses among them', () => {
    const san = der(
      0x30,
      der(0x82, 'evil.example, DNS:mx.example'),
      der(0x87, Buffer.from([127, 0, 0, 1])),
      der(0x82, 'a\0b\r\nc\x7f\xe9\\'),
      der(0x86, 'https://mx.example'),
      der(0x82, 'MX.Example.'),
      der(0x82, ''),
    );
    expect(parse(handmade({ extensions: [extension('2.5.29.17', san)] }))).toMatchObject({
      names: ['evil.example, dns:mx.example', 'a\\00b\\0D\\0Ac\\7F\\E9\\5C', 'mx.example.', ''],
      namesTotal: 4,
    });
  });

  it('are capped in the certificate and complete beside it', () => {
    const all = Array.from({ length: 3000 }, (_, index) => `host${index}.example`);
    const parsed = parseCertificate(handmade({ extensions: [dnsNamesExtension(...all)] }));
    expect(parsed.certificate.names).toEqual(all.slice(0, MAX_STORED_NAMES));
    expect(parsed.certificate.namesTotal).toBe(3000);
    expect(parsed.dnsNames).toEqual(all);
  });

  it('are cut where no host name is so long', () => {
    const bytes = handmade({ extensions: [dnsNamesExtension('a'.repeat(60_000))] });
    expect(parse(bytes).names).toEqual([`${'a'.repeat(255)}…`]);
  });
});
