import type { Certificate } from '../../../../src/model/records/certificate.ts';
import type { DeepFacts, Endpoint, TlsFacts } from '../../../../src/model/records/endpoint.ts';
import { SUITE_FAMILIES, TLS_VERSIONS, type Problem } from '../../../../src/model/records/words.ts';
import type { Told } from '../facts.ts';

/** What a snapshot tells of one endpoint, in the words of the comparison. */
export function toldByMxtls(endpoint: Endpoint, certificates: readonly Certificate[]): Told {
  const own = certificates.find(({ id }) => id === endpoint.certificate);
  return {
    ...offerFacts(endpoint),
    ...(endpoint.tls === null ? {} : versionFacts(endpoint.tls)),
    ...(endpoint.deep === null ? {} : deepFacts(endpoint.deep)),
    ...(own === undefined ? {} : certificateFacts(endpoint, own)),
  };
}

function offerFacts({ outcome, smtp }: Endpoint): Told {
  if (outcome === 'plaintext') return { STARTTLS: 'no' };
  return smtp?.starttls === 'offered' ? { STARTTLS: 'yes' } : {};
}

function versionFacts({ version, versions }: TlsFacts): Told {
  const told: Told = {};
  for (const each of TLS_VERSIONS) {
    if (versions[each] !== 'untested') told[each] = versions[each];
  }
  const highest = version ?? TLS_VERSIONS.findLast((each) => told[each] === 'yes');
  return highest === undefined ? told : { ...told, 'highest version': highest };
}

function deepFacts({ suites, dheBits }: DeepFacts): Told {
  const told: Told = dheBits === null ? {} : { 'DHE bits': String(dheBits) };
  for (const family of SUITE_FAMILIES) {
    if (suites[family] !== 'untested') told[family] = suites[family];
  }
  return told;
}

function certificateFacts({ problems, undetermined, path }: Endpoint, own: Certificate): Told {
  const told: Told = {};
  const has = (problem: Problem): boolean | undefined =>
    problems === null || undetermined.includes(problem) ? undefined : problems.includes(problem);
  if (own.key !== null) told.key = own.key.replace(/^EC P-/, 'EC ');
  if (path !== null) told.chain = path.outcome;
  const expired = has('expired');
  if (expired !== undefined) told.expired = expired ? 'yes' : 'no';
  const mismatch = has('name-mismatch');
  if (mismatch !== undefined) told['name matches'] = mismatch ? 'no' : 'yes';
  return told;
}
