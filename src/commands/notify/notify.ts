import { spanOf } from '../../report/format/dates.ts';
import { POST_LIMITS, postUntilAccepted, type PostOutcome } from '../../net/https/post-again.ts';
import { readRootTexts } from '../../store/lists/root-files.ts';
import type { Output } from '../terminal/output.ts';
import { isOpenToOthers, receiverName } from './notify-url.ts';

/** Whom a survey is told to, and what receivers are verified with. */
export interface Receivers {
  notify: readonly URL[];
  roots: string;
  caFile: string | null;
}

/** A document for receivers. */
export interface Notice {
  id: string;
  body: string;
}

/** Warns of receivers that are told nothing, and of those that get what everybody on the way can read. */
export function warnOfReceivers(
  { notify: urls, destination }: Pick<Receivers, 'notify'> & { destination: { kind: string } },
  output: Pick<Output, 'warn'>,
): void {
  if (urls.length > 0 && destination.kind === 'stdout') {
    output.warn('--notify tells nothing of a snapshot on stdout: it is not written to a file');
    return;
  }
  for (const url of urls.filter(isOpenToOthers)) {
    output.warn(
      `${receiverName(url)} of --notify is not encrypted: whoever is on the way reads it`,
    );
  }
}

/**
 * Posts a notice to all receivers at the same time. One that does not take it gets a line on stderr, and no more: the survey
 * stands.
 */
export async function notify(
  { id, body }: Notice,
  { notify: urls, roots, caFile }: Receivers,
  output: Pick<Output, 'warn'>,
): Promise<void> {
  const read = await readRootTexts(roots, caFile);
  if (read.kind === 'no-roots') {
    output.warn(`nobody was notified: ${read.message}`);
    return;
  }
  await Promise.all(
    urls.map(async (url) => {
      const post = { url, body, id, mediaType: 'application/json', roots: read.pems };
      const failure = failureText(await postUntilAccepted(post, POST_LIMITS));
      if (failure !== null) output.warn(`could not notify ${receiverName(url)}: ${failure}`);
    }),
  );
}

/** Why a receiver did not take a notice, in one line; null where it did. */
function failureText(outcome: PostOutcome): string | null {
  switch (outcome.kind) {
    case 'accepted':
      return null;
    case 'put-off':
      return `status ${outcome.status}, and it asks to wait ${spanOf(Math.ceil(outcome.waitMs / 1_000))}`;
    case 'refused':
      return refusalText(outcome);
  }
}

function refusalText({ last, tries }: Extract<PostOutcome, { kind: 'refused' }>): string {
  const often = tries === 1 ? '' : ` (${tries} tries)`;
  switch (last.kind) {
    case 'untrusted':
      return `its certificate is not valid (${last.detail})`;
    case 'failed':
      return `${last.detail}${often}`;
    case 'answered':
      return last.status >= 300 && last.status < 400
        ? `status ${last.status}, a redirect: give the URL that it leads to`
        : `status ${last.status}${often}`;
  }
}
