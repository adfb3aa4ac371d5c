import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  buildPath,
  prepareRoots,
  type CertificatePath,
} from '../../../../src/judge/x509/certificate-path.ts';
import {
  judgeCertificate,
  type CertificateVerdict,
} from '../../../../src/judge/endpoint/endpoint-problems.ts';
import { storedNames } from '../../../../src/judge/x509/name-match.ts';
import { parseCertificate } from '../../../../src/judge/x509/parse-certificate.ts';

const LimboSchema = z.object({
  testcases: z.array(
    z.object({
      id: z.string(),
      validation_kind: z.enum(['SERVER', 'CLIENT']),
      trusted_certs: z.array(z.string()),
      untrusted_intermediates: z.array(z.string()),
      peer_certificate: z.string(),
      peer_certificate_key: z.string().nullable(),
      validation_time: z.string().nullable(),
      expected_result: z.enum(['SUCCESS', 'FAILURE']),
      expected_peer_name: z.object({ kind: z.string(), value: z.string() }).nullable(),
    }),
  ),
});

/** A case of x509-limbo: what a server sends, what is trusted, and whether it shall be valid. */
export type LimboCase = z.infer<typeof LimboSchema>['testcases'][number];

const FILE = new URL('../../../../../shared/data/x509-limbo/limbo.json', import.meta.url);
export const LIMBO_ABSENT = !existsSync(FILE);
const NOW = '2026-11-23T03:00:00Z';

/** The cases about servers; none where the data is absent. */
export function serverCases(): LimboCase[] {
  if (LIMBO_ABSENT) return [];
  const { testcases } = LimboSchema.parse(JSON.parse(readFileSync(FILE, 'utf8')));
  return testcases.filter(({ validation_kind }) => validation_kind === 'SERVER');
}

/** The instant that a case is judged at. */
export function instantOf({ validation_time }: LimboCase): Date {
  return new Date(validation_time ?? NOW);
}

/** The name that is asked for, host name or IP address; empty for the one case without. */
export function hostOf({ expected_peer_name }: LimboCase): string {
  return expected_peer_name?.value ?? '';
}

/** The chain in DER, the leaf first. */
export function sentBy(limbo: LimboCase): Buffer[] {
  return [limbo.peer_certificate, ...limbo.untrusted_intermediates].map(derOf);
}

/** The bytes of a certificate in PEM. */
export function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');
}

/** The path of a case's chain. */
export function pathOf(limbo: LimboCase): CertificatePath {
  return buildPath(sentBy(limbo), prepareRoots(limbo.trusted_certs), instantOf(limbo));
}

/** The verdict on a case, its path and its leaf together. */
export function judgeLimbo(limbo: LimboCase): CertificateVerdict {
  const host = hostOf(limbo);
  const { outcome: end, via, fromRoots } = pathOf(limbo);
  const parsed = sentBy(limbo).map((der) => parseCertificate(der));
  const [leaf] = parsed;
  const known = [...parsed.map(({ certificate }) => certificate), ...fromRoots];
  return judgeCertificate({
    host,
    certificate: leaf ? { ...leaf.certificate, names: storedNames(leaf.dnsNames, [host]) } : null,
    via: via.flatMap((id) => known.find((certificate) => certificate.id === id) ?? []),
    pathEnd: end,
    at: instantOf(limbo),
  });
}

/** Judged, and nothing wrong or left open. */
export function isValid({
  problems,
  undetermined,
}: Pick<CertificateVerdict, 'problems' | 'undetermined'>): boolean {
  return problems.length === 0 && undetermined.length === 0;
}
