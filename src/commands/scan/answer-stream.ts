import { describeAnswer } from '../../report/answer/answer.ts';
import { describeTranscript } from '../../report/transcript.ts';
import type { Survey } from '../../model/records/survey.ts';
import type { SurveyRecords } from '../../scan/domain-results.ts';
import type { Output } from '../terminal/output.ts';
import type { Transcript } from './scan-listener.ts';

/** What the answers of a run are printed with. */
interface StreamedRun {
  transcripts: () => readonly Transcript[];
  givenMx: Survey['givenMx'];
}

/** Prints the answer of each domain when it is ready, with the dialogues that belong to it before it. */
export class AnswerStream {
  readonly #output: Output;
  readonly #run: StreamedRun;
  readonly #printed = new Set<string>();
  readonly #dialogues = new Set<Transcript>();

  constructor(output: Output, run: StreamedRun) {
    this.#output = output;
    this.#run = run;
  }

  /** The domains whose answers were printed. */
  get printed(): ReadonlySet<string> {
    return this.#printed;
  }

  /** Prints the answers to these records, which were judged at `startedAt`. */
  print(records: SurveyRecords, startedAt: string): void {
    const { screen } = this.#output;
    const domains = records.domains.map(({ domain }) => domain);
    const { givenMx } = this.#run;
    const survey = { startedAt, date: startedAt.slice(0, 10), degraded: [], givenMx };
    const dialogues = this.#dialoguesOf(records).map((each) =>
      describeTranscript(each, screen.palette),
    );
    const certificates = new Map(records.certificates.map((each) => [each.id, each]));
    const source = {
      survey,
      domains: () => records.domains,
      endpoints: () => records.endpoints,
      certificate: (id: string) => certificates.get(id) ?? null,
    };
    const answer = describeAnswer(source, domains, screen);
    const gap = this.#printed.size === 0 ? '' : '\n';
    this.#output.result(`${gap}${dialogues.join('')}${answer}`);
    for (const domain of domains) this.#printed.add(domain);
  }

  /** The dialogues that were not printed. */
  unprintedDialogues(): Transcript[] {
    return this.#run.transcripts().filter((each) => !this.#dialogues.has(each));
  }

  /** The dialogues with these endpoints that were not printed with another domain. */
  #dialoguesOf({ endpoints }: SurveyRecords): Transcript[] {
    const own = new Set(endpoints.map(({ host, address }) => `${host} ${address ?? ''}`));
    const found = this.unprintedDialogues().filter(({ host, address }) =>
      own.has(`${host} ${address}`),
    );
    for (const each of found) this.#dialogues.add(each);
    return found;
  }
}
