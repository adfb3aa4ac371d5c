import { describe, expect, it } from 'vitest';
import { readQueueAddress, type QueueAddress } from '../../../src/net/queue/queue-address.ts';
import { redisFault } from '../../../src/net/queue/redis-client.ts';

function addressOf(url: string): QueueAddress {
  const read = readQueueAddress(url);
  if (read.kind !== 'address') throw new Error('no address');
  return read.address;
}

const NOT_ACCEPTED = 'its certificate is not accepted (NODE_EXTRA_CA_CERTS=FILE adds roots): why';

describe('redisFault', () => {
  it.each([
    ['ECONNREFUSED', 'ECONNREFUSED'],
    ['ETIMEDOUT', 'ETIMEDOUT'],
    ['EAI_AGAIN', 'EAI_AGAIN'],
    ['ABORT_ERR', 'ABORT_ERR'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_WRONG_VERSION_NUMBER'],
    ['CERT_HAS_EXPIRED', NOT_ACCEPTED],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', NOT_ACCEPTED],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', NOT_ACCEPTED],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', NOT_ACCEPTED],
    ['INVALID_CA', NOT_ACCEPTED],
    ['ERR_TLS_CERT_ALTNAME_INVALID', NOT_ACCEPTED],
    ['', 'why'],
  ])('of %j', (code, said) => {
    const error = Object.assign(new Error('why'), code === '' ? {} : { code });
    expect(redisFault(addressOf('rediss://:geheim@q.example'), error)).toBe(
      `Redis at rediss://q.example:6379: ${said}`,
    );
  });
});
