// Asks the domains of a stored snapshot again, and prints what changed since.
//   node what-changed.js results/2026-11-23.json options.json
// options.json has options of `mxtls scan`: { "ehlo": "scan.example.org" }
import { readFileSync } from 'node:fs';
import { compareSnapshots, readSnapshot, scan } from 'mxtls';

const [file = '', optionsFile = ''] = process.argv.slice(2);
const older = readSnapshot(file);
const newer = await scan(
  older.domains.map(({ domain }) => domain),
  JSON.parse(readFileSync(optionsFile, 'utf8')),
  { onWarning: (message) => console.error(message) },
);
for (const { kind, effect, subject } of compareSnapshots(older, newer).changes) {
  console.log(`${effect}: ${subject.type === 'host' ? subject.host : subject.domain}: ${kind}`);
}
