import { ehloKeywords, starttlsOffer } from './ehlo.ts';
import type { SmtpFacts } from '../../model/records/endpoint.ts';
import type { Reply } from '../../model/records/failure.ts';
import type { AttemptResult } from './attempt-result.ts';
import { isMaskedGreeting, MASKED_GREETING, normaliseReply, type Parties } from './reply-text.ts';
import { normaliseServerText } from './server-text.ts';
import type { SmtpReply } from './smtp-reply.ts';
import type { FailureCode, Note } from '../../model/records/words.ts';
import type { Deadline, Timeouts } from '../deadline.ts';
import type { ReplyEvent, SmtpConnection } from './smtp-connection.ts';

/**
 * What a dialogue takes. `ehlo`: the name sent in EHLO. `endsBeforeStarttls`: the dialogue is inside TLS, where STARTTLS is
 * neither read nor sent.
 */
export interface DialogueOptions extends Parties {
  connection: SmtpConnection;
  ehlo: string;
  deadline: Deadline;
  timeouts: Timeouts;
  endsBeforeStarttls?: boolean;
}

/**
 * How a dialogue ended. `ready`: the server awaits a handshake, or inside TLS the next command; `reply`: its reply to STARTTLS if
 * it was not 220.
 */
export type Dialogue =
  | { kind: 'ready'; smtp: SmtpFacts; notes: Note[]; reply: Reply | null }
  | { kind: 'ended'; result: AttemptResult; mayQuit: boolean };

type SmtpStage = Exclude<Reply['stage'], 'handshake'>;

/** Keyword lines that are stored of an EHLO reply; what decides is read from all of them. */
const KEYWORD_CAP = 64;

/** Codes of an EHLO reply after which HELO is sent (RFC 5321 §4.1.1.1). */
const EHLO_UNKNOWN: ReadonlySet<number> = new Set([500, 502, 504]);

/** Holds one SMTP dialogue up to the reply to STARTTLS (RFC 3207 §4). It sends only EHLO, HELO and STARTTLS. */
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
    const stored = this.#stored('greeting', reply);
    const isMasked = isMaskedGreeting(reply.lines.join('\n'));
    if (isMasked) this.#notes.push('masked-greeting');
    this.#smtp.greeting = `${reply.code} ${isMasked ? MASKED_GREETING : stored.text}`;
    return reply.code === 220 ? this.#hello() : this.#refused(stored);
  }

  async #hello(): Promise<Dialogue> {
    const event = await this.#send('ehlo', `EHLO ${this.#options.ehlo}`);
    if (event.kind === 'failed') return this.#failed('ehlo', event);
    const stored = this.#stored('ehlo', event.reply);
    if (event.reply.code === 250) return this.#extensions(event.reply);
    if (EHLO_UNKNOWN.has(event.reply.code)) return this.#helo(stored);
    // 530 means that STARTTLS must come first (RFC 3207 §4), so it is offered.
    if (event.reply.code === 530 && !this.#isInside) return this.#starttls();
    return this.#refused(stored);
  }

  get #isInside(): boolean {
    return this.#options.endsBeforeStarttls === true;
  }

  /** A server without EHLO has no STARTTLS; its reply to HELO shows whether it works at all. */
  async #helo(refusal: Reply): Promise<Dialogue> {
    const event = await this.#send('ehlo', `HELO ${this.#options.ehlo}`);
    if (event.kind === 'failed') return this.#failed('ehlo', event);
    const stored = this.#stored('ehlo', event.reply);
    if (event.reply.code !== 250) return this.#refused(stored);
    this.#smtp.hello = 'HELO';
    this.#notes.push('helo-only');
    if (this.#isInside) return this.#ready(null);
    this.#smtp.starttls = 'not-offered';
    return this.#ended({ outcome: 'plaintext', reply: refusal });
  }

  #extensions(reply: SmtpReply): Promise<Dialogue> | Dialogue {
    const keywords = ehloKeywords(reply.lines);
    this.#smtp.hello = 'EHLO';
    this.#smtp.ehlo = keywords
      .slice(0, KEYWORD_CAP)
      .map((line) => normaliseServerText(line, this.#options.clients));
    if (this.#isInside) return this.#ready(null);
    const offer = starttlsOffer(keywords);
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
    const event = await this.#send('starttls', 'STARTTLS');
    if (event.kind === 'failed') return this.#failed('starttls', event);
    const stored = this.#stored('starttls', event.reply);
    switch (Math.floor(stored.code / 100)) {
      case 2:
        // Senders go on after any 2xx, so the scanner does too.
        return this.#ready(stored.code === 220 ? null : stored);
      case 4:
      case 5:
        return this.#ended({ outcome: 'refused-starttls', reply: stored });
      default:
        return this.#unexpected(stored);
    }
  }

  #ready(reply: Reply | null): Dialogue {
    return { kind: 'ready', smtp: this.#smtp, notes: this.#notes, reply };
  }

  /** Ends the dialogue after a reply that is not positive: 4xx defers, 5xx rejects (RFC 5321 §4.2.1). */
  #refused(reply: Reply): Dialogue {
    if (reply.code >= 500) return this.#ended({ outcome: 'rejected', reply });
    if (reply.code >= 400) return this.#ended({ outcome: 'deferred', reply });
    return this.#unexpected(reply);
  }

  #unexpected(reply: Reply): Dialogue {
    const failure = {
      stage: reply.stage,
      code: 'unexpected',
      detail: `reply ${reply.code}`,
    } as const;
    return this.#ended({ outcome: 'failed', failure, reply });
  }

  #failed(stage: SmtpStage, event: ReplyEvent & { kind: 'failed' }): Dialogue {
    const code = codeAt(stage, event.code);
    if (event.dripping) this.#notes.push('tarpit');
    const mayQuit = code === 'timeout' && stage !== 'greeting';
    const detail = code === 'timeout' ? event.detail : normaliseReply(event.detail, this.#options);
    return this.#ended(
      { outcome: 'failed', failure: { stage, code, detail }, reply: null },
      mayQuit,
    );
  }

  #ended(part: Ending, mayQuit = true): Dialogue {
    const result = { smtp: this.#smtp, notes: this.#notes, ...part };
    return { kind: 'ended', result, mayQuit };
  }

  async #send(stage: SmtpStage, command: string): Promise<ReplyEvent> {
    const { unasked } = this.#options.connection.send(command);
    if (unasked) this.#notes.push('unsolicited-data');
    return this.#reply(stage, this.#options.timeouts.command);
  }

  async #reply(stage: SmtpStage, ms: number): Promise<ReplyEvent> {
    const { connection, deadline } = this.#options;
    const event = await connection.reply(deadline.limit(ms));
    if (event.kind === 'reply' && event.reply.mixedCodes) this.#notes.push(`mixed-codes-${stage}`);
    return event;
  }

  #stored(stage: SmtpStage, reply: SmtpReply): Reply {
    const text = normaliseReply(reply.lines.join('\n'), this.#options);
    return { stage, code: reply.code, text };
  }
}

type Ending<O = AttemptResult> = O extends AttemptResult ? Omit<O, 'smtp' | 'notes'> : never;

/** A malformed greeting comes from a server of another protocol. */
function codeAt(stage: SmtpStage, code: FailureCode): FailureCode {
  return stage === 'greeting' && code === 'malformed' ? 'not-smtp' : code;
}
