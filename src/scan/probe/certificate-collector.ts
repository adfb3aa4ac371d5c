import { createHash } from 'node:crypto';
import { buildPath, type CertificatePath, type Roots } from '../../judge/x509/certificate-path.ts';
import {
  judgeCertificate,
  type CertificateVerdict,
} from '../../judge/endpoint/endpoint-problems.ts';
import { storedNames } from '../../judge/x509/name-match.ts';
import { certificateId } from '../../judge/x509/path-candidate.ts';
import { parseCertificate } from '../../judge/x509/parse-certificate.ts';
import { IdSet } from '../../model/id-set.ts';
import { RecentValues } from '../../model/recent-values.ts';
import type { Certificate } from '../../model/records/certificate.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { Note } from '../../model/records/words.ts';

/** The fields of an endpoint record about its certificate. */
export type Presented = Pick<Endpoint, 'certificate' | 'chain' | 'path'> &
  Omit<CertificateVerdict, 'notes'> & { notes: Note[] };

/** A certificate as it is handed out: with all of its names, and as it was sent. */
type OnCertificate = (certificate: Certificate, names: readonly string[], der: Buffer) => void;

export interface CollectorOptions {
  roots: Roots;
  /** The instant that everything in the run is judged at. */
  at: Date;
  /** Called once for each certificate, before anything that refers to it is returned. */
  onCertificate: OnCertificate;
  /** The ids of certificates that were handed out before, as by a run that is continued. */
  known?: Iterable<string>;
}

interface Known {
  certificate: Certificate;
  dnsNames: readonly string[];
  der: Buffer;
}

/** The path of a chain, built once while it is remembered: the hosts of one operator share theirs. */
interface KnownChain {
  ids: string[];
  path: CertificatePath;
}

/** Certificates and chains that are remembered with what was read from them. */
const REMEMBERED = 2048;

/**
 * Judges what each endpoint of a run presented, and hands each certificate out once. It remembers what was presented lately, and
 * of all else the ids alone.
 */
export class CertificateCollector {
  readonly #options: CollectorOptions;
  readonly #handedOut = new IdSet();
  readonly #recent = new RecentValues<Known>(REMEMBERED);
  readonly #chains = new RecentValues<KnownChain>(REMEMBERED);

  constructor(options: CollectorOptions) {
    this.#options = options;
    for (const id of options.known ?? []) this.#handedOut.add(id);
  }

  /** Takes the chain that a host presented (DER, as sent; may be empty) and judges it for the host (RFC 5280 §6). */
  present(host: string, sent: readonly Buffer[]): Presented {
    const { ids, path } = this.#chain(sent);
    const ders = new Map(sent.map((der, index) => [ids[index] ?? '', der]));
    const read = (id: string): Known | null => {
      const der = ders.get(id) ?? this.#rootOf(id);
      return der === null ? null : this.#read(id, der);
    };
    const leaf = ids[0] === undefined ? null : read(ids[0]);
    const via = path.via.map((id) => read(id)?.certificate);
    const verdict = judgeCertificate({
      host,
      certificate: leaf && withNames(leaf.certificate, leaf.dnsNames, [host]),
      via: via.filter((certificate) => certificate !== undefined),
      pathEnd: path.outcome,
      at: this.#options.at,
    });
    return {
      certificate: ids[0] ?? null,
      chain: ids,
      path: path.outcome === null ? null : { outcome: path.outcome, via: [...path.via] },
      ...verdict,
      notes: [...path.notes, ...verdict.notes],
    };
  }

  /** A certificate in DER that was presented lately; null for any other. */
  der(id: string): Buffer | null {
    return this.#recent.peek(id)?.der ?? null;
  }

  #chain(sent: readonly Buffer[]): KnownChain {
    const digest = createHash('sha256');
    for (const der of sent) digest.update(`${der.length} `).update(der);
    return this.#chains.get(digest.digest('hex'), () => {
      const { roots, at } = this.#options;
      const ids = sent.map(certificateId);
      const path = buildPath(sent, roots, at);
      for (const [index, der] of sent.entries()) this.#handOut(ids[index] ?? '', der);
      for (const id of path.via) {
        const root = this.#rootOf(id);
        if (root !== null) this.#handOut(id, root);
      }
      return { ids, path };
    });
  }

  #handOut(id: string, der: Buffer): void {
    if (!this.#handedOut.add(id)) return;
    const { certificate, dnsNames } = this.#read(id, der);
    this.#options.onCertificate(certificate, dnsNames, der);
  }

  #read(id: string, der: Buffer): Known {
    return this.#recent.get(id, () => {
      const { certificate, dnsNames } = parseCertificate(der);
      // A copy: what was sent may be a piece of something larger.
      return { certificate, dnsNames, der: Buffer.from(der) };
    });
  }

  #rootOf(id: string): Buffer | null {
    const der = this.#options.roots.byId.get(id)?.der;
    return der === undefined ? null : Buffer.from(der.buffer, der.byteOffset, der.byteLength);
  }
}

/** Cuts the names of a certificate to what a snapshot keeps, with those that match these hosts among them. */
export function withNames(
  certificate: Certificate,
  dnsNames: readonly string[],
  hosts: readonly string[],
): Certificate {
  if (dnsNames.length <= certificate.names.length) return certificate;
  return { ...certificate, names: storedNames(dnsNames, hosts) };
}
