import { makeCertificate, type LabCertificate } from '../../lab/certificates.ts';

/** Who signs the certificates of the peers. */
export interface Pki {
  /** Given to the scanner with --ca-file. */
  readonly root: LabCertificate;
  /** Signed by the root; signs the certificates of the servers. */
  readonly intermediate: LabCertificate;
  /** The root of somebody that the scanner does not trust. */
  readonly strangersRoot: LabCertificate;
}

/** What a server presents, its own certificate first; the key is that of the first. */
export type Presented = readonly [LabCertificate, ...LabCertificate[]];

/** Makes what a server presents for its host name. */
export type Presents = (pki: Pki, host: string) => Promise<Presented>;

const DAY_MS = 86_400_000;

/** Makes the authorities, with RSA keys, which every old server understands. */
export async function makePki(): Promise<Pki> {
  const authority = { ca: true, key: 'RSA 2048' } as const;
  const root = await makeCertificate({ ...authority, subject: 'CN=Peers Root' });
  return {
    root,
    intermediate: await makeCertificate({
      ...authority,
      subject: 'CN=Peers Intermediate',
      issuer: root,
    }),
    strangersRoot: await makeCertificate({ ...authority, subject: 'CN=Strangers Root' }),
  };
}

/** A valid certificate and the intermediate one. */
export const validChain: Presents = async (pki, host) => [
  await leaf(host, { issuer: pki.intermediate }),
  pki.intermediate,
];

/** The same for the names of another host. */
export const chainOfAnother: Presents = (pki) => validChain(pki, 'mx.elsewhere.test');

/** A certificate that ended yesterday, and the intermediate one. */
export const expiredChain: Presents = async (pki, host) => [
  await leaf(host, {
    issuer: pki.intermediate,
    notBefore: new Date(Date.now() - 90 * DAY_MS),
    notAfter: new Date(Date.now() - DAY_MS),
  }),
  pki.intermediate,
];

/** A certificate that begins tomorrow, and the intermediate one. */
export const futureChain: Presents = async (pki, host) => [
  await leaf(host, { issuer: pki.intermediate, notBefore: new Date(Date.now() + DAY_MS) }),
  pki.intermediate,
];

/** A certificate under an intermediate one that ended yesterday. */
export const expiredIssuerChain: Presents = async (pki, host) => {
  const issuer = await makeCertificate({
    subject: 'CN=Peers Intermediate of Yesterday',
    ca: true,
    key: 'RSA 2048',
    issuer: pki.root,
    notBefore: new Date(Date.now() - 90 * DAY_MS),
    notAfter: new Date(Date.now() - DAY_MS),
  });
  return [await leaf(host, { issuer }), issuer];
};

/** A certificate, and that of its issuer, which the trusted root signed for a server: it may not issue any. */
export const notCaChain: Presents = async (pki, host) => {
  const issuer = await leaf('mx.elsewhere.test', { issuer: pki.root });
  return [await leaf(host, { issuer, freshKey: true }), issuer];
};

/** A certificate that has the host's name in its CN alone, and the intermediate one. */
export const nameInCnChain: Presents = async (pki, host) => [
  await makeCertificate({ key: 'RSA 2048', issuer: pki.intermediate, subject: `CN=${host}` }),
  pki.intermediate,
];

/** A valid certificate whose issuer is left out. */
export const leafAlone: Presents = async (pki, host) => [
  await leaf(host, { issuer: pki.intermediate }),
];

/** A certificate and the root above it, which nobody else knows. */
export const strangersChain: Presents = async (pki, host) => [
  await leaf(host, { issuer: pki.strangersRoot }),
  pki.strangersRoot,
];

/** A certificate that signs itself. */
export const selfSigned: Presents = async (_, host) => [await leaf(host, {})];

/** What old installations have: RSA 1024 and SHA-1, under a root of their own. */
export const oldChain: Presents = async (pki, host) => [
  await leaf(host, { issuer: pki.strangersRoot, key: 'RSA 1024', hash: 'SHA-1' }),
  pki.strangersRoot,
];

/** The private key and the certificates as one PEM file, as Postfix reads it. */
export function chainFile(presented: Presented): string {
  return [presented[0].keyPem, ...presented.map(({ pem }) => pem)].join('\n');
}

type LeafSpec = Omit<Parameters<typeof makeCertificate>[0], 'subject' | 'names'>;

function leaf(host: string, spec: LeafSpec): Promise<LabCertificate> {
  return makeCertificate({ key: 'RSA 2048', ...spec, subject: `CN=${host}`, names: [host] });
}
