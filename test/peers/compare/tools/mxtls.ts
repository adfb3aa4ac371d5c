import type { Certificate } from '../../../../src/model/records/certificate.ts';
import type { DeepFacts, Endpoint, TlsFacts } from '../../../../src/model/records/endpoint.ts';
import { SUITE_FAMILIES, TLS_VERSIONS, type Problem } from '../../../../src/model/records/words.ts';
import type { Answers } from '../facts.ts';

/** The answers of a snapshot about one endpoint, in the words of the comparison. */
export function answersOfMxtls(endpoint: Endpoint, certificates: readonly Certificate[]): Answers {
  const own = certificates.find(({ id }) => id === endpoint.certificate);
  return {
    ...offerFacts(endpoint),
    ...(endpoint.tls === null ? {} : versionFacts(endpoint.tls)),
    ...(endpoint.deep === null ? {} : deepFacts(endpoint.deep)),
    ...(own === undefined ? {} : certificateFacts(endpoint, own)),
  };
}

function offerFacts({ outcome, smtp }: Endpoint): Answers {
  if (outcome === 'plaintext') return { STARTTLS: 'no' };
  return smtp?.starttls === 'offered' ? { STARTTLS: 'yes' } : {};
}

function versionFacts({ version, versions }: TlsFacts): Answers {
  const answers: Answers = {};
  for (const each of TLS_VERSIONS) {
    if (versions[each] !== 'untested') answers[each] = versions[each];
  }
  const highest = version ?? TLS_VERSIONS.findLast((each) => answers[each] === 'yes');
  return highest === undefined ? answers : { ...answers, 'highest version': highest };
}

function deepFacts({ suites, dheBits }: DeepFacts): Answers {
  const answers: Answers = dheBits === null ? {} : { 'DHE bits': String(dheBits) };
  for (const family of SUITE_FAMILIES) {
    if (suites[family] !== 'untested') answers[family] = suites[family];
  }
  return answers;
}

function certificateFacts({ problems, undetermined, path }: Endpoint, own: Certificate): Answers {
  const answers: Answers = {};
  const has = (problem: Problem): boolean | undefined =>
    problems === null || undetermined.includes(problem) ? undefined : problems.includes(problem);
  if (own.key !== null) answers.key = own.key.replace(/^EC P-/, 'EC ');
  if (path !== null) answers.chain = path.outcome;
  const expired = has('expired');
  if (expired !== undefined) answers.expired = expired ? 'yes' : 'no';
  const mismatch = has('name-mismatch');
  if (mismatch !== undefined) answers['name matches'] = mismatch ? 'no' : 'yes';
  return answers;
}
