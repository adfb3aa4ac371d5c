import { describe, expect, it } from 'vitest';
import { attributeValues } from '../../../src/model/text/name-text.ts';

describe('the CNs in an RFC 4514 string', () => {
  it.each([
    ['CN=mx.example,O=Lab', ['mx.example']],
    ['O=Lab,CN=a+CN=b', ['a', 'b']],
    ['O=x\\,CN=evil.example,C=GR', []],
    ['CN=a\\,b', ['a\\,b']],
    ['O=CN=evil.example', []],
    ['OCN=a,2.5.4.3=#0c0161', []],
    ['CN=', ['']],
    ['', []],
  ])('of %s are %j', (subject, expected) => {
    expect(attributeValues(subject, 'CN')).toEqual(expected);
  });
});
