import { IS_OF_PATH } from '../../model/output/vantage-kinds.ts';
import type { ReportedVantage } from '../../model/output/report-vantages.ts';
import type { VantageComparison } from '../../model/output/vantages.ts';
import type { Survey } from '../../model/records/survey.ts';
import { plainItem, type Block } from '../document/document.ts';
import { agreeing, counted, listed } from '../format/layout.ts';
import { differenceSentences, differingHosts } from './vantages-view.ts';
import { vantageName } from './vantage-words.ts';

/** The heading of the section. */
export const VANTAGES_TITLE = 'From other vantages';

/** So many servers are described. */
const SERVERS = 5;

/**
 * What a report says of another vantage, whole: the snapshots may be closed behind it.
 * @param comparison the survey of the report, and that of the other vantage. @param command prints all of it.
 */
export function reportedVantage(comparison: VantageComparison, command: string): ReportedVantage {
  const { vantage, startedAt } = comparison.second;
  const own = comparison.differences.filter(({ kind }) => IS_OF_PATH[kind]);
  return {
    vantage,
    startedAt,
    compared: comparison.addresses.compared,
    hosts: differingHosts(comparison),
    differences: comparison.differences.map(({ kind, host, address }) => ({ kind, host, address })),
    sentences: differenceSentences(own, comparison, SERVERS),
    command,
  };
}

/** `Seen from athens and berlin, 2 servers differ:`, the first few of them and the command for all; nothing without another vantage. */
export function vantageBlocks(
  vantages: readonly ReportedVantage[],
  survey: Pick<Survey, 'vantage'>,
): Block[] {
  return vantages.flatMap((other): Block[] => {
    const { hosts, sentences, compared, command } = other;
    const seen = `Seen from ${listed([vantageName(survey), vantageName(other)])}`;
    if (hosts.length === 0) {
      const text = `${seen}, no server is found to differ (${counted(compared, 'address', 'addresses')} compared).`;
      return [{ kind: 'line', text }];
    }
    const text = `${seen}, ${hosts.length} ${agreeing(hosts.length, 'server differs', 'servers differ')}:`;
    return [
      { kind: 'line', text },
      { kind: 'list', items: sentences.map((each) => plainItem(`${each}.`)) },
      { kind: 'line', text: 'All of it:' },
      { kind: 'code', lines: [command] },
    ];
  });
}
