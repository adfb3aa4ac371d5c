import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import * as dnsPacket from 'dns-packet';
import { afterEach, describe, expect, it } from 'vitest';
import { query, udp } from './dns-ask.ts';
import { startDnsServer, type LabDns } from './dns-server.ts';
import type { DnsBehaviours, Zone } from './dns-zone.ts';

const started: LabDns[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((dns) => dns.close()));
});

async function start(zone: Zone): Promise<LabDns> {
  const dns = await startDnsServer({ zone });
  started.push(dns);
  return dns;
}

function resolver({ address, port }: LabDns): Resolver {
  const made = new Resolver({ timeout: 200, tries: 1 });
  made.setServers([`${address}:${port}`]);
  return made;
}

const MX = [
  { preference: 10, exchange: 'a.example' },
  { preference: 20, exchange: 'b.example' },
  { preference: 30, exchange: 'c.example' },
];

describe('a zone', () => {
  const zone: Zone = {
    'Lab.Example': { MX, TXT: ['one', ['two ', 'strings']] },
    'a.example': { A: ['192.0.2.1', '192.0.2.2'], AAAA: ['2001:db8::1'] },
    'alias.example': { CNAME: 'alias2.example' },
    'alias2.example': { CNAME: 'A.example' },
    'loop.example': { CNAME: 'loop2.example' },
    'loop2.example': { CNAME: 'loop.example' },
    'null.example': { MX: [{ preference: 0, exchange: '.' }] },
    'empty.example': {},
  };

  it('answers what it holds, whatever the case', async () => {
    const dns = await start(zone);
    const client = resolver(dns);
    expect(await client.resolveMx('lab.EXAMPLE')).toMatchObject(
      MX.map(({ preference, exchange }) => ({ priority: preference, exchange })),
    );
    expect(await client.resolveTxt('lab.example')).toEqual([['one'], ['two ', 'strings']]);
    expect(await client.resolve4('alias.example')).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(await client.resolve6('a.example')).toEqual(['2001:db8::1']);
    expect(await client.resolveMx('null.example')).toMatchObject([{ priority: 0, exchange: '' }]);
    expect(dns.queries.map(({ name, type, transport }) => `${name} ${type} ${transport}`)).toEqual([
      'lab.example MX udp',
      'lab.example TXT udp',
      'alias.example A udp',
      'a.example AAAA udp',
      'null.example MX udp',
    ]);
  });

  it('gives the whole CNAME chain, and a loop once round', async () => {
    const dns = await start(zone);
    const ask = async (name: string) => {
      const [packet] = await udp(dns, query(name, { questions: [{ name, type: 'A' }] }));
      return packet?.answers?.map((one) => `${one.name} ${one.type}`);
    };
    expect(await ask('Alias.example')).toEqual([
      'Alias.example CNAME',
      'alias2.example CNAME',
      'A.example A',
      'A.example A',
    ]);
    expect(await ask('loop.example')).toEqual(['loop.example CNAME', 'loop2.example CNAME']);
  });

  it.each(['empty.example', 'nowhere.example'])('denies %s with an SOA', async (name) => {
    const [packet] = await udp(await start(zone), query(name));
    expect(packet?.answers).toEqual([]);
    expect(packet?.authorities?.map(({ type }) => type)).toEqual(['SOA']);
    expect((packet?.flags ?? 0) & 0xf).toBe(name === 'empty.example' ? 0 : 3);
  });

  it('can be changed while it is served', async () => {
    const dns = await start(zone);
    dns.zone.set('lab.example', { MX: MX.slice(2) });
    expect(await resolver(dns).resolveMx('lab.example')).toHaveLength(1);
  });

  it('says AD below a secure name, to those who ask for it', async () => {
    const dns = await start({
      'signed.example': { secure: true },
      'mx.signed.example': { MX },
      'half.example': { MX, secure: ['A'] },
    });
    const ad = async (name: string, flags: number) =>
      (await udp(dns, query(name, { flags }))).map((packet) => packet.flag_ad);
    expect(await ad('mx.signed.example', dnsPacket.AUTHENTIC_DATA)).toEqual([true]);
    expect(await ad('gone.signed.example', dnsPacket.AUTHENTIC_DATA)).toEqual([true]);
    expect(await ad('mx.signed.example', 0)).toEqual([false]);
    expect(await ad('half.example', dnsPacket.AUTHENTIC_DATA)).toEqual([false]);
  });
});

describe('behaviours', () => {
  const with_ = (behaviour: DnsBehaviours): Zone => ({
    'lab.example': { MX, behaviours: { ANY: behaviour } },
  });

  it.each([
    { behaviour: { kind: 'nodata' }, code: 'ENODATA' },
    { behaviour: { kind: 'nxdomain' }, code: 'ENOTFOUND' },
    { behaviour: { kind: 'rcode', rcode: 'SERVFAIL' }, code: 'ESERVFAIL' },
    { behaviour: { kind: 'rcode', rcode: 'REFUSED' }, code: 'EREFUSED' },
    { behaviour: { kind: 'rcode', rcode: 'NOTIMP' }, code: 'ENOTIMP' },
    { behaviour: { kind: 'rcode', rcode: 'FORMERR' }, code: 'EFORMERR' },
    { behaviour: { kind: 'silent' }, code: 'ETIMEOUT' },
    { behaviour: { kind: 'wrong-question' }, code: 'ETIMEOUT' },
    { behaviour: { kind: 'bogus' }, code: 'ESERVFAIL' },
    {
      behaviour: { kind: 'raw', bytes: (bytes: Buffer) => bytes.subarray(0, 3) },
      code: 'EBADRESP',
    },
    { behaviour: { kind: 'truncated', tcp: 'silent' }, code: 'ETIMEOUT' },
  ] as const)('$behaviour gives a client $code', async ({ behaviour, code }) => {
    const client = resolver(await start(with_(behaviour)));
    await expect(client.resolveMx('lab.example')).rejects.toMatchObject({ code });
  });

  it('uses several in turn, of which the last repeats', async () => {
    const dns = await start(with_([{ kind: 'rcode', rcode: 'SERVFAIL' }, { kind: 'answer' }]));
    const client = resolver(dns);
    await expect(client.resolveMx('lab.example')).rejects.toMatchObject({ code: 'ESERVFAIL' });
    expect(await client.resolveMx('lab.example')).toHaveLength(3);
    expect(await client.resolveMx('lab.example')).toHaveLength(3);
  });

  it('counts turns by type, and lets one type behave apart', async () => {
    const dns = await start({
      'lab.example': { MX, A: ['192.0.2.1'], behaviours: { A: { kind: 'nodata' } } },
    });
    await expect(resolver(dns).resolve4('lab.example')).rejects.toMatchObject({ code: 'ENODATA' });
    expect(await resolver(dns).resolveMx('lab.example')).toHaveLength(3);
  });

  it('rotates', async () => {
    const dns = await start(with_({ kind: 'rotate' }));
    const first = async () => (await resolver(dns).resolveMx('lab.example'))[0]?.exchange;
    expect([await first(), await first(), await first(), await first()]).toEqual([
      'a.example',
      'b.example',
      'c.example',
      'a.example',
    ]);
  });

  it('answers late', async () => {
    const dns = await start(with_({ kind: 'answer', delayMs: 60 }));
    const before = performance.now();
    await udp(dns, query('lab.example'));
    expect(performance.now() - before).toBeGreaterThan(55);
  });

  it('answers first with a wrong ID', async () => {
    const dns = await start(with_({ kind: 'wrong-id-first' }));
    const [wrong, right] = await udp(dns, query('lab.example'), 2);
    expect([wrong?.id, wrong?.answers?.length]).toEqual([7 ^ 0xffff, 0]);
    expect([right?.id, right?.answers?.length]).toEqual([7, 3]);
  });

  it('answers for another owner', async () => {
    const dns = await start(with_({ kind: 'other-owner', owner: 'evil.example' }));
    const [packet] = await udp(dns, query('lab.example'));
    expect(packet?.questions?.[0]?.name).toBe('lab.example');
    expect(new Set(packet?.answers?.map(({ name }) => name))).toEqual(new Set(['evil.example']));
  });

  it('answers a bogus name if checking is disabled', async () => {
    const dns = await start(with_({ kind: 'bogus' }));
    const [packet] = await udp(dns, query('lab.example', { flags: dnsPacket.CHECKING_DISABLED }));
    expect(packet?.answers).toHaveLength(3);
  });

  it('sends any bytes', async () => {
    const bytes = (asked: Buffer) => Buffer.concat([asked.subarray(0, 2), Buffer.alloc(10)]);
    const [packet] = await udp(await start(with_({ kind: 'raw', bytes })), query('lab.example'));
    expect([packet?.id, packet?.flags, packet?.questions]).toEqual([7, 0, []]);
  });
});

it('keeps what is no query among its errors', async () => {
  const dns = await start({ 'lab.example': { MX } });
  const socket = createSocket('udp4');
  socket.send(Buffer.from('junk'), dns.port, dns.address);
  await udp(dns, query('lab.example'));
  socket.close();
  expect(dns.errors).toHaveLength(1);
});
