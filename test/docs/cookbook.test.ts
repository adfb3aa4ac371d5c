import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifySnapshot } from '../../src/commands/verify.ts';
import type { Snapshot } from '../../src/model/records/snapshot.ts';
import { MISSING_TOOLS, TOOLS_REQUIRED, fillFolder, withRealOutput } from './console-blocks.ts';
import { tempFolder } from '../temp-folder.ts';
import { cookbookSnapshots } from './cookbook-world.ts';

const COOKBOOK = join(import.meta.dirname, '../../docs/cookbook.md');

/** As if no host had an IPv6 address: without addresses, two endpoints of a host would be one. */
function withoutIpv6(snapshot: Snapshot): Snapshot {
  const endpoints = snapshot.endpoints.filter(({ address }) => address?.includes(':') !== true);
  return { ...snapshot, endpoints };
}

function withoutAddresses(snapshot: Snapshot): Snapshot {
  return { ...snapshot, endpoints: snapshot.endpoints.map((each) => ({ ...each, address: null })) };
}

const missing = MISSING_TOOLS.join(', no ');
const title = missing === '' ? 'the cookbook' : `skipped: no ${missing} here`;
if (missing !== '') console.warn(`cookbook: no ${missing}: its commands are not tried`);

it.skipIf(!TOOLS_REQUIRED)('in CI its tools are there', () => {
  expect(MISSING_TOOLS).toEqual([]);
});

describe('the results of the cookbook', () => {
  it('are sound snapshots', async () => {
    const folder = tempFolder();
    await fillFolder(folder, cookbookSnapshots());
    for (const { survey } of cookbookSnapshots()) {
      expect(verifySnapshot(join(folder, 'results', `${survey.date}.json`))).toEqual([]);
    }
  });
});

describe.skipIf(missing !== '')(title, () => {
  it('has twenty questions at least, each answered by a command', () => {
    const parts = readFileSync(COOKBOOK, 'utf8').split(/^### /m).slice(1);
    expect(parts.length).toBeGreaterThanOrEqual(20);
    expect(parts.filter((part) => !/```console\n\$ /.test(part))).toEqual([]);
    expect(parts.filter((part) => /^\$ .*(?:\\\n.*)*\n```/m.test(part))).toEqual([]);
  });

  it('loses no host whose address is unknown, as in imported surveys', async () => {
    const [known, imported] = [tempFolder(), tempFolder()];
    const snapshots = cookbookSnapshots();
    await fillFolder(known, snapshots.map(withoutIpv6));
    await fillFolder(imported, snapshots.map(withoutIpv6).map(withoutAddresses));
    const text = readFileSync(COOKBOOK, 'utf8');
    const recipes = text.match(/```console\n\$ (?:grep|jq) [^]*?```\n/g) ?? [];
    expect(recipes.length).toBeGreaterThan(20);
    for (const recipe of recipes) {
      const expected = withRealOutput(recipe, known)
        .replace(/"address":"[0-9.]+"/g, '"address":null')
        .replace(/([\t,])"?192\.0\.2\.[0-9]+"?/g, '$1');
      expect(withRealOutput(recipe, imported)).toBe(expected);
    }
  });

  it('shows what its commands print', async () => {
    const folder = tempFolder();
    await fillFolder(folder, cookbookSnapshots());
    const text = withRealOutput(readFileSync(COOKBOOK, 'utf8'), folder);
    await expect(text).toMatchFileSnapshot(COOKBOOK);
  });
});
