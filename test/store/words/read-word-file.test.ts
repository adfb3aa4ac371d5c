import { expect, it } from 'vitest';
import { readWordFile } from '../../../src/store/words/read-word-file.ts';

it('gives a file of docs/words, named from the folder of the package', () => {
  expect(readWordFile('settings/postfix-chain.md')).toMatchObject({
    kind: 'file',
    file: 'docs/words/settings/postfix-chain.md',
    text: expect.stringContaining('smtpd_tls_chain_files') as unknown,
  });
});

it('says in one line why a file cannot be read', () => {
  const message = 'docs/words/level-nothing.md: does not exist';
  expect(readWordFile('level-nothing.md')).toEqual({ kind: 'unreadable', message });
});
