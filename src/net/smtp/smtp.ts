import { ehloKeywords, starttlsOffer } from './ehlo.ts';
import type { SmtpFacts } from '../../model/records/endpoint.ts';
import type { Reply } from '../../model/records/failure.ts';
import type { AttemptResult } from './attempt-result.ts';
import { normaliseServerText } from './server-text.ts';
import type { SmtpReply } from './smtp-reply.ts';
import type { FailureCode, Note } from '../../model/records/words.ts';
import type { Deadline, Timeouts } from '../deadline.ts';
import type { ReplyEvent, SmtpConnection } from './smtp-connection.ts';

/** What a dialogue needs: the name said in EHLO, patience, and the names and addresses the scanner is known by. */
export interface DialogueOptions {
  connection: SmtpConnection;
  ehlo: string;
  clients: readonly string[];
  deadline: Deadline;
  timeouts: Timeouts;
}

/** How a dialogue ended before TLS: the server awaits a handshake, or the observation is made. */
export type Dialogue =
  | { kind: 'ready'; smtp: SmtpFacts; notes: Note[]; said: Reply | null }
  | { kind: 'ended'; observation: AttemptResult; mayQuit: boolean };

type SmtpStage = Reply['stage'];

/** Codes of an EHLO reply that mean the command is not known (RFC 5321 §4.1.1.1): HELO is asked then. */
const EHLO_UNKNOWN: ReadonlySet<number> = new Set([500, 502, 504]);

/** Holds one SMTP dialogue up to the reply to STARTTLS (RFC 3207 §4). Nothing but EHLO, HELO and STARTTLS is ever said. */
export function converse(options: DialogueOptions): Promise<Dialogue> {
  return new Conversation(options).run();
}

class Conversation {
  readonly #options: DialogueOptions;
  readonly #notes: Note[] = [];
  readonly #smtp: SmtpFacts = { greeting: null, hello: null, ehlo: [], starttls: null };

  constructor(options: DialogueOptions) {
    this.#options = options;
  }

  async run(): Promise<Dialogue> {
    const greeting = await this.#reply('greeting', this.#options.timeouts.greeting);
    if (greeting.kind === 'failed') return this.#failed('greeting', greeting);
    const { reply } = greeting;
    const said = this.#said('greeting', reply);
    this.#smtp.greeting = `${reply.code} ${said.text}`;
    return reply.code === 220 ? this.#hello() : this.#unwelcome(said);
  }

  async #hello(): Promise<Dialogue> {
    const event = await this.#ask('ehlo', `EHLO ${this.#options.ehlo}`);
    if (event.kind === 'failed') return this.#failed('ehlo', event);
    const said = this.#said('ehlo', event.reply);
    if (event.reply.code === 250) return this.#extensions(event.reply);
    if (EHLO_UNKNOWN.has(event.reply.code)) return this.#helo(said);
    // RFC 3207 §4: 530 says that STARTTLS must come first, so it is there to be asked for.
    if (event.reply.code === 530) return this.#starttls();
    return this.#unwelcome(said);
  }

  /** A server that knows no EHLO has no extensions, STARTTLS among them; its HELO tells it from one that is out of order. */
  async #helo(refusal: Reply): Promise<Dialogue> {
    const event = await this.#ask('ehlo', `HELO ${this.#options.ehlo}`);
    if (event.kind === 'failed') return this.#failed('ehlo', event);
    const said = this.#said('ehlo', event.reply);
    if (event.reply.code !== 250) return this.#unwelcome(said);
    this.#smtp.hello = 'HELO';
    this.#smtp.starttls = 'not-offered';
    this.#notes.push('helo-only');
    return this.#ended({ outcome: 'plaintext', reply: refusal });
  }

  #extensions(reply: SmtpReply): Promise<Dialogue> | Dialogue {
    const keywords = ehloKeywords(reply.lines);
    const offer = starttlsOffer(keywords);
    this.#smtp.hello = 'EHLO';
    this.#smtp.ehlo = keywords.map((line) => normaliseServerText(line, this.#options.clients));
    this.#smtp.starttls = offer;
    switch (offer) {
      case 'offered':
        return this.#starttls();
      case 'masked':
        return this.#ended({ outcome: 'stripped', reply: null });
      case 'not-offered':
        return this.#ended({ outcome: 'plaintext', reply: null });
    }
  }

  async #starttls(): Promise<Dialogue> {
    const event = await this.#ask('starttls', 'STARTTLS');
    if (event.kind === 'failed') return this.#failed('starttls', event);
    const said = this.#said('starttls', event.reply);
    switch (Math.floor(said.code / 100)) {
      case 2:
        // Senders go on after any 2xx, and so does this; what was not 220 is kept.
        return this.#ready(said.code === 220 ? null : said);
      case 4:
      case 5:
        return this.#ended({ outcome: 'refused-starttls', reply: said });
      default:
        return this.#unexpected(said);
    }
  }

  #ready(said: Reply | null): Dialogue {
    return { kind: 'ready', smtp: this.#smtp, notes: this.#notes, said };
  }

  /** A reply that is not the hoped-for one: 4xx puts off, 5xx turns away, and anything else is out of place. */
  #unwelcome(said: Reply): Dialogue {
    if (said.code >= 500) return this.#ended({ outcome: 'rejected', reply: said });
    if (said.code >= 400) return this.#ended({ outcome: 'deferred', reply: said });
    return this.#unexpected(said);
  }

  #unexpected(said: Reply): Dialogue {
    const detail = `reply ${said.code}`;
    const failure = { stage: said.stage, code: 'unexpected', detail } as const;
    return this.#ended({ outcome: 'failed', failure, reply: said });
  }

  #failed(stage: SmtpStage, event: ReplyEvent & { kind: 'failed' }): Dialogue {
    const code = codeAt(stage, event.code);
    if (event.dripping) this.#notes.push('tarpit');
    const mayQuit = code === 'timeout' && stage !== 'greeting';
    const detail = normaliseServerText(event.detail, this.#options.clients);
    return this.#ended(
      { outcome: 'failed', failure: { stage, code, detail }, reply: null },
      mayQuit,
    );
  }

  #ended(part: Ending, mayQuit = true): Dialogue {
    const observation = { smtp: this.#smtp, notes: this.#notes, ...part };
    return { kind: 'ended', observation, mayQuit };
  }

  async #ask(stage: SmtpStage, command: string): Promise<ReplyEvent> {
    const { unasked } = this.#options.connection.send(command);
    if (unasked) this.#notes.push('unsolicited-data');
    return this.#reply(stage, this.#options.timeouts.command);
  }

  async #reply(stage: SmtpStage, ms: number): Promise<ReplyEvent> {
    const { connection, deadline } = this.#options;
    const event = await connection.reply(deadline.left(ms));
    if (event.kind === 'reply' && event.reply.mixedCodes) this.#notes.push(`mixed-codes-${stage}`);
    return event;
  }

  #said(stage: SmtpStage, reply: SmtpReply): Reply {
    const text = normaliseServerText(reply.lines.join('\n'), this.#options.clients);
    return { stage, code: reply.code, text };
  }
}

type Ending<O = AttemptResult> = O extends AttemptResult ? Omit<O, 'smtp' | 'notes'> : never;

/** A greeting that is no reply comes from something that is no mail server. */
function codeAt(stage: SmtpStage, code: FailureCode): FailureCode {
  return stage === 'greeting' && code === 'malformed' ? 'not-smtp' : code;
}
