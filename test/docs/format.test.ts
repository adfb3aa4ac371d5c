import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifySnapshot } from '../../src/commands/verify.ts';
import { snapshotJsonSchema } from '../../src/model/records/json-schema.ts';
import { saveSnapshot } from '../../src/store/snapshots/save-snapshot.ts';
import { tempFolder } from '../temp-folder.ts';
import { exampleSnapshot } from './example-snapshot.ts';

const FORMAT = readFileSync(join(import.meta.dirname, '../../docs/format.md'), 'utf8');

/** The names of all keys that a part of the schema describes. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties } = schema as { properties?: object };
  return [...Object.keys(properties ?? {}), ...Object.values(schema).flatMap(keysOf)];
}

describe('docs/format.md', () => {
  it('names every key of the schema', () => {
    const keys = [...new Set(keysOf(snapshotJsonSchema()))];
    expect(keys).toContain('spkiSha256');
    const text = FORMAT.replace(/^```console\n[^]*?^```$/gm, '');
    expect(keys.filter((key) => !text.includes(`\`${key}\``))).toEqual([]);
  });

  it('shows a sound snapshot', async () => {
    const folder = tempFolder();
    await saveSnapshot(folder, exampleSnapshot());
    expect(verifySnapshot(join(folder, '2026-11-23.json'))).toEqual([]);
  });
});
