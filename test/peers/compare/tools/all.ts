import { NMAP } from './nmap.ts';
import { POSTTLS_FINGER } from './posttls-finger.ts';
import { S_CLIENT } from './s-client.ts';
import { SSLSCAN } from './sslscan.ts';
import { TESTSSL } from './testssl.ts';
import type { Tool } from './tool.ts';

/**
 * The others, in the order in which they ask a server: the gentlest first, as after nmap an Exim has all the connections
 * that it lets in at once, and sends the next client away.
 */
export const TOOLS: readonly Tool[] = [POSTTLS_FINGER, S_CLIENT, SSLSCAN, TESTSSL, NMAP];
