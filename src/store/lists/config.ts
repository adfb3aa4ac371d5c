import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { shownText } from '../../model/text/shown-text.ts';
import { nearestWord } from '../../model/text/nearest-word.ts';
import { DEPTHS } from '../../model/records/words.ts';
import { isMissing, readErrorText } from './read-error.ts';

/** The file in the working folder that options of `scan` can stand in. */
const CONFIG_FILE = 'mxtls.config.json';

// The message of each schema reads on from `"key" has to be`.
function whole(min: number, max: number): z.ZodInt {
  const error = `a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}
function seconds(min: number, max: number): z.ZodNumber {
  const error = `a number of seconds from ${min} to ${max}`;
  return z.number({ error }).min(min, { error }).max(max, { error });
}
function text(what: string): z.ZodString {
  const error = `${what}, in quotes`;
  return z.string({ error }).min(1, { error });
}
function texts(what: string): z.ZodArray<z.ZodString> {
  const error = `a list of ${what}, as in ["...", "..."]`;
  return z.array(z.string({ error }).min(1, { error }), { error }).min(1, { error });
}
const flag = z.boolean({ error: 'true or false' });

const ConfigSchema = z
  .strictObject({
    list: texts('file patterns'),
    out: text('a file name'),
    save: flag,
    results: text('a folder'),
    depth: z.enum(DEPTHS, { error: '"quick", "standard" or "deep"' }),
    resolver: texts('IP addresses, each with :PORT or without'),
    port: whole(1, 65_535),
    ehlo: text('a host name'),
    vantage: text('a name'),
    concurrency: whole(1, 1000),
    perOperator: whole(1, 1000),
    pause: seconds(0, 3600),
    timeout: seconds(0.1, 3600),
    passes: whole(1, 10),
    passDelay: seconds(0, 86_400),
    caFile: text('a file name'),
    roots: text('node, system or a file name'),
    trustAd: flag,
    exclude: text('a file name'),
    allowPrivate: flag,
    ipv4: flag,
    ipv6: flag,
    failOn: texts('words'),
    dryRun: flag,
    noProgress: flag,
    transcript: flag,
    json: flag,
  })
  .partial();

/** All options that can stand in the file. */
export const CONFIG_KEYS: readonly string[] = Object.keys(ConfigSchema.shape);

/** Options of `scan` by their long names in camelCase; what is not set is absent. Times are in s. */
type Config = z.infer<typeof ConfigSchema>;

/** The settings of a folder, or why they cannot be used: one line a message. */
export type ReadConfig =
  { kind: 'config'; config: Config } | { kind: 'bad-config'; messages: string[] };

/**
 * Reads `mxtls.config.json` in a folder. No file is no settings. An unknown key or a value of the
 * wrong kind is an error: a misspelt option must not be a survey with other manners.
 */
export async function readConfig(folder: string): Promise<ReadConfig> {
  let content: string;
  try {
    content = await readFile(join(folder, CONFIG_FILE), 'utf8');
  } catch (error) {
    if (isMissing(error)) return { kind: 'config', config: {} };
    return badConfig([readErrorText(error)]);
  }
  return parseConfig(content);
}

/** Reads the text of a settings file: JSON, a byte-order mark let pass. */
export function parseConfig(content: string): ReadConfig {
  let value: unknown;
  try {
    value = JSON.parse(content.replace(/^\ufeff/u, ''));
  } catch (error) {
    return badConfig([`is not JSON: ${shownText(String(error), 200)}`]);
  }
  const parsed = ConfigSchema.safeParse(value);
  if (parsed.success) return { kind: 'config', config: parsed.data };
  return badConfig([...new Set(parsed.error.issues.flatMap(issueTexts))]);
}

function badConfig(reasons: readonly string[]): ReadConfig {
  return { kind: 'bad-config', messages: reasons.map((reason) => `${CONFIG_FILE}: ${reason}`) };
}

function issueTexts(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map(unknownKeyText);
  const [key] = issue.path;
  if (key === undefined) return ['has to be one JSON object, as in { "ehlo": "scan.example.org" }'];
  return [`"${String(key)}" has to be ${issue.message}`];
}

function unknownKeyText(key: string): string {
  const nearest = nearestWord(key, CONFIG_KEYS);
  const advice = nearest === null ? '' : `; did you mean "${nearest}"?`;
  return `"${shownText(key)}" is not an option of scan${advice}`;
}
