import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildPath, prepareRoots } from '../../src/judge/certificate-path.ts';
import { judgeCertificate, type CertificateVerdict } from '../../src/judge/endpoint-problems.ts';
import { storedNames } from '../../src/judge/name-match.ts';
import { parseCertificate } from '../../src/judge/parse-certificate.ts';
import { ACCEPTED_WITH_REASON } from './limbo-disagreements.ts';

const LimboSchema = z.object({
  testcases: z.array(
    z.object({
      id: z.string(),
      validation_kind: z.enum(['SERVER', 'CLIENT']),
      trusted_certs: z.array(z.string()),
      untrusted_intermediates: z.array(z.string()),
      peer_certificate: z.string(),
      validation_time: z.string().nullable(),
      expected_result: z.enum(['SUCCESS', 'FAILURE']),
      expected_peer_name: z.object({ kind: z.string(), value: z.string() }).nullable(),
    }),
  ),
});
type LimboCase = z.infer<typeof LimboSchema>['testcases'][number];

const FILE = new URL('../../../shared/data/x509-limbo/limbo.json', import.meta.url);
const ABSENT = !existsSync(FILE);
const NOW = '2026-11-23T03:00:00Z';

function readCases(): LimboCase[] {
  const { testcases } = LimboSchema.parse(JSON.parse(readFileSync(FILE, 'utf8')));
  return testcases.filter(
    ({ validation_kind, expected_peer_name }) =>
      validation_kind === 'SERVER' && expected_peer_name?.kind === 'DNS',
  );
}

function judge(limbo: LimboCase): CertificateVerdict {
  const sent = [limbo.peer_certificate, ...limbo.untrusted_intermediates].map(derOf);
  const host = limbo.expected_peer_name?.value ?? '';
  const at = new Date(limbo.validation_time ?? NOW);
  const { end, via, fromRoots } = buildPath(sent, prepareRoots(limbo.trusted_certs), at);
  const parsed = sent.map((der) => parseCertificate(der));
  const [leaf] = parsed;
  const known = [...parsed.map(({ certificate }) => certificate), ...fromRoots];
  return judgeCertificate({
    host,
    certificate: leaf ? { ...leaf.certificate, names: storedNames(leaf.dnsNames, [host]) } : null,
    via: via.flatMap((id) => known.find((certificate) => certificate.id === id) ?? []),
    pathEnd: end,
    at,
  });
}

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');
}

function isValid({ problems, unjudged }: CertificateVerdict): boolean {
  return problems.length === 0 && unjudged.length === 0;
}

describe.skipIf(ABSENT)('x509-limbo (skipped where ../shared/data is absent)', () => {
  const cases = ABSENT ? [] : readCases();
  const accepted: readonly string[] = Object.values(ACCEPTED_WITH_REASON).flat();

  it('has cases to run', () => {
    expect(cases.length).toBeGreaterThan(150);
  });

  it.each(cases.filter(({ expected_result }) => expected_result === 'SUCCESS'))(
    '$id is valid',
    (limbo) => {
      expect(judge(limbo)).toMatchObject({ problems: [], unjudged: [] });
    },
  );

  it('finds everything else invalid, but for the reasons listed', () => {
    const failing = cases.filter(({ expected_result }) => expected_result === 'FAILURE');
    const found = failing.filter((limbo) => isValid(judge(limbo))).map(({ id }) => id);
    expect(found.sort()).toEqual([...accepted].sort());
  });
});
