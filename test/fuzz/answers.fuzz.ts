import { connect } from 'node:net';
import * as dnsPacket from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMtaStsPolicy } from '../../src/judge/policies/mta-sts-policy.ts';
import { readAnswer, readMessage } from '../../src/net/dns/dns-message.ts';
import { mxRecord, tlsaRecord } from '../../src/net/dns/dns-records.ts';
import type { Fetched } from '../../src/net/https/fetched.ts';
import { fetchPolicyFile } from '../../src/net/https/https.ts';
import { makeCertificate } from '../lab/certificates.ts';
import { startHttpsServer } from '../lab/https-server.ts';
import { hold, mutated } from './budget.ts';
import { mayBePolicy, webBytes } from './web-answers.ts';

// Properties share the time of the file.
const SHARE = 1 / 2;

describe('any bytes of a server', () => {
  it('are a DNS answer, or a reason', async () => {
    const question = { name: 'mx.example.org', type: 'MX' } as const;
    const answer = dnsPacket.encode({
      type: 'response',
      id: 7,
      questions: [{ ...question, class: 'IN' }],
      answers: [
        { ...question, type: 'MX', data: { preference: 10, exchange: 'a.example.org' } },
        { ...question, type: 'CNAME', data: 'b.example.org' },
        { ...question, type: 'TXT', data: ['v=STSv1; id=1'] },
      ],
    });
    await hold(
      fc.property(mutated(answer), (bytes) => {
        if (bytes.length > 1) bytes.writeUInt16BE(7, 0);
        const read = readMessage(bytes, 7, question);
        if (read.kind !== 'answer') return;
        const found = readAnswer(read.packet, question);
        // A message that does not repeat the question denies nothing.
        if (found.kind !== 'failed') expect(read.packet.questions).toHaveLength(1);
        if (found.kind === 'records')
          found.data.forEach((data) => [mxRecord(data), tlsaRecord(data)]);
      }),
      SHARE,
    );
  });

  it('that speaks HTTP are a file in time, or a reason, also in pieces', async () => {
    const certificate = await makeCertificate({ subject: 'CN=policies' });
    let parts: readonly Buffer[] = [];
    const https = await startHttpsServer({
      certificate,
      act: (socket) => {
        const next = (n: number): void => {
          const part = parts[n];
          if (part === undefined) socket.end();
          else
            socket.write(part, () => {
              setImmediate(next, n + 1);
            });
        };
        next(0);
      },
    });
    const fetched = (): Promise<Fetched> =>
      fetchPolicyFile({
        ...{ host: 'mta-sts.example', path: '/', address: https.address, port: 443, ms: 5_000 },
        dial: (host) => connect({ host, port: https.port }),
        distrust: () => null,
      });
    await hold(
      fc.asyncProperty(
        webBytes,
        fc.array(fc.nat({ max: 99 }), { maxLength: 6 }),
        async (bytes, cuts) => {
          parts = [...cuts, bytes.length].reduce<Buffer[]>((all, length) => {
            const at = all.reduce((sum, each) => sum + each.length, 0);
            return [...all, bytes.subarray(at, at + length)];
          }, []);
          const found = await fetched();
          if (found.kind === 'body') {
            expect(found.body.length).toBeLessThanOrEqual(65_536);
            if (readMtaStsPolicy(found.body).kind === 'policy')
              expect(mayBePolicy({ bytes, ending: 'close' })).toBe(true);
          }
          if (found.kind === 'failed') expect(found.code).not.toBe('timeout');
        },
      ),
      SHARE,
    );
    await https.close();
  });
});
