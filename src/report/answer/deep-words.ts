import type { DeepFacts } from '../../model/records/endpoint.ts';
import { listed } from '../format/layout.ts';

/** What depth `deep` found that is unusual, or worth knowing; each part stands behind a semicolon. */
export function deepWords({
  groups,
  suites,
  dheBits,
  certificates,
  withoutSni,
}: DeepFacts): string[] {
  const weak = affirmed(suites);
  const quantum = affirmed(groups);
  const both = certificates.RSA !== null && certificates.ECDSA !== null;
  const sni = SNI_WORDS[withoutSni];
  return [
    ...(weak.length === 0 ? [] : [`accepts ${listed(weak)} suites`]),
    ...(dheBits === null ? [] : [`DHE of ${dheBits} bits`]),
    ...(quantum.length === 0 ? [] : [`post-quantum ${listed(quantum)}`]),
    ...(both ? ['has an RSA and an ECDSA certificate'] : []),
    ...(sni === null ? [] : [sni]),
  ];
}

const SNI_WORDS = {
  same: null,
  different: 'another certificate without SNI',
  failed: 'no TLS without SNI',
  untested: null,
} as const satisfies Record<DeepFacts['withoutSni'], string | null>;

function affirmed(answers: Readonly<Record<string, string>>): string[] {
  return Object.entries(answers)
    .filter(([, answer]) => answer === 'yes')
    .map(([name]) => name);
}
