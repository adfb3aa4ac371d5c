import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { expect, it } from 'vitest';
import { readRootTexts } from '../../../src/store/lists/root-files.ts';
import { tempFolder } from '../../temp-folder.ts';

const [pem = ''] = rootCertificates;

it("takes Node's roots, and adds a file's", async () => {
  const file = join(tempFolder(), 'ca.pem');
  writeFileSync(file, pem);
  expect(await readRootTexts('node', null)).toEqual({ kind: 'roots', pems: [...rootCertificates] });
  expect(await readRootTexts('node', file)).toEqual({
    kind: 'roots',
    pems: [...rootCertificates, pem],
  });
  expect(await readRootTexts(file, null)).toEqual({ kind: 'roots', pems: [pem] });
});

it.skipIf(!existsSync('/etc/ssl/certs/ca-certificates.crt'))(
  "takes the system's (skipped: this system has none in the usual place)",
  async () => {
    const read = await readRootTexts('system', null);
    expect(read.kind === 'roots' && read.pems.join('')).toContain('-----BEGIN CERTIFICATE-----');
  },
);

it.each([
  { name: 'none.pem', reason: 'does not exist' },
  { name: 'empty.pem', reason: 'has no PEM certificate in it' },
  { name: '.', reason: 'is a directory, not a file' },
])('says why there are none in $name', async ({ name, reason }) => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'empty.pem'), 'nothing');
  const file = join(folder, name);
  const none = { kind: 'no-roots', message: `${file}: ${reason}` };
  expect(await readRootTexts(file, null)).toEqual(none);
  expect(await readRootTexts('node', file)).toEqual(none);
});
