import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDaemon, type Daemon } from './daemon.ts';
import { greetingCode } from './greeting.ts';
import { chainFile, type Pki } from './pki.ts';
import { addressOf, chainPath, mainCf, masterCf } from './postfix-config.ts';
import { POSTFIX, type PostfixPersonality, type PostfixService } from './postfix-personalities.ts';
import {
  hostOf,
  whetherInstalled,
  type Availability,
  type Running,
  type Served,
} from './served.ts';

const SBIN = '/usr/lib/postfix/sbin';

/** Whether Postfix is installed and can be started. */
export function postfixAvailable(): Availability {
  const programs = ['master', 'smtpd', 'postscreen', 'anvil', 'tlsmgr'];
  return whetherInstalled(
    'Postfix',
    programs.map((program) => join(SBIN, program)),
  );
}

/**
 * Starts one Postfix with a service for every personality, each on an address of its own. It has no service that could
 * queue, deliver or relay a message.
 * @param folder an empty folder that every account may enter
 * @throws Error when Postfix does not serve
 */
export async function startPostfix(folder: string, port: number, pki: Pki): Promise<Running> {
  const personalities = Object.entries<PostfixPersonality>(POSTFIX);
  const served = await Promise.all(personalities.map((entry) => serve(folder, pki, ...entry)));
  writeFileSync(join(folder, 'main.cf'), mainCf(folder));
  writeFileSync(join(folder, 'master.cf'), masterCf(folder, port, POSTFIX));
  makeQueue(folder);
  const daemon = await startMaster(folder, POSTFIX, port);
  const running = { daemons: [daemon], served };
  try {
    await useUp(port);
  } catch (error) {
    await daemon.stop();
    throw error;
  }
  return running;
}

/**
 * Starts Postfix with the main.cf and master.cf of a folder. master(8) listens for its services in their order: the last
 * to be served is the sign that all are.
 * @throws Error when it does not serve
 */
export function startMaster(
  folder: string,
  services: Readonly<Record<string, PostfixService>>,
  port: number,
): Promise<Daemon> {
  const last = Object.values(services).at(-1);
  if (last === undefined) throw new Error('no services');
  const ready = { address: addressOf(last), port };
  return startDaemon({ command: join(SBIN, 'master'), args: ['-c', folder, '-d'], ready });
}

async function serve(
  folder: string,
  pki: Pki,
  name: string,
  personality: PostfixPersonality,
): Promise<Served> {
  const host = hostOf(name);
  const presented = (await personality.presents?.(pki, host)) ?? null;
  if (presented !== null) {
    writeFileSync(chainPath(folder, name), chainFile(presented), { mode: 0o600 });
  }
  return {
    name,
    host,
    address: addressOf(personality),
    presented: presented ?? [],
    truth: personality.truth,
  };
}

/** The queue as postfix-script(1) would make it. */
export function makeQueue(folder: string): void {
  const user = idOf('-u', 'postfix');
  const group = idOf('-g', 'postfix');
  for (const [name, mode, owner] of QUEUE) {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    chmodSync(path, mode);
    if (owner === 'postfix') chownSync(path, user, group);
  }
}

const QUEUE = [
  ['queue', 0o755, 'root'],
  ['queue/pid', 0o755, 'root'],
  ['queue/private', 0o700, 'postfix'],
  ['queue/public', 0o710, 'postfix'],
  ['data', 0o700, 'postfix'],
] as const;

function idOf(kind: '-u' | '-g', account: string): number {
  return Number(execFileSync('id', [kind, account], { encoding: 'utf8' }));
}

/** Takes the one connection that some services have for this client, and sees that the next is refused. */
async function useUp(port: number): Promise<void> {
  for (const personality of Object.values<PostfixPersonality>(POSTFIX)) {
    if (personality.usedUp !== true) continue;
    const address = addressOf(personality);
    const codes = [await greetingCode(address, port), await greetingCode(address, port)];
    if (codes.join() !== '220,421') throw new Error(`${address} greeted with ${codes.join()}`);
  }
}
