import { endpointFacts, type EndpointFacts } from '../../judge/endpoint/endpoint-facts.ts';
import { HostTable } from './host-table.ts';

/** Keeps of many endpoints what the verdicts on their domains take. */
export class EndpointTable extends HostTable<EndpointFacts> {
  constructor() {
    super({
      kindOf: kindText,
      bare: endpointFacts,
      keyed: (facts, host, address) => ({ ...facts, host, address }),
    });
  }
}

/** All that the facts of an endpoint are but where it is; made of few words, as this is done for each. */
function kindText(endpoint: EndpointFacts): string {
  const { problems, undetermined, dane } = endpoint;
  return [
    endpoint.outcome,
    problems === null ? 'null' : problems.join(' '),
    undetermined.join(' '),
    dane === null ? 'null' : `${dane.dnssec} ${dane.verdict}`,
    detailOf(endpoint),
  ].join('|');
}

function detailOf(endpoint: EndpointFacts): string | number | null {
  switch (endpoint.outcome) {
    case 'tls':
      return endpoint.tls.version;
    case 'failed':
    case 'tls-failed':
      return endpoint.failure.code;
    case 'refused-starttls':
      return endpoint.reply.code;
    case 'plaintext':
    case 'stripped':
    case 'rejected':
    case 'deferred':
      return null;
  }
}
