import type { MailDomain } from '../../model/records/mail-domain.ts';
import { FIELD_NAME, quoted, trimBlanks } from './txt-fields.ts';

/** An MTA-STS policy: `mx` are its patterns in lower case, `maxAge` is in s. */
export type MtaStsPolicy = NonNullable<NonNullable<MailDomain['mtaSts']>['policy']>;

export type ReadPolicy =
  { kind: 'policy'; policy: MtaStsPolicy } | { kind: 'invalid'; reason: string };

/** A policy lives for a year at most, in s (RFC 8461 §3.2). */
const MAX_AGE_LIMIT = 31_557_600;

const MODES = ['enforce', 'testing', 'none'] as const;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const MAX_NAME = 253;

/**
 * Reads a policy file (RFC 8461 §3.2): lines of `name: value` behind LF or CRLF. All but `mx` count the first time only;
 * unknown fields have to be well-formed, and mean nothing. A reason reads on from "the policy: ".
 */
export function readMtaStsPolicy(body: Uint8Array): ReadPolicy {
  const text = Buffer.from(body).toString('utf8');
  // What is not UTF-8 does not come back as it was.
  if (!Buffer.from(text).equals(body)) return invalid('it is not UTF-8');
  const fields = new Map<string, string>();
  const mx: string[] = [];
  for (const line of linesOf(text)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0));
    const value = trimBlanks(line.slice(colon + 1));
    if (!FIELD_NAME.test(name)) return invalid(`its line ${quoted(line)} is not NAME: VALUE`);
    if (!isValue(value)) return invalid(`its field ${quoted(name)} has no valid value`);
    if (name === 'mx') mx.push(value.toLowerCase());
    else if (!fields.has(name)) fields.set(name, value);
  }
  return policyOf(fields, mx);
}

function policyOf(fields: ReadonlyMap<string, string>, mx: readonly string[]): ReadPolicy {
  const version = fields.get('version');
  if (version !== 'STSv1') return invalid(faultOf('version', version, 'STSv1'));
  const mode = MODES.find((each) => each === fields.get('mode'));
  if (mode === undefined) return invalid(faultOf('mode', fields.get('mode'), MODES.join(', ')));
  const maxAge = secondsOf(fields.get('max_age'));
  if (maxAge === null) {
    const range = `a number from 0 to ${MAX_AGE_LIMIT}`;
    return invalid(faultOf('max_age', fields.get('max_age'), range));
  }
  const bad = mx.find((pattern) => !isPattern(pattern));
  if (bad !== undefined) return invalid(`its mx ${quoted(bad)} is no host name or *.DOMAIN`);
  if (mx.length === 0 && mode !== 'none') return invalid(`it has no mx, which mode ${mode} wants`);
  return { kind: 'policy', policy: { mode, mx: [...new Set(mx)], maxAge } };
}

function faultOf(name: string, value: string | undefined, wanted: string): string {
  if (value === undefined) return `it has no ${name}`;
  return `its ${name} ${quoted(value)} is not ${wanted}`;
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  // What ends the last line begins no other one.
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** `sts-policy-ext-value`, which the values of all fields fit: no controls, and not empty. */
function isValue(value: string): boolean {
  return value !== '' && !/[\0-\x1f\x7f]/.test(value);
}

function secondsOf(value: string | undefined): number | null {
  if (value === undefined || !/^[0-9]{1,10}$/.test(value)) return null;
  return Number(value) <= MAX_AGE_LIMIT ? Number(value) : null;
}

/** A host name in A-labels, or one behind `*.`, which stands for one label. */
function isPattern(pattern: string): boolean {
  const name = pattern.startsWith('*.') ? pattern.slice(2) : pattern;
  return name.length <= MAX_NAME && name.split('.').every((label) => LABEL.test(label));
}

function invalid(reason: string): ReadPolicy {
  return { kind: 'invalid', reason };
}
