import { makeCertificate, type LabCertificate } from '../../test/lab/certificates.ts';
import type { ServedCertificate } from '../../test/lab/smtp/smtp-behaviour.ts';
import type { CertificateKind } from './world.ts';

const DAY_MS = 86_400_000;

/** Makes the certificates of the farm: RSA 2048 under an intermediate under a root, or self-signed. */
export class FarmCertificates {
  readonly root: LabCertificate;
  readonly #intermediate: LabCertificate;
  readonly #made = new Map<string, Promise<Required<ServedCertificate>>>();

  private constructor(root: LabCertificate, intermediate: LabCertificate) {
    this.root = root;
    this.#intermediate = intermediate;
  }

  static async create(): Promise<FarmCertificates> {
    const key = 'RSA 2048';
    const root = await makeCertificate({ subject: 'CN=Farm Root', key, ca: true });
    const subject = 'CN=Farm Intermediate';
    return new FarmCertificates(
      root,
      await makeCertificate({ subject, key, ca: true, issuer: root }),
    );
  }

  /** What a host of an operator serves; the hosts of one operator share a certificate, as they mostly do. */
  of(kind: CertificateKind, operator: string): Promise<Required<ServedCertificate>> {
    const known = this.#made.get(`${kind} ${operator}`);
    if (known !== undefined) return known;
    const made = this.#make(kind, operator);
    this.#made.set(`${kind} ${operator}`, made);
    return made;
  }

  async #make(kind: CertificateKind, operator: string): Promise<Required<ServedCertificate>> {
    const certificate = await makeCertificate({
      subject: `CN=${operator}`,
      names: kind === 'other-name' ? ['elsewhere.example'] : [`mx1.${operator}`, `mx2.${operator}`],
      key: 'RSA 2048',
      ...(kind === 'self-signed' ? {} : { issuer: this.#intermediate }),
      ...(kind === 'expired'
        ? { notBefore: new Date(Date.now() - 9 * DAY_MS), notAfter: new Date(Date.now() - DAY_MS) }
        : {}),
    });
    return { certificate, chain: kind === 'self-signed' ? [] : [this.#intermediate] };
  }
}
