import type { SmtpFacts } from '../../model/records/endpoint.ts';
import type { Reply } from '../../model/records/failure.ts';
import type { AttemptResult } from '../../net/smtp/attempt-result.ts';
import { commonKeywords, commonText } from '../../net/smtp/varying-text.ts';
import type { Attempt } from './probe.ts';

/**
 * Masks what differs between the texts of one server in a run: an address may stand for many machines, and the one that answered
 * last is no fact about it. Only texts of the same kind are compared: greetings and replies of one code, EHLO replies that say
 * the same of STARTTLS.
 * @param attempts all attempts of the run, the merged one among them.
 */
export function withRunTexts<R extends AttemptResult>(merged: R, attempts: readonly Attempt[]): R {
  const results = attempts.map(({ result }) => result);
  const smtp = commonFacts(
    merged.smtp,
    results.map((result) => result.smtp),
  );
  const replies = results.map((result) => ('reply' in result ? result.reply : null));
  if (!('reply' in merged) || merged.reply === null) return { ...merged, smtp };
  return { ...merged, smtp, reply: commonReply(merged.reply, replies) };
}

function commonFacts(merged: SmtpFacts, all: readonly SmtpFacts[]): SmtpFacts {
  const code = merged.greeting?.slice(0, 3) ?? '';
  const greetings = all.flatMap(({ greeting }) => (greeting?.startsWith(code) ? greeting : []));
  const replies = all.filter(
    ({ hello, starttls }) => hello === merged.hello && starttls === merged.starttls,
  );
  return {
    ...merged,
    greeting: merged.greeting === null ? null : commonText([merged.greeting, ...greetings]),
    ehlo: commonKeywords([merged.ehlo, ...replies.map(({ ehlo }) => ehlo)]),
  };
}

function commonReply(merged: Reply, all: readonly (Reply | null)[]): Reply {
  const alike = all.filter(
    (reply) => reply !== null && reply.stage === merged.stage && reply.code === merged.code,
  );
  return { ...merged, text: commonText([merged.text, ...alike.map((reply) => reply?.text ?? '')]) };
}
