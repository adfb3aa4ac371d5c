import type { Certificate } from '../../../../src/model/certificate.ts';
import type { Endpoint } from '../../../../src/model/endpoint.ts';
import { TLS_VERSIONS, type Problem } from '../../../../src/model/words.ts';
import type { Told } from '../facts.ts';

/** What a snapshot tells of one endpoint, in the words of the comparison. */
export function toldByMxtls(endpoint: Endpoint, certificates: readonly Certificate[]): Told {
  const told: Told = {};
  const { tls, smtp, deep, end } = endpoint;
  if (smtp?.starttls === 'offered') told.STARTTLS = 'yes';
  if (end === 'plaintext') told.STARTTLS = 'no';
  for (const version of TLS_VERSIONS) {
    const answer = tls?.versions[version];
    if (answer === 'yes' || answer === 'no') told[version] = answer;
  }
  const highest = tls?.version ?? TLS_VERSIONS.findLast((version) => told[version] === 'yes');
  if (highest !== undefined) told['highest version'] = highest;
  for (const [family, answer] of Object.entries(deep?.suites ?? {})) {
    if (answer !== 'untested') told[family as keyof NonNullable<typeof deep>['suites']] = answer;
  }
  if (deep !== null && deep.dheBits !== null) told['DHE bits'] = String(deep.dheBits);
  const own = certificates.find(({ id }) => id === endpoint.certificate);
  return own === undefined ? told : { ...told, ...certificateFacts(endpoint, own) };
}

function certificateFacts({ problems, unjudged, path }: Endpoint, own: Certificate): Told {
  const told: Told = {};
  const has = (problem: Problem): boolean | undefined =>
    problems === null || unjudged.includes(problem) ? undefined : problems.includes(problem);
  if (own.key !== null) told.key = own.key.replace(/^EC P-/, 'EC ');
  if (path !== null) told.chain = path.end;
  const expired = has('expired');
  if (expired !== undefined) told.expired = expired ? 'yes' : 'no';
  const mismatch = has('name-mismatch');
  if (mismatch !== undefined) told['name matches'] = mismatch ? 'no' : 'yes';
  return told;
}
