import type {
  Ending,
  OwnHosts,
  ProviderName,
  Report,
  ReportedProvider,
  Standing,
  Standings,
  Untold,
} from '../model/report.ts';
import { dayOf, distance } from './dates.ts';
import { degradedWarning } from './degraded.ts';
import { plainCell, type Block, type Cell, type Document, type Item } from './document.ts';
import { counted, listedShort } from './layout.ts';
import { providerBlocks, providerTitle } from './provider-section.ts';
import { surveySubtitle, surveyTitle } from './survey-heading.ts';
import { escapeTerminal } from './terminal-escape.ts';
import { totalBlocks } from './totals.ts';
import { LEVEL_PAINTS, STARTTLS_NAMES, VERSION_NAMES } from './words.ts';

/** Of long lists so many items are told; the JSON has them all. */
const ITEMS = 60;
const PROVIDERS = 12;
const HOSTS = 6;

/** A report as a document for people, in any format. */
export function reportDocument(report: Report): Document {
  const { survey, categories, totals, standings, endings, shared, untold } = report;
  return {
    title: surveyTitle(survey),
    subtitle: surveySubtitle(survey, survey.mxtls),
    warning: degradedWarning(survey.degraded),
    sections: [
      { title: 'TLS per provider', blocks: saidOf(categories, ({ tls }) => tls) },
      {
        title: 'Certificates per provider',
        blocks: saidOf(categories, ({ certificate }) => certificate),
      },
      { title: 'Totals', blocks: totalBlocks(totals) },
      { title: 'Best and worst', blocks: standingBlocks(standings) },
      { title: 'Certificates that end soon', blocks: endingBlocks(endings, survey) },
      {
        title: 'Certificates shared between hosts',
        blocks: listBlocks(shared, ({ sentence, providers }) => ({
          name: null,
          text: `${sentence} (${namesText(providers)})`,
          below: [],
        })),
      },
      { title: 'What could not be told, and why', blocks: untoldBlocks(untold) },
    ],
  };
}

function saidOf(
  categories: Report['categories'],
  sentencesOf: (provider: ReportedProvider) => readonly string[],
): Block[] {
  return providerBlocks(categories, (provider) => ({
    title: providerTitle(provider.name, provider.listed),
    sentences: sentencesOf(provider),
  }));
}

function standingBlocks({ told, untold, best, worst }: Standings): Block[] {
  if (told === 0) return [];
  const outside =
    untold === 0
      ? ''
      : `; ${untold} could not be told, or ${untold === 1 ? 'takes' : 'take'} no mail`;
  const whole = `Of ${counted(told, 'provider')} that could be told${outside}`;
  if (best.length === 0) return [{ kind: 'line', text: `${whole}. All stand alike` }];
  const rows = [
    ...best.map((standing) => standingRow('best', standing)),
    ...worst.toReversed().map((standing) => standingRow('worst', standing)),
  ];
  return [
    { kind: 'line', text: whole },
    {
      kind: 'table',
      bare: true,
      columns: ['', 'level', 'STARTTLS', 'lowest version', 'providers'].map((title) => ({
        title,
        align: 'left',
      })),
      rows,
    },
  ];
}

function standingRow(end: 'best' | 'worst', standing: Standing): Cell[] {
  const { level, starttls, version, providers } = standing;
  return [
    plainCell(end),
    { text: level, paint: LEVEL_PAINTS[level] },
    plainCell(STARTTLS_NAMES[starttls]),
    plainCell(version === null ? '-' : VERSION_NAMES[version]),
    plainCell(listedShort(providers.map(memberText), PROVIDERS)),
  ];
}

function memberText({ untold, ...name }: Standing['providers'][number]): string {
  const rest = untold === 0 ? '' : ` (${counted(untold, 'address', 'addresses')} not told)`;
  return `${nameText(name)}${rest}`;
}

function endingBlocks(endings: readonly Ending[], survey: Report['survey']): Block[] {
  const next = survey.next === null ? '' : `before the next survey (${dayOf(survey.next)}) or `;
  const list = listBlocks(endings, (ending) => endingItem(ending, survey.startedAt));
  return list.length === 0
    ? []
    : [{ kind: 'line', text: `They end ${next}within 30 days:` }, ...list];
}

function endingItem({ name, notAfter, beforeNextSurvey, providers }: Ending, at: string): Item {
  const when = beforeNextSurvey ? 'before the next survey' : 'within 30 days';
  return {
    name: dayOf(notAfter),
    text: `${name} on ${ownText(providers)}: ${distance(notAfter, at)}, ${when}`,
    below: [],
  };
}

/** The parts of what could not be told, in the order in which its reasons are sorted. */
const UNTOLD_PARTS = [
  {
    heading: 'The MX records of domains',
    has: ({ about }: Untold) => about === 'mx',
    count: (total: number) => counted(total, 'domain'),
  },
  {
    heading: 'Servers',
    has: ({ about, ours }: Untold) => about === 'host' && !ours,
    count: (total: number) => counted(total, 'address', 'addresses'),
  },
  {
    heading: 'On our side, which says nothing of the servers',
    has: ({ about, ours }: Untold) => about === 'host' && ours,
    count: (total: number) => counted(total, 'address', 'addresses'),
  },
  {
    heading: 'Certificates',
    has: ({ about }: Untold) => about === 'certificate',
    count: (total: number) => `at ${counted(total, 'address', 'addresses')}`,
  },
];

function untoldBlocks(untold: readonly Untold[]): Block[] {
  return UNTOLD_PARTS.flatMap(({ heading, has, count }) => {
    const list = listBlocks(untold.filter(has), ({ reason, total, providers }) => ({
      name: null,
      text: `${reason} (${count(total)})`,
      below: shortList(providers, PROVIDERS, ownItem),
    }));
    return list.length === 0 ? [] : [{ kind: 'heading', text: heading }, ...list];
  });
}

function ownItem({ hosts, ...name }: OwnHosts): Item {
  const [only] = hosts;
  const own = hosts.length === 1 && only === name.provider;
  if (own) return { name: null, text: nameText(name), below: [] };
  return { name: nameText(name), text: listedShort(hosts.map(escapeTerminal), HOSTS), below: [] };
}

function listBlocks<Each>(all: readonly Each[], itemOf: (each: Each) => Item): Block[] {
  return all.length === 0 ? [] : [{ kind: 'list', items: shortList(all, ITEMS, itemOf) }];
}

function shortList<Each>(all: readonly Each[], max: number, itemOf: (each: Each) => Item): Item[] {
  const more = all.length - max;
  const text = `and ${more} more, each in the JSON form of this report`;
  return [...all.slice(0, max).map(itemOf), ...(more > 0 ? [{ name: null, text, below: [] }] : [])];
}

/** `mx.a.gr and mx2.a.gr (A), mx.b.gr (B)`. */
function ownText(providers: readonly OwnHosts[]): string {
  const texts = providers.map(
    ({ hosts, ...name }) => `${listedShort(hosts.map(escapeTerminal), HOSTS)} (${nameText(name)})`,
  );
  return listedShort(texts, PROVIDERS);
}

function namesText(providers: readonly ProviderName[]): string {
  return listedShort(providers.map(nameText), PROVIDERS);
}

function nameText({ provider }: ProviderName): string {
  return providerTitle(provider, !provider.includes('xn--'));
}
