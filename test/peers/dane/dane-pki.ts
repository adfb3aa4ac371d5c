import { makeCertificate, type LabCertificate } from '../../lab/certificates.ts';

const DAY_MS = 86_400_000;

/** The certificates of the servers with TLSA records, by what they are called in the table. */
export type DanePki = ReadonlyMap<string, LabCertificate>;

/**
 * Makes an authority with an intermediate one, and for a host: a certificate, an expired one, one for another name, one
 * for its mail domain, one with its name in the CN alone, and one that signs itself.
 */
export async function makeDanePki(): Promise<{
  readonly root: LabCertificate;
  readonly of: (host: string, domain: string) => Promise<DanePki>;
}> {
  const ca = { ca: true } as const;
  const root = await makeCertificate({ subject: 'CN=Root', ...ca });
  const middle = await makeCertificate({ subject: 'CN=Middle', issuer: root, ...ca });
  const stranger = await makeCertificate({ subject: 'CN=Stranger', ...ca });
  const past = {
    notBefore: new Date(Date.now() - 90 * DAY_MS),
    notAfter: new Date(Date.now() - DAY_MS),
  };
  const of = async (host: string, domain: string): Promise<DanePki> => {
    const issued = { subject: 'CN=leaf', issuer: middle };
    return new Map([
      ['root', root],
      ['middle', middle],
      ['stranger', stranger],
      ['leaf', await makeCertificate({ ...issued, names: [host] })],
      ['expired', await makeCertificate({ ...issued, ...past, names: [host] })],
      ['other name', await makeCertificate({ ...issued, names: ['mx.elsewhere.test'] })],
      ['domain name', await makeCertificate({ ...issued, names: [domain] })],
      ['CN only', await makeCertificate({ ...issued, subject: `CN=${host}` })],
      ['self-signed', await makeCertificate({ subject: `CN=${host}`, names: [host] })],
    ]);
  };
  return { root, of };
}
