import { factsOf, type EndpointFacts } from '../judge/endpoint-facts.ts';
import { HostTable } from './host-table.ts';

/** Keeps of many endpoints what the verdicts on their domains take. */
export class EndpointTable extends HostTable<EndpointFacts> {
  constructor() {
    super({
      bare: factsOf,
      keyed: (facts, host, address) => ({ ...facts, host, address }),
    });
  }
}
