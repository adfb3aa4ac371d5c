import { TLS_VERSIONS } from '../../../../src/model/records/words.ts';
import type { Answers } from '../facts.ts';
import { dheBitsOf, familiesOf } from './suites.ts';
import type { Tool } from './tool.ts';

export const NMAP: Tool = {
  name: 'nmap ssl-enum-ciphers',
  version: { command: ['nmap', '--version'], pattern: /\d+\.\d+/ },
  timeoutSeconds: 300,
  commands: ({ host, address, port, files }) => [
    [
      'nmap',
      ...['-Pn', '-n', '-sT', '-p', String(port), '--datadir', files.nmap],
      ...['--script', 'ssl-enum-ciphers', '--script-args', `tls.servername=${host}`],
      address,
    ],
  ],
  parse: ([output = '']) => parseNmap(output),
};

/** What the script calls TLS 1.0. */
const NAMES: ReadonlyMap<string, string> = new Map([['TLSv1', 'TLSv1.0']]);

/** Reads what the script lists; where it lists nothing, it does not say why. */
function parseNmap(output: string): Answers {
  if (!output.includes('| ssl-enum-ciphers:')) return {};
  const answers: Answers = { STARTTLS: 'yes' };
  for (const version of TLS_VERSIONS) {
    const listed = output.includes(`|   ${NAMES.get(version) ?? version}: \n`);
    answers[version] = listed ? 'yes' : 'no';
    if (listed) answers['highest version'] = version;
  }
  const suites = [...output.matchAll(/^\| {7}(TLS_\w+)(?: \((\w+) (\d+)\))? - /gm)].map(
    ([, name = '', kind, bits = '']) => ({ name, kind, bits }),
  );
  // Of an export suite it is the temporary key.
  const key = suites.find(({ name, kind }) => kind === 'rsa' && !name.includes('_EXPORT_'));
  if (key !== undefined) answers.key = `RSA ${key.bits}`;
  const names = suites.map(({ name }) => name);
  const groups = suites.filter(({ kind }) => kind === 'dh');
  return { ...answers, ...familiesOf(names), 'DHE bits': dheBitsOf(groups) };
}
