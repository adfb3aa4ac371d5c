import { InvalidArgumentError, Option, type Command } from 'commander';
import { fromOneVantage } from '../../compare/vantages/vantage-partners.ts';
import { latestOf, type SnapshotEntry } from '../../model/records/baseline.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { snapshotFile, surveyPage, SURVEYS_PAGE } from '../../report/site/addresses.ts';
import { surveysDocument } from '../../report/site/survey-pages.ts';
import { pictureSvg } from '../../report/pictures/picture-svg.ts';
import { sitemapFiles } from '../../report/site/sitemap.ts';
import { bookOf } from '../history.ts';
import { putAssets } from './site-assets.ts';
import { putWords } from './site-words.ts';
import { inSiteFolder, type SiteWriter } from './site-folder.ts';
import { SiteHistories } from './site-histories.ts';
import { putSurveys, type Site } from './site-surveys.ts';
import { assertNotEmpty, entriesOf } from '../snapshots/choose-snapshot.ts';
import { keepHeapSmall } from '../snapshots/small-heap.ts';
import type { Output } from '../terminal/output.ts';
import { Stop } from '../terminal/stop.ts';

/** What the command line says of `site`. */
interface SiteFlags {
  out: string;
  results: string;
  url?: string;
  title: string;
}

const EXAMPLES = `
Examples:
  mxtls site --out public                                   a site to open from the disk
  mxtls site --out public --url https://tls.example.org/    to publish it there
  mxtls site --out public --title 'Mail encryption in Greece'

The folder is empty or has a site that mxtls built. Only what changed is written, and only what mxtls made is removed. \
Degraded surveys are listed as such, and are in no history. Tests with --mx are left out.
Exit status: 0 done; 2 wrong usage or bad input.`;

/** Describes `mxtls site` to the command-line parser. */
export function siteCommand(command: Command, output: Output): void {
  command
    .requiredOption('--out <dir>', 'the folder to build the site in')
    .addOption(new Option('--results <dir>', 'the folder of snapshots').default('results'))
    .option('--url <url>', 'where the site will stand: for feeds, badges and the sitemap', parseUrl)
    .addOption(new Option('--title <text>', 'its title').default('How mail is encrypted'))
    .addHelpText('after', EXAMPLES)
    .action(() => site(command.opts(), output));
}

/**
 * Builds the site of a results folder. Throws a Stop with status 2 where there is no good survey, where one cannot be read, and
 * where the site cannot be written.
 */
async function site(flags: SiteFlags, output: Output): Promise<void> {
  keepHeapSmall();
  const { out, results } = flags;
  const published = (await entriesOf(results, output)).filter(
    ({ survey }) => survey.givenMx === null,
  );
  const entries = distinct(published, output);
  assertNotEmpty({ results, entries });
  const good = entries.filter(({ survey }) => survey.degraded.length === 0);
  const seen = fromOneVantage(good);
  const newest = latestOf(seen) ?? seen.at(-1);
  const [first] = seen;
  if (newest === undefined || first === undefined) {
    throw new Stop(2, `${shownText(results, 255)} has only degraded surveys: survey again`);
  }
  const { title, url = null } = flags;
  const counts = await inSiteFolder(out, pictureSvg, (writer) => {
    build({ title, url, entries, seen, newest, first: first.survey }, writer, output);
  });
  const { written, unchanged, removed } = counts;
  const shown = shownText(out, 255);
  output.result(`${shown}: ${written} files written, ${unchanged} unchanged, ${removed} removed\n`);
}

function build(made: Omit<Site, 'book'>, writer: SiteWriter, output: Output): void {
  const whole: Site = { ...made, book: bookOf(made.seen) };
  putAssets(writer);
  putWords(writer);
  const { entries, title, url } = whole;
  for (const { file, survey } of entries) writer.copy(snapshotFile(survey, file), file);
  writer.page(SURVEYS_PAGE, surveysDocument(entries, title, whole.newest.survey));
  const histories = new SiteHistories(whole, writer, output);
  const news = putSurveys(whole, writer, (survey) => {
    histories.putNewest(survey);
  });
  histories.putRest(news);
  if (url === null) return;
  for (const [path, text] of sitemapFiles(writer.pages.sort(), url)) writer.text(path, text);
}

/** Copies of one survey have one address: the first file of each. */
function distinct(entries: readonly SnapshotEntry[], output: Output): SnapshotEntry[] {
  const byPage = new Map<string, SnapshotEntry>();
  for (const entry of entries) {
    const page = surveyPage(entry.survey);
    const same = byPage.get(page);
    if (same === undefined) byPage.set(page, entry);
    else
      output.warn(`${shownText(entry.file, 255)}: as old as ${shownText(same.file, 255)}; skipped`);
  }
  return [...byPage.values()];
}

/** The address of the top of a site, with a slash at its end. Throws commander's error for anything else. */
function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || `${url.search}${url.hash}` !== '') {
    throw new InvalidArgumentError('It takes an address as https://tls.example.org/mail/.');
  }
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}
