import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { postOnce, retryAfterMs } from '../../../src/net/https/post.ts';
import { postUntilAccepted, type PostLimits } from '../../../src/net/https/post-again.ts';
import { makeCertificate, type LabCertificate } from '../../lab/certificates.ts';
import {
  answer,
  endless,
  hangUp,
  silence,
  startWebhook,
  type LabWebhook,
  type WebhookAct,
} from '../../lab/webhook-server.ts';

const root = await makeCertificate({ subject: 'CN=Lab Root', ca: true });
const LOCALHOST = await makeCertificate({
  subject: 'CN=localhost',
  names: ['localhost'],
  issuer: root,
});
const OTHER = await makeCertificate({ subject: 'CN=other', names: ['other.gr'], issuer: root });

const LIMITS: PostLimits = { tries: 3, tryMs: 5_000, totalMs: 10_000, waitMs: 1 };

async function receiver(
  acts: readonly WebhookAct[],
  certificate?: LabCertificate,
): Promise<LabWebhook> {
  const webhook = await startWebhook(acts, certificate);
  onTestFinished(() => webhook.close());
  return webhook;
}

function postTo(url: string) {
  return {
    url: new URL(url),
    body: '{"text":"Überblick"}\n',
    mediaType: 'application/json',
    id: 'ab12',
    roots: [root.pem],
  };
}

describe('a document', () => {
  it('is posted whole, once, with what names it', async () => {
    const { port, posts } = await receiver([answer(204)]);
    const post = postTo(`http://user:pass%20word@127.0.0.1:${port}/hooks/secret?key=1`);
    expect(await postOnce(post, 5_000)).toEqual({
      kind: 'answered',
      status: 204,
      retryAfterMs: null,
    });
    expect(posts).toEqual([
      {
        method: 'POST',
        path: '/hooks/secret?key=1',
        body: '{"text":"Überblick"}\n',
        headers: {
          host: `127.0.0.1:${port}`,
          'user-agent': expect.stringMatching(/^mxtls\/\d/) as string,
          'content-type': 'application/json',
          'content-length': '22',
          'idempotency-key': '"ab12"',
          authorization: `Basic ${Buffer.from('user:pass word').toString('base64')}`,
          connection: 'close',
        },
      },
    ]);
  });

  it('is posted over TLS to a host whose certificate the roots vouch for', async () => {
    const { port, posts } = await receiver([answer(200)], LOCALHOST);
    const url = `https://localhost:${port}/hooks/secret`;
    expect(await postOnce(postTo(url), 5_000)).toMatchObject({ kind: 'answered', status: 200 });
    expect(posts).toHaveLength(1);
  });

  it.each([
    { what: 'of another name', certificate: OTHER, roots: [root.pem] },
    { what: 'of a root that is not trusted', certificate: LOCALHOST, roots: [OTHER.pem] },
  ])('is not sent to a host with a certificate $what', async ({ certificate, roots }) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const { port, posts } = await receiver([answer(200)], certificate);
    const post = { ...postTo(`https://localhost:${port}/hooks/secret`), roots };
    expect(await postUntilAccepted(post, LIMITS)).toEqual({
      kind: 'refused',
      tries: 1,
      last: {
        kind: 'untrusted',
        detail: expect.stringMatching(/^(?:ERR_TLS_CERT_ALTNAME|UNABLE_TO_)/) as string,
      },
    });
    expect(posts).toEqual([]);
  });
});

describe('a document is tried', () => {
  it.each<{ what: string; acts: WebhookAct[]; tries: number; end: object }>([
    { what: 'once where it is accepted', acts: [answer(202)], tries: 1, end: { kind: 'accepted' } },
    { what: 'once with an endless answer', acts: [endless], tries: 1, end: { kind: 'accepted' } },
    {
      what: 'again after 500',
      acts: [answer(500), answer(200)],
      tries: 2,
      end: { kind: 'accepted' },
    },
    {
      what: 'again after 408 and 425',
      acts: [answer(408), answer(425), answer(200)],
      tries: 3,
      end: { kind: 'accepted' },
    },
    {
      what: 'again after 429 with a wait',
      acts: [answer(429, { 'retry-after': '1' }), answer(200)],
      tries: 2,
      end: { kind: 'accepted' },
    },
    {
      what: 'again after a closed connection',
      acts: [hangUp, answer(200)],
      tries: 2,
      end: { kind: 'accepted' },
    },
    {
      what: 'no more than the limit',
      acts: [answer(503)],
      tries: 3,
      end: { kind: 'refused', tries: 3, last: { status: 503 } },
    },
    {
      what: 'no more after 404',
      acts: [answer(404)],
      tries: 1,
      end: { kind: 'refused', tries: 1, last: { status: 404 } },
    },
    {
      what: 'no more after a redirect',
      acts: [answer(302, { location: '/other' }), answer(200)],
      tries: 1,
      end: { kind: 'refused', last: { status: 302 } },
    },
    {
      what: 'no more where the wait is too long',
      acts: [answer(429, { 'retry-after': '3600' }), answer(200)],
      tries: 1,
      end: { kind: 'put-off', status: 429, waitMs: 3_600_000 },
    },
  ])('$what', async ({ acts, tries, end }) => {
    const { port, posts } = await receiver(acts);
    expect(await postUntilAccepted(postTo(`http://127.0.0.1:${port}/`), LIMITS)).toMatchObject(end);
    expect(posts).toHaveLength(tries);
    expect(new Set(posts.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it('until the time of all tries is over, whatever the receiver does', async () => {
    const { port, posts } = await receiver([silence]);
    const limits = { ...LIMITS, tries: 100, tryMs: 100, totalMs: 250 };
    const outcome = await postUntilAccepted(postTo(`http://127.0.0.1:${port}/`), limits);
    expect(outcome).toMatchObject({
      kind: 'refused',
      last: { kind: 'failed', detail: 'no answer in time' },
    });
    expect(posts.length).toBeLessThan(5);
  });

  it('again where nobody listens', async () => {
    const webhook = await startWebhook([silence]);
    const { port } = webhook;
    await webhook.close();
    expect(await postUntilAccepted(postTo(`http://127.0.0.1:${port}/`), LIMITS)).toEqual({
      kind: 'refused',
      tries: 3,
      last: { kind: 'failed', detail: 'ECONNREFUSED' },
    });
  });
});

describe('the wait of Retry-After', () => {
  const NOW = 'Mon, 23 Nov 2026 03:00:00 GMT';
  it.each([
    { wait: undefined, date: NOW, ms: null },
    { wait: '7', date: undefined, ms: 7_000 },
    { wait: '-7', date: NOW, ms: null },
    { wait: 'Mon, 23 Nov 2026 03:00:20 GMT', date: NOW, ms: 20_000 },
    { wait: 'Mon, 23 Nov 2026 02:00:00 GMT', date: NOW, ms: 0 },
    { wait: 'Mon, 23 Nov 2026 03:00:20 GMT', date: undefined, ms: null },
    { wait: 'soon', date: NOW, ms: null },
  ])('$wait at $date is $ms', ({ wait, date, ms }) => {
    expect(retryAfterMs(wait, date)).toBe(ms);
  });
});
