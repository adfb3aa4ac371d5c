import pLimit from 'p-limit';
import { SnapshotSchema } from '../../../src/model/records/snapshot.ts';
import type { Depth } from '../../../src/model/records/words.ts';
import { runSurvey } from '../survey.ts';
import { ZONE } from '../servers/served.ts';
import type { Answers } from './facts.ts';
import type { Grounds } from './grounds.ts';
import type { Described } from './personality.ts';
import { askTool } from './run-tool.ts';
import { answersOfMxtls } from './tools/mxtls.ts';
import type { Tool, ToolFiles } from './tools/tool.ts';

/** What one tool made of one server, and how often it connected. */
export interface Result {
  readonly tool: string;
  readonly personality: Described;
  readonly answers: Answers;
  readonly connections: number;
  /** Null for mxtls, which asks all servers in one run. */
  readonly cost: { readonly cpuMs: number; readonly wallMs: number } | null;
  /** Whether the tool was ended before it was done. */
  readonly ended: boolean;
}

/** Servers asked at once by one tool. */
const AT_ONCE = 2;

/** Asks every server with every tool, one tool after the other. */
export async function askTools(
  { personalities, port }: Grounds,
  tools: readonly Tool[],
  files: ToolFiles,
  onDone: (result: Result) => void,
): Promise<void> {
  for (const tool of tools) {
    await pLimit(AT_ONCE).map(personalities, async (personality) => {
      const { host, address, front, ...described } = personality;
      front.taken();
      const { answers, ended, ...cost } = await askTool(tool, { host, address, port, files });
      const connections = front.taken();
      onDone({ tool: tool.name, personality: described, answers, connections, cost, ended });
    });
  }
}

/** The name of mxtls at a depth, as a tool. */
export function mxtlsAt(depth: Depth): string {
  return `mxtls ${depth}`;
}

/** Surveys all servers with the program as it is built. */
export async function askMxtls(
  { personalities, port, resolver, rootPem }: Grounds,
  folder: string,
  depth: Depth,
): Promise<readonly Result[]> {
  for (const { front } of personalities) front.taken();
  const domains = personalities.map(({ name }) => `${name}.${ZONE}`);
  const text = await runSurvey({ folder, domains, resolver, port, rootsPem: rootPem, depth });
  const { endpoints, certificates } = SnapshotSchema.parse(JSON.parse(text));
  return personalities.map(({ kind, name, truth, host, front }) => {
    const endpoint = endpoints.find((each) => each.host === host);
    if (endpoint === undefined) throw new Error(`${host} is not in the snapshot`);
    return {
      tool: mxtlsAt(depth),
      personality: { kind, name, truth },
      answers: answersOfMxtls(endpoint, certificates),
      connections: front.taken(),
      cost: null,
      ended: false,
    };
  });
}
