import type { Failure } from '../../model/records/failure.ts';

/** Which domains, hosts and addresses are excluded, and which addresses are not connected to. */
export interface TargetPolicy {
  excludesDomain(domain: string): boolean;
  excludesHost(host: string): boolean;
  excludesAddress(address: string): boolean;
  /** Returns why no connection is made to an address that is not excluded; null if it may be made. */
  refuses(address: string): Failure | null;
}
