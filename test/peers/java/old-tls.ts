import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeCertificate, type LabCertificate } from '../../lab/certificates.ts';
import { PROJECT } from '../servers/project.ts';

const JAVA = 'java';

/** Whether this machine has a JDK that runs a source file. */
export const hasJava = spawnSync(JAVA, ['-version']).status === 0;

/** One server of the JDK: its versions and suites in Java's words, `-` for its default suites. */
export interface OldTlsServer {
  readonly protocols: readonly string[];
  readonly suites?: readonly string[];
  readonly asksClientCertificate?: boolean;
}

/** Running servers, by port in the order asked for. */
export interface OldTls {
  readonly ports: readonly number[];
  readonly certificate: LabCertificate;
  close(): Promise<void>;
}

/**
 * Starts SMTP servers with the JDK's TLS, in one process.
 * @param dhBits the size of their finite-field groups
 * @throws if the program does not start
 */
export async function startOldTls(
  servers: readonly OldTlsServer[],
  dhBits: 768 | 1024 | 2048 = 1024,
): Promise<OldTls> {
  const folder = await mkdtemp(join(tmpdir(), 'mxtls-java-'));
  const certificate = await makeCertificate({
    subject: 'CN=old.lab.example',
    names: ['old.lab.example'],
    key: 'RSA 1024',
    hash: 'SHA-1',
  });
  const [der, key] = [join(folder, 'leaf.der'), join(folder, 'key.der')];
  await writeFile(der, certificate.der);
  await writeFile(
    key,
    Buffer.from(certificate.keyPem.replaceAll(/-----.*-----|\s/g, ''), 'base64'),
  );
  const legacy = dhBits === 768 ? 'legacy' : String(dhBits);
  const child = spawn(
    JAVA,
    [
      ...['-XX:TieredStopAtLevel=1', `-Djdk.tls.ephemeralDHKeySize=${legacy}`],
      join(PROJECT, 'test/peers/java/OldTls.java'),
      ...[der, key, ...servers.map(argument)],
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  return {
    ports: await readPorts(child, servers.length),
    certificate,
    close: async () => {
      const gone = once(child, 'exit');
      child.stdin.end();
      await gone;
      await rm(folder, { recursive: true });
    },
  };
}

function argument({ protocols, suites, asksClientCertificate = false }: OldTlsServer): string {
  return `${protocols.join(',')} ${asksClientCertificate ? '!' : ''}${suites?.join(',') ?? '-'}`;
}

async function readPorts(child: ChildProcess, count: number): Promise<number[]> {
  const ports: number[] = [];
  if (child.stdout === null) return ports;
  for await (const line of createInterface({ input: child.stdout })) {
    if (ports.push(Number(line)) === count) return ports;
  }
  throw new Error('the Java servers did not start');
}
