import { connect, Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkPort } from '../../../src/commands/checks/check-port.ts';
import type { SampleHost } from '../../../src/commands/checks/sample-hosts.ts';
import type { Dialler } from '../../../src/net/dial.ts';
import { startSmtpServer, type LabSmtp } from '../../lab/smtp/smtp-server.ts';

const NAMES = ['wind', 'otenet', 'forthnet', 'hol', 'vivodi'];

/** Hosts of so many operators; the nth has the address 192.0.2.n. */
function hosts(count: number): SampleHost[] {
  return NAMES.slice(0, count).map((name, n) => ({
    host: `mx.${name}.example`,
    operator: `${name}.example`,
    addresses: [`192.0.2.${n + 1}`],
  }));
}

/** A socket that never connects, as where packets are dropped. */
function dropped(): Socket {
  return new Socket();
}

function refused(code: string): Socket {
  return new Socket().destroy(Object.assign(new Error(code), { code }));
}

async function server(): Promise<LabSmtp> {
  const started = await startSmtpServer({ name: 'mx.wind.example' });
  onTestFinished(() => started.close());
  return started;
}

/** Dials what a test has for an address; all others are dropped. */
function diallerOf(sockets: Readonly<Record<string, () => Socket>>) {
  const dialled: string[] = [];
  const dial: Dialler = (address) => {
    dialled.push(address);
    return (sockets[address] ?? dropped)();
  };
  return { dial, dialled };
}

function check(dial: Dialler, count: number) {
  return checkPort({ dial, port: 25, hosts: hosts(count), attemptMs: 50 });
}

describe('the check of the outbound port', () => {
  it('asks one host where that answers: it reads the greeting and says QUIT', async () => {
    const lab = await server();
    const { dial, dialled } = diallerOf({
      '192.0.2.1': () => connect({ host: lab.address, port: lab.port }),
    });
    const found = await checkPort({ dial, port: 25, hosts: hosts(5), attemptMs: 5_000 });
    expect(found.check.outcome).toBe('ok');
    expect(found.check.evidence).toBe('port 25 is open: mx.wind.example greets');
    expect(found.from).toEqual([lab.address]);
    expect(dialled).toEqual(['192.0.2.1']);
    expect(lab.connections.map(({ commands }) => commands)).toEqual([['QUIT']]);
  });

  it('finds a network that drops every connection', async () => {
    const { dial, dialled } = diallerOf({});
    const { check: found, from } = await check(dial, 5);
    expect(found.outcome).toBe('failed');
    expect(found.evidence).toMatch(
      /^no connection to port 25 of 5 unrelated operators could be made \(mx\.wind\.example: timeout, .*\): this network blocks it/,
    );
    expect(from).toEqual([]);
    expect(dialled).toHaveLength(5);
  });

  it.each(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EACCES', 'EPERM', 'ETIMEDOUT'])(
    'finds one that answers each with %s',
    async (code) => {
      expect((await check(() => refused(code), 3)).check.outcome).toBe('failed');
    },
  );

  it('is content where one of five can be connected to', async () => {
    const lab = await server();
    const { dial, dialled } = diallerOf({
      '192.0.2.4': () => connect({ host: lab.address, port: lab.port }),
    });
    const { check: found } = await checkPort({ dial, port: 25, hosts: hosts(5), attemptMs: 500 });
    expect(found).toMatchObject({ outcome: 'ok', advice: null });
    expect(dialled).toHaveLength(5);
  });

  it.each([
    { count: 0, code: 'ECONNREFUSED', why: 'no host' },
    { count: 2, code: 'ECONNREFUSED', why: 'too few operators' },
    { count: 5, code: 'ECONNRESET', why: 'an error that no blocked port gives' },
    { count: 5, code: 'EMFILE', why: 'a limit of this machine' },
  ])('does not know with $why', async ({ count, code }) => {
    expect((await check(() => refused(code), count)).check.outcome).toBe('unknown');
  });

  it('takes a server that says nothing for an open port', async () => {
    const silent = await startSmtpServer({
      name: 'mx.wind.example',
      behaviour: { greeting: 'silent' },
    });
    onTestFinished(() => silent.close());
    const dial = () => connect({ host: silent.address, port: silent.port });
    const { check: found } = await checkPort({ dial, port: 25, hosts: hosts(1), attemptMs: 200 });
    expect(found.evidence).toBe('port 25 is open: mx.wind.example accepts connections');
  });
});
