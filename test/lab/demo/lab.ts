// Greece as of 2016 on loopback, to survey with the program itself, until ^C.
import { openOutput } from '../../../src/commands/terminal/output.ts';
import { parseDay, SURVEY_DAYS } from './greece-2016.ts';
import { raiseLab } from './raise-lab.ts';
import { seenLine } from './seen-line.ts';

const output = openOutput();
const words = process.argv.slice(2);
const [option, value] = words[0]?.startsWith('--date=') ? words[0].split('=') : words;
const day = option === undefined ? SURVEY_DAYS[0] : option === '--date' ? parseDay(value) : null;
if (day === null) {
  output.warn(`lab: the only option is --date, with one of ${SURVEY_DAYS.join(', ')}`);
  process.exit(2);
}
const lab = await raiseLab(day, {
  now: new Date(),
  onConnection: (connection) => {
    output.result(`${seenLine(connection, new Date(), output.screen.palette)}\n`);
  },
});
if (lab === null) {
  output.warn(
    'lab: each server needs a loopback address of its own, which only Linux has (127.0.0.0/8)',
  );
  process.exit(2);
}
const { main, folder } = lab;
output.result(`Greece as of ${day} stands on loopback: ${lab.hosts} mail servers of
${lab.domains} domains. The dates of its certificates are moved: they are as old
today as they were then. In another terminal:

  cd ${folder}
  node ${main} scan windtools.gr

Without a domain it surveys all of them. ^C closes the lab and removes the
folder. What the servers see (UTC):

`);
let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (isEnding) process.exit(1);
    isEnding = true;
    void lab.close().then(() => {
      output.result('\nThe lab is closed.\n');
      process.exit(0);
    });
  });
}
