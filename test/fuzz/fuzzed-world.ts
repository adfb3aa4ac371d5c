import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { verifySnapshot } from '../../src/commands/verify.ts';
import { snapshotText } from '../../src/model/records/snapshot-text.ts';
import type { SurveyRecords } from '../../src/scan/domain-results.ts';
import type { SurveyOptions } from '../../src/scan/survey.ts';
import type { WorldSpec } from '../lab/world/world-spec.ts';
import { startWorld, type LabWorld } from '../lab/world/world.ts';
import { makeSnapshot } from '../model/make-records.ts';
import { surveyWorld } from '../scan/lab-survey.ts';

/** How a fuzzed world is surveyed. */
export interface FuzzedWorld {
  readonly spec: WorldSpec;
  readonly options?: Partial<SurveyOptions>;
  /** Where port 443 of any address leads; default: to nothing. */
  readonly dial?: LabWorld['dial'];
  /** Where its snapshot is written. */
  readonly folder: string;
}

/** The connections to each host, and what the survey recorded. */
export interface FuzzedSurvey extends SurveyRecords {
  readonly connections: ReadonlyMap<string, number>;
}

/**
 * Surveys a world in which servers misbehave.
 * @throws an Error with what nobody handled, or what `mxtls verify` found in the snapshot
 */
export async function surveyFuzzed({
  spec,
  options = {},
  dial,
  folder,
}: FuzzedWorld): Promise<FuzzedSurvey> {
  const world = await startWorld(spec);
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => {
    unhandled.push(reason);
  };
  process.on('unhandledRejection', note);
  try {
    const through: LabWorld['dial'] = (address, port) =>
      (port === 443 ? dial : undefined)?.(address, port) ?? world.dial(address, port);
    // The name of TLSA records has the port, which only the dialler changes.
    const records = await surveyWorld({ ...world, port: 25, dial: through }, spec, options);
    await setImmediate();
    if (unhandled.length > 0) throw new Error('nobody handled it', { cause: unhandled[0] });
    verifyRecords(records, folder);
    const connections = new Map<string, number>();
    for (const { host } of world.connections())
      connections.set(host, (connections.get(host) ?? 0) + 1);
    return { ...records, connections };
  } finally {
    process.off('unhandledRejection', note);
    await world.close();
  }
}

function verifyRecords(records: SurveyRecords, folder: string): void {
  const file = join(folder, 'fuzzed.json');
  // In the order in which the survey has them.
  writeFileSync(file, [...snapshotText({ ...makeSnapshot(records), ...records })].join(''));
  const faults = verifySnapshot(file);
  if (faults.length > 0) throw new Error(`mxtls verify: ${faults.join('\n')}`);
}
