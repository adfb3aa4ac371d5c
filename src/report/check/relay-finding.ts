import { isForeign, relayVerdict, trustedAs } from '../../judge/own-server.ts';
import type { ServerFinding } from '../../model/output/server-check.ts';
import type { RelayTrial, ServerDialogue } from '../../model/output/server-dialogue.ts';
import { failureWords, saidWords } from '../words/outcome-words.ts';

type RelayFinding = Pick<ServerFinding, 'question' | 'outcome' | 'evidence'>;

/** From where a server was asked. `isTrusted`: what it accepts says nothing of strangers; `text`: for people, may be empty. */
interface Asker {
  isTrusted: boolean;
  text: string;
}

const OVER_TOR: Asker = {
  isTrusted: false,
  text: 'asked through its onion service, whose mail comes from the machine itself, as from 127.0.0.1',
};

/** Whether a server relays for the address that it was asked from. */
export function relayFinding(dialogue: ServerDialogue, address: string | null): RelayFinding {
  const trusted = trustedAs(dialogue.from, address);
  const from = `asked from ${dialogue.from ?? ''} (${trusted ?? ''}), which mail servers usually trust`;
  const asker = { isTrusted: trusted !== null, text: trusted === null ? '' : from };
  return findingFor(dialogue, asker);
}

/** Whether a server relays for who knows the name of its onion service: a stranger, wherever the connection comes from. */
export function onionRelayFinding(dialogue: ServerDialogue): RelayFinding {
  return findingFor(dialogue, OVER_TOR);
}

function findingFor(dialogue: ServerDialogue, { isTrusted, text }: Asker): RelayFinding {
  const of = (outcome: RelayFinding['outcome'], evidence: string): RelayFinding => ({
    question: 'relay',
    outcome,
    evidence: text === '' ? evidence : `${evidence}; ${text}`,
  });
  const accepted = dialogue.trials.filter(({ answer }) => answer === 'accepted');
  switch (relayVerdict(dialogue)) {
    case 'accepts':
      return of(
        isTrusted ? 'warning' : 'failed',
        `accepted a recipient of another domain, ${envelopes(accepted.filter(isForeign))}: ${
          isTrusted
            ? 'it relays for this client'
            : 'an open relay, unless it refuses at DATA, which is not sent'
        }`,
      );
    case 'accepts-routed':
      return of(
        'warning',
        `accepted ${envelopes(accepted)}: it relays if it forwards that, and a catch-all mailbox accepts it too`,
      );
    case 'refuses':
      return of('ok', `refused each of ${dialogue.trials.length} forms`);
    case 'unknown':
      return of('unknown', unknownRelay(dialogue));
  }
}

function envelopes(trials: readonly RelayTrial[]): string {
  return trials.map(({ sender, recipient }) => `${recipient} from ${sender}`).join(' and ');
}

function unknownRelay({ trials, failure, reply }: ServerDialogue): string {
  const open = trials.find(({ answer }) => answer === 'unknown');
  if (open?.reply)
    return `its reply to ${open.reply.command} decides nothing: ${saidText(open.reply)}`;
  if (reply !== null) return `it ended the dialogue: ${saidWords(reply)}`;
  return failure === null ? 'it ended the dialogue' : failureWords(failure);
}

function saidText({ code, text }: { code: number; text: string }): string {
  return saidWords({ stage: 'ehlo', code, text });
}
