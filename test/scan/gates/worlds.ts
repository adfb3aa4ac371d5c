import type { Endpoint } from '../../../src/model/records/endpoint.ts';
import type { Failure } from '../../../src/model/records/failure.ts';
import type { MailDomain } from '../../../src/model/records/mail-domain.ts';
import type { MxKind } from '../../../src/model/records/words.ts';
import {
  makeDomain,
  makeEndpoint,
  makeSnapshot,
  type EndpointOverrides,
} from '../../model/make-records.ts';

/** What one operator of a made-up list shows. `endpoint` null: its domain has no host. */
export interface Shown {
  mx?: MxKind;
  endpoint?: EndpointOverrides | null;
}

/** A list of unrelated operators, each with a domain, a host and an address in a network of its own. */
export interface World {
  domains: MailDomain[];
  endpoints: Endpoint[];
}

/** Makes a world of so many operators. @param show what the one at an index shows; undefined: a good server. */
export function worldOf(
  size: number,
  show: (index: number) => Shown | undefined = () => ({}),
): World {
  const world: World = { domains: [], endpoints: [] };
  for (let index = 0; index < size; index++) {
    // Numbers of one length, so that the order of the names is that of the numbers.
    const domain = `operator${100_000 + index}.example`;
    const host = `mx.${domain}`;
    const { mx = 'mx', endpoint = {} } = show(index) ?? {};
    const hosts = endpoint === null ? [] : [host];
    world.domains.push(makeDomain({ domain, hosts, mx: { kind: mx } }));
    if (endpoint === null) continue;
    const address = `${11 + (index >> 8)}.${index & 255}.0.1`;
    const certificate = (endpoint.outcome ?? 'tls') === 'tls' ? `own${index}` : null;
    world.endpoints.push(makeEndpoint({ host, address, certificate, ...endpoint }));
  }
  const snapshot = makeSnapshot(world);
  return { domains: snapshot.domains, endpoints: snapshot.endpoints };
}

/** An endpoint that failed. */
export function failed(stage: Failure['stage'], code: Failure['code']): EndpointOverrides {
  return { outcome: 'failed', failure: { stage, code, detail: '' } };
}

/** An endpoint that was turned away with a reply to the connection. */
export function turnedAway(code: number, text: string): EndpointOverrides {
  const outcome = code < 500 ? 'deferred' : 'rejected';
  return { outcome, reply: { stage: 'greeting', code, text } };
}
