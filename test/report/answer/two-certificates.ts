import type { OneOfTwo } from '../../../src/model/records/endpoint.ts';
import { makeDeep, type EndpointOverrides } from '../../model/make-records.ts';
import { EC, OLD_RSA, ROOT, VALID } from './answer-certificates.ts';
import { world } from './answer-world.ts';

const PATH = { outcome: 'trusted' as const, via: [ROOT.id] };

function one(id: string, overrides: Partial<OneOfTwo> = {}): OneOfTwo {
  return { chain: [id], path: PATH, problems: [], undetermined: [], dane: null, ...overrides };
}

/** A server with an ECDSA certificate, which ordinary clients get, and an RSA certificate. */
function server(
  rsa: Partial<OneOfTwo>,
  ec: Partial<OneOfTwo>,
  overrides: EndpointOverrides,
  id = OLD_RSA.id,
): EndpointOverrides {
  return {
    certificate: EC.id,
    chain: [EC.id],
    path: PATH,
    deep: makeDeep({
      certificates: { RSA: id, ECDSA: EC.id },
      presented: { RSA: one(id, rsa), ECDSA: one(EC.id, ec) },
    }),
    ...overrides,
  };
}

const EXPIRED = server({ problems: ['expired'] }, {}, { problems: ['expired'] });

/** Servers of which one certificate is not what the other is. */
export const TWO_CERTIFICATE_CASES = {
  'second-expired': world({ domain: 'two.gr', hosts: ['mx.example.gr'] }, [EXPIRED]),
  'each-for-another-name': world({ domain: 'two.gr', hosts: ['mx.two.gr'] }, [
    server(
      { problems: ['name-mismatch'], undetermined: ['weak-signature'] },
      { problems: ['name-mismatch'] },
      { host: 'mx.two.gr', problems: ['name-mismatch'], undetermined: ['weak-signature'] },
      VALID.id,
    ),
  ]),
  'second-without-chain': world({ domain: 'two.gr', hosts: ['mx.example.gr'] }, [
    server(
      { path: null, undetermined: ['self-signed', 'untrusted-issuer', 'incomplete-chain'] },
      {},
      { undetermined: ['self-signed', 'untrusted-issuer', 'incomplete-chain'] },
      VALID.id,
    ),
  ]),
  'dane-of-one': world({ domain: 'two.gr', hosts: ['mx.example.gr'] }, [
    server(
      { dane: 'mismatch' },
      { dane: 'match' },
      { dane: { dnssec: 'secure', records: ['3 1 1 ab'], verdict: 'mismatch' } },
      VALID.id,
    ),
  ]),
};
