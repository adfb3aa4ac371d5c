import { classOf, type Endpoint } from '../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../src/model/records/mail-domain.ts';
import type { Snapshot } from '../../src/model/records/snapshot.ts';
import type { SurveyRecords } from '../../src/scan/domain-results.ts';
import type { Dialler } from '../../src/net/dial.ts';
import type { SurveyOptions } from '../../src/scan/survey.ts';
import type { ZoneName } from '../lab/dns/dns-zone.ts';
import type { SmtpBehaviours } from '../lab/smtp/smtp-behaviour.ts';
import { mx, type WorldSpec } from '../lab/world/world-spec.ts';
import type { LabWorld } from '../lab/world/world.ts';
import { labWorld, worldOptions } from '../main-world.ts';
import { buildProgram, run, type Ended, type RunOptions } from '../program.ts';
import { raise, surveyWorld } from '../scan/lab-survey.ts';
import { tempFolder } from '../temp-folder.ts';

/** A world that was surveyed, with its records. */
export interface Surveyed extends SurveyRecords {
  world: LabWorld;
}

/** Raises a world and surveys all of it over its sockets. */
export async function surveyed(
  spec: WorldSpec,
  given: Asking | ((world: LabWorld) => Asking) = {},
): Promise<Surveyed> {
  const world = await raise(spec);
  const { dial, ...options } = typeof given === 'function' ? given(world) : given;
  const seen = dial === undefined ? world : { ...world, dial };
  return { world, ...(await surveyWorld(seen, spec, options)) };
}

/** How a world is surveyed. `dial`: how connections are made, where not to its servers. */
type Asking = Partial<SurveyOptions> & { dial?: Dialler };

/** Surveys `d.example` with one MX host, `mx.d.example`, that behaves as told; gives its endpoint. */
export async function endpointOf(
  behaviour: SmtpBehaviours | 'unreachable',
  options: Parameters<typeof surveyed>[1] = {},
): Promise<Endpoint> {
  const spec = oneHost(behaviour);
  const [endpoint] = (await surveyed(spec, options)).endpoints;
  if (endpoint === undefined) throw new Error('the survey has no endpoint');
  return endpoint;
}

/** A world with `d.example` and its one MX host. */
export function oneHost(behaviour: SmtpBehaviours | 'unreachable'): WorldSpec {
  return { domains: { 'd.example': mx('mx.d.example') }, hosts: { 'mx.d.example': { behaviour } } };
}

/** Surveys `d.example` by what the DNS has for it and for other names; gives its record and the endpoints. */
export async function domainIn(
  names: Readonly<Record<string, ZoneName>>,
): Promise<{ domain: MailDomain; endpoints: Endpoint[] }> {
  const spec: WorldSpec = { domains: { 'd.example': { kind: 'nxdomain' } }, hosts: {}, names };
  const { domains, endpoints } = await surveyed(spec);
  const [domain] = domains;
  if (domain === undefined) throw new Error('the survey has no domain');
  return { domain, endpoints };
}

/** The MX records of a zone name, of rising preference. */
export function exchanges(...hosts: readonly string[]): ZoneName {
  return { MX: hosts.map((exchange, nth) => ({ preference: 10 * (nth + 1), exchange })) };
}

/** How a run of the program ended, in which folder, and its snapshot where it printed one. */
export interface Programmed extends Ended {
  folder: string;
  world: LabWorld;
  snapshot: Snapshot | null;
}

/** What `scanned` leaves out of the options of a world. */
interface Without {
  allowPrivate?: boolean;
  resolver?: boolean;
  ehlo?: boolean;
  /** Called before the run. */
  onWorld?: (world: LabWorld) => void;
}

/** Runs `mxtls scan d.example --json` on a world, with further options. */
export async function scanned(
  spec: WorldSpec,
  args: readonly string[] = ['d.example'],
  {
    allowPrivate = true,
    resolver = true,
    ehlo = true,
    onWorld,
    ...options
  }: Partial<RunOptions> & Without = {},
): Promise<Programmed> {
  const folder = tempFolder();
  const world = await labWorld(spec);
  onWorld?.(world);
  const all = worldOptions(world, folder);
  const rest = all.filter((option, index) => {
    const left = new Set([
      ...(allowPrivate ? [] : ['--allow-private']),
      ...(resolver ? [] : ['--resolver']),
      ...(ehlo ? [] : ['--ehlo']),
    ]);
    return !left.has(option) && !(left.has(all[index - 1] ?? '') && !option.startsWith('--'));
  });
  const line = ['scan', ...args, '--json', '--depth', 'quick', ...rest];
  const ended = await run(buildProgram(), line, { cwd: folder, ...options });
  const snapshot = ended.stdout.startsWith('{') ? (JSON.parse(ended.stdout) as Snapshot) : null;
  return { ...ended, folder, world, snapshot };
}

/** The class of an endpoint and what decided it: `unknown failed greeting:timeout`. */
export function summary(endpoint: Endpoint): string {
  const { failure, outcome, reply } = endpoint;
  const why = failure === null ? '' : ` ${failure.stage}:${failure.code}`;
  const said = reply === null || outcome === 'tls' ? '' : ` said ${reply.code}`;
  return `${classOf(endpoint)} ${outcome}${why}${said}`;
}

/** The summaries of servers that behave as told, each surveyed by itself. */
export function summaries(
  ...behaviours: readonly (SmtpBehaviours | 'unreachable')[]
): Promise<string[]> {
  return Promise.all(behaviours.map(async (each) => summary(await endpointOf(each))));
}
