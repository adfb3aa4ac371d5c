import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCertificate, type LabCertificate } from '../lab/certificates.ts';
import type { DnsBehaviour, DnsBehaviours, ZoneName } from '../lab/dns/dns-zone.ts';
import { startHttpsServer } from '../lab/https-server.ts';
import { mx, type WorldSpec } from '../lab/world/world-spec.ts';
import { newFolder, removeFolder } from '../temp-folder.ts';
import { hold } from './budget.ts';
import { denies, dnsBehaviours } from './dns-behaviours.ts';
import { surveyFuzzed } from './fuzzed-world.ts';
import { maySayPlaintext, smtpBehaviour } from './smtp-behaviours.ts';
import { mayBePolicy, POLICY, sendAnswer, webAnswer } from './web-answers.ts';

// Properties share the time of the file.
const SHARE = 1 / 3;

/** Connections to one address at most, whatever it does. */
const CONNECTIONS = 30;

/** Domains with one MX host each; what the last one has is sound in every world. */
const DOMAINS = ['a.example', 'b.example', 'c.example', 'sound.example'];
const [HEALTHY = ''] = DOMAINS.slice(-1);
const HOSTS = DOMAINS.map((domain) => `mx.${domain}`);
const ILL = DOMAINS.length - 1;

let root: LabCertificate;
let certificate: LabCertificate;
const folder = newFolder();
beforeAll(async () => {
  root = await makeCertificate({ subject: 'CN=Lab Root', ca: true });
  const names = [...HOSTS, ...DOMAINS.map((domain) => `mta-sts.${domain}`)];
  certificate = await makeCertificate({ subject: 'CN=all', names, issuer: root });
});
afterAll(() => {
  removeFolder(folder);
});

/** Domains whose servers are sound. */
function soundWorld(): WorldSpec {
  return {
    domains: Object.fromEntries(DOMAINS.map((domain, n) => [domain, mx(HOSTS[n] ?? '')])),
    hosts: Object.fromEntries(HOSTS.map((host) => [host, { behaviour: { tls: { certificate } } }])),
    roots: [root],
  };
}

function ill<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(arbitrary, { minLength: ILL, maxLength: ILL });
}

it('a survey of mail servers that misbehave ends, asks little, and accuses nobody without a reason', async () => {
  await hold(
    fc.asyncProperty(ill(smtpBehaviour), async (behaviours) => {
      const spec = soundWorld();
      const hosts = { ...spec.hosts };
      behaviours.forEach((behaviour, n) => {
        hosts[HOSTS[n] ?? ''] = { behaviour };
      });
      const { domains, endpoints, connections } = await surveyFuzzed({
        spec: { ...spec, hosts },
        folder,
      });
      expect(endpoints.map(({ host }) => host)).toEqual(HOSTS);
      endpoints.slice(0, ILL).forEach(({ outcome }, n) => {
        if (outcome === 'plaintext') expect(maySayPlaintext(behaviours[n] ?? {})).toBe(true);
      });
      for (const host of HOSTS) expect(connections.get(host) ?? 0).toBeLessThanOrEqual(CONNECTIONS);
      expect(domains.at(-1)?.level).toBe('authenticated');
    }),
    SHARE,
  );
});

/** What is asked of the DNS for one domain, by type. */
const dnsOfDomain = fc.record({
  MX: dnsBehaviours,
  A: dnsBehaviours,
  AAAA: dnsBehaviours,
  TLSA: dnsBehaviours,
  TXT: dnsBehaviours,
});

/** Behaviours that note each message that is sent in place of an answer. */
function noted(behaviours: DnsBehaviours, sent: Buffer[]): DnsBehaviours {
  return [behaviours].flat().map((each: DnsBehaviour): DnsBehaviour => {
    if (each.kind !== 'raw') return each;
    return {
      ...each,
      bytes: (query) => {
        const message = each.bytes(query);
        sent.push(message);
        return message;
      },
    };
  });
}

it('a survey whose DNS answers garbage ends, and takes no garbage for a denial', async () => {
  const key = Buffer.from(certificate.spkiSha256, 'hex');
  const TLSA = [{ usage: 3, selector: 1, matchingType: 1, certificate: key }];
  await hold(
    fc.asyncProperty(ill(dnsOfDomain), async (faults) => {
      const sent = DOMAINS.map((): Buffer[] => []);
      const names: Record<string, ZoneName> = { '': { NS: ['a.root-servers.net'], secure: true } };
      DOMAINS.forEach((domain, n) => {
        const { MX, A, AAAA, TLSA: tlsa, TXT } = faults[n] ?? {};
        const own = MX === undefined ? {} : { MX: noted(MX, sent[n] ?? []) };
        names[domain] = { secure: true, behaviours: { ...own, ...(A && { A }) } };
        names[`mx.${domain}`] = {
          secure: true,
          behaviours: { ...(A && { A }), ...(AAAA && { AAAA }) },
        };
        names[`_25._tcp.mx.${domain}`] = {
          ...{ TLSA, secure: true },
          behaviours: tlsa ? { TLSA: tlsa } : {},
        };
        names[`_mta-sts.${domain}`] = { behaviours: TXT ? { TXT } : {} };
      });
      const { domains, endpoints } = await surveyFuzzed({
        spec: { ...soundWorld(), names },
        options: { policyMs: 1_000 },
        folder,
      });
      expect(domains.map(({ domain }) => domain)).toEqual(DOMAINS);
      domains.slice(0, ILL).forEach(({ level }, n) => {
        if (level === 'no-mail')
          expect(sent[n]?.some((message) => denies(message, 'MX'))).toBe(true);
        expect(['none', 'broken']).not.toContain(level);
      });
      // A resolver that fails to answer queries with EDNS is asked without: then nothing is known of DNSSEC, and of DANE.
      expect(['authenticated', 'enforced']).toContain(domains.at(-1)?.level);
      const dane = endpoints.find(({ host }) => host === `mx.${HEALTHY}`)?.dane;
      expect(dane?.verdict ?? 'match').toBe('match');
    }),
    SHARE,
  );
});

it('a survey whose policy hosts misbehave ends, and takes nothing for a policy that is none', async () => {
  await hold(
    fc.asyncProperty(ill(webAnswer), async (answers) => {
      const https = await startHttpsServer({
        certificate,
        act: (socket, head) => {
          const asked = /^host: mta-sts\.(\S+)/im.exec(head)?.[1] ?? '';
          sendAnswer(socket, answers[DOMAINS.indexOf(asked)] ?? POLICY);
        },
      });
      try {
        const names = Object.fromEntries(
          DOMAINS.flatMap((domain): [string, ZoneName][] => [
            [`_mta-sts.${domain}`, { TXT: ['v=STSv1; id=1'] }],
            [`mta-sts.${domain}`, { A: ['127.0.0.1'] }],
          ]),
        );
        const { domains } = await surveyFuzzed({
          spec: { ...soundWorld(), names },
          options: { policyMs: 1_500 },
          dial: () => connect({ host: https.address, port: https.port }),
          folder,
        });
        expect(domains.map(({ domain }) => domain)).toEqual(DOMAINS);
        domains.slice(0, ILL).forEach(({ level, mtaSts }, n) => {
          expect(['authenticated', 'enforced']).toContain(level);
          const answer = answers[n];
          if (mtaSts?.policy) expect(answer !== undefined && mayBePolicy(answer)).toBe(true);
          if (level === 'enforced') expect(mtaSts?.policy?.mode).toBe('enforce');
        });
        expect(domains.at(-1)?.level).toBe('enforced');
      } finally {
        await https.close();
      }
    }),
    SHARE,
  );
});
