import { NMAP } from './nmap.ts';
import { POSTTLS_FINGER } from './posttls-finger.ts';
import { S_CLIENT } from './s-client.ts';
import { SSLSCAN } from './sslscan.ts';
import { TESTSSL } from './testssl.ts';
import type { Tool } from './tool.ts';

/**
 * The other tools, in the order in which they ask a server: the gentlest first, as after nmap an Exim has all the
 * connections that it accepts at once, and rejects the next client.
 */
export const TOOLS: readonly Tool[] = [POSTTLS_FINGER, S_CLIENT, SSLSCAN, TESTSSL, NMAP];
