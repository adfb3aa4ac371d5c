import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startWorld, type SeenConnection } from '../world/world.ts';
import { greece2016, surveyedAt, type SurveyDay } from './greece-2016.ts';

/** A mail world that runs, and a folder to survey it from. */
export interface Lab {
  folder: string;
  /** The program's main file. */
  main: string;
  hosts: number;
  domains: number;
  /** Stops the servers and removes the folder; once, however often it is called. */
  close(): Promise<void>;
}

interface LabOptions {
  /** The instant at which its certificates are as old as they were on the day. */
  now: Date;
  onConnection?: (connection: SeenConnection) => void;
  /** The project's folder, with its lists and its program; default: the working folder. */
  project?: string;
}

/**
 * Raises Greece as of a day on loopback, and writes a folder with its domain list, its root and a configuration. Null on
 * a system where servers cannot have loopback addresses of their own.
 */
export async function raiseLab(day: SurveyDay, options: LabOptions): Promise<Lab | null> {
  const { now, onConnection, project = process.cwd() } = options;
  const greece = await greece2016(now.getTime() - surveyedAt(day).getTime());
  const spec = greece.on(day);
  const world = await startWorld(spec, { publish: 'stands', onConnection });
  if (!world.reachableWithoutDial) {
    await world.close();
    return null;
  }
  const folder = await mkdtemp(join(tmpdir(), 'mxtls-lab-'));
  await cp(join(project, 'domains'), join(folder, 'domains'), { recursive: true });
  await writeFile(join(folder, 'roots.pem'), world.roots.map(({ pem }) => pem).join(''));
  const config = {
    ...{ resolver: [world.resolver], port: world.port, allowPrivate: true },
    ...{ roots: 'roots.pem', ehlo: 'scan.lab.example', vantage: 'lab' },
    ...{ list: ['domains/gr.txt'], results: 'results', pause: 0, passDelay: 5 },
  };
  await writeFile(join(folder, 'mxtls.config.json'), `${JSON.stringify(config, null, 2)}\n`);
  const close = async (): Promise<void> => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  };
  let closing: Promise<void> | undefined;
  return {
    folder,
    main: resolve(project, 'dist/main.js'),
    hosts: Object.keys(spec.hosts).length,
    domains: Object.keys(spec.domains).length,
    close: () => (closing ??= close()),
  };
}
