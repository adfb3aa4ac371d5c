import { createHash } from 'node:crypto';
import { buildPath, type CertificatePath, type Roots } from '../../judge/x509/certificate-path.ts';
import {
  judgeCertificate,
  type CertificateVerdict,
} from '../../judge/endpoint/endpoint-problems.ts';
import { storedNames } from '../../judge/x509/name-match.ts';
import { certificateId } from '../../judge/x509/path-candidate.ts';
import { parseCertificate } from '../../judge/x509/parse-certificate.ts';
import type { Certificate } from '../../model/records/certificate.ts';
import { certificateIdsOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { Note } from '../../model/records/words.ts';

/** The fields of an endpoint record about its certificate. */
export type Presented = Pick<Endpoint, 'certificate' | 'chain' | 'path'> &
  Omit<CertificateVerdict, 'notes'> & { notes: Note[] };

interface Known {
  certificate: Certificate;
  dnsNames: readonly string[];
  hosts: Set<string>;
}

/** The path of a chain, built once: the hosts of one operator share theirs. */
interface KnownChain {
  ids: string[];
  path: CertificatePath;
}

/** Collects the certificates of a run, each once, and judges what each endpoint presented. */
export class CertificateCollector {
  readonly #roots: Roots;
  readonly #at: Date;
  readonly #known = new Map<string, Known>();
  readonly #chains = new Map<string, KnownChain>();

  /** @param at the instant that everything in the run is judged at. */
  constructor(roots: Roots, at: Date) {
    this.#roots = roots;
    this.#at = at;
  }

  /** Takes the chain that a host presented (DER, as sent; may be empty) and judges it for the host (RFC 5280 §6). */
  present(host: string, sent: readonly Buffer[]): Presented {
    const { ids, path } = this.#chain(sent);
    const leaf = ids[0] === undefined ? undefined : this.#known.get(ids[0]);
    leaf?.hosts.add(host);
    const via = path.via.map((id) => this.#known.get(id)?.certificate);
    const verdict = judgeCertificate({
      host,
      certificate: leaf === undefined ? null : withNames(leaf, [host]),
      via: via.filter((certificate) => certificate !== undefined),
      pathEnd: path.outcome,
      at: this.#at,
    });
    return {
      certificate: ids[0] ?? null,
      chain: ids,
      path: path.outcome === null ? null : { outcome: path.outcome, via: [...path.via] },
      ...verdict,
      notes: [...path.notes, ...verdict.notes],
    };
  }

  /** Returns the records of the certificates that these endpoints refer to, sorted by id. */
  records(endpoints: readonly Endpoint[]): Certificate[] {
    const wanted = new Set(endpoints.flatMap(certificateIdsOf));
    return [...this.#known.values()]
      .filter(({ certificate }) => wanted.has(certificate.id))
      .map((known) => withNames(known, [...known.hosts]))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  #chain(sent: readonly Buffer[]): KnownChain {
    const digest = createHash('sha256');
    for (const der of sent) digest.update(der);
    const key = digest.digest('hex');
    const known = this.#chains.get(key);
    if (known !== undefined) return known;
    const chain = {
      ids: sent.map((der) => this.#keep(der)),
      path: buildPath(sent, this.#roots, this.#at),
    };
    const inUse = new Set(chain.path.via);
    for (const root of chain.path.fromRoots) {
      if (inUse.has(root.id) && !this.#known.has(root.id)) {
        this.#known.set(root.id, { certificate: root, dnsNames: root.names, hosts: new Set() });
      }
    }
    this.#chains.set(key, chain);
    return chain;
  }

  #keep(der: Buffer): string {
    const id = certificateId(der);
    if (!this.#known.has(id)) {
      const { certificate, dnsNames } = parseCertificate(der);
      this.#known.set(id, { certificate, dnsNames, hosts: new Set() });
    }
    return id;
  }
}

/** Cuts the names of a certificate to what a snapshot keeps, with those that match these hosts among them. */
function withNames({ certificate, dnsNames }: Known, hosts: readonly string[]): Certificate {
  if (dnsNames.length <= certificate.names.length) return certificate;
  return { ...certificate, names: storedNames(dnsNames, hosts) };
}
