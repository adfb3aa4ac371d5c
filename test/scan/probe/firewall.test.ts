import { expect, it } from 'vitest';
import { makeCertificate } from '../../lab/certificates.ts';
import { mx, type WorldSpec } from '../../lab/world/world-spec.ts';
import { raise, surveyWorld } from '../lab-survey.ts';

/** What a ClientHello offers (RFC 8446 §4.1.2): the numbers of its suites and signature schemes. */
function offered(hello: Buffer): { suites: number[]; signatures: number[] } {
  // Behind the record and message headers, the version and the random: the session id.
  let at = 5 + 4 + 2 + 32;
  at += 1 + hello.readUInt8(at);
  const suites = numbers(hello, at);
  at += 2 + 2 * suites.length;
  at += 1 + hello.readUInt8(at) + 2;
  let signatures: number[] = [];
  while (at + 4 <= hello.length) {
    const [type, length] = [hello.readUInt16BE(at), hello.readUInt16BE(at + 2)];
    if (type === SIGNATURE_ALGORITHMS) signatures = numbers(hello, at + 4);
    at += 4 + length;
  }
  return { suites, signatures };
}

const SIGNATURE_ALGORITHMS = 13;

/** A vector of numbers of two bytes, behind its length in bytes. */
function numbers(bytes: Buffer, at: number): number[] {
  const length = bytes.readUInt16BE(at) / 2;
  return Array.from({ length }, (_, index) => bytes.readUInt16BE(at + 2 + 2 * index));
}

const ANONYMOUS_EXPORT_OR_NULL = [0x0001, 0x0002, 0x0003, 0x0006, 0x0018, 0x0034, 0x003a];
const FINITE_FIELD = [0x0033, 0x0039, 0x009e, 0x009f];
const SHA1_SIGNATURES = [0x0201, 0x0203];

function fatal(description: number): Buffer {
  return Buffer.of(21, 3, 3, 0, 2, 2, description);
}

// A refusal that may be about the offer says nothing of the version (RFC 8446 §6.2).
it.each<{ refuses: string; alert: number; suites?: number[]; signatures?: number[] }>([
  { refuses: 'anonymous, export and NULL suites', alert: 40, suites: ANONYMOUS_EXPORT_OR_NULL },
  { refuses: 'anonymous, export and NULL suites', alert: 71, suites: ANONYMOUS_EXPORT_OR_NULL },
  { refuses: 'finite-field suites', alert: 40, suites: FINITE_FIELD },
  { refuses: 'signatures with SHA-1', alert: 40, signatures: SHA1_SIGNATURES },
])(
  'no version is "no" behind a device that refuses $refuses by alert $alert',
  async ({ alert, suites = [], signatures = [] }) => {
    const certificate = await makeCertificate({
      subject: 'CN=mx',
      names: ['mx.a.example'],
      key: 'RSA 2048',
    });
    const spec: WorldSpec = {
      domains: { 'a.example': mx('mx.a.example') },
      hosts: {
        'mx.a.example': {
          behaviour: {
            tls: { certificate, minVersion: 'TLSv1' },
            onClientHello: (hello) => {
              const offer = offered(hello);
              const isRefused =
                suites.some((each) => offer.suites.includes(each)) ||
                signatures.some((each) => offer.signatures.includes(each));
              return isRefused ? { kind: 'say', reply: fatal(alert) } : { kind: 'tls' };
            },
          },
        },
      },
    };
    const world = await raise(spec);
    const { endpoints } = await surveyWorld(world, spec, { depth: 'standard' });
    const {
      TLSv1,
      'TLSv1.1': tls11,
      'TLSv1.2': tls12,
      'TLSv1.3': tls13,
    } = endpoints[0]?.tls?.versions ?? {};
    expect(endpoints[0]?.outcome).toBe('tls');
    expect([TLSv1, tls11, tls12, tls13]).not.toContain('no');
    expect(tls12).toBe('yes');
  },
);
