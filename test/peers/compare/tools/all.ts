import { NMAP } from './nmap.ts';
import { POSTTLS_FINGER } from './posttls-finger.ts';
import { S_CLIENT } from './s-client.ts';
import { SSLSCAN } from './sslscan.ts';
import { TESTSSL } from './testssl.ts';
import type { Tool } from './tool.ts';

/** The others, in the order of the table. */
export const TOOLS: readonly Tool[] = [TESTSSL, SSLSCAN, NMAP, POSTTLS_FINGER, S_CLIENT];
