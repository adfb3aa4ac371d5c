import { describe, expect, it } from 'vitest';
import type { MailDomain } from '../../../src/model/records/mail-domain.ts';
import { listingOf } from '../../../src/report/format/listing.ts';
import { DETAILED } from '../../../src/report/site/holder-table.ts';
import { isLargeSurvey } from '../../../src/report/site/large-survey.ts';
import { makeDomain } from '../../model/make-records.ts';

/** So many domains, a provider each, or all of one. */
function domainsOf(count: number, providerOf: (nth: number) => string | null): MailDomain[] {
  return Array.from({ length: count }, (_, nth) =>
    makeDomain({ domain: `d${nth}.gr`, hosts: [], provider: providerOf(nth) }, []),
  );
}

describe('a survey of', () => {
  it.each([
    {
      name: 'as many providers as are shown in detail',
      domains: domainsOf(DETAILED, String),
      reported: DETAILED,
      isLarge: false,
    },
    {
      name: 'one more',
      domains: domainsOf(DETAILED + 1, String),
      reported: DETAILED + 1,
      isLarge: true,
    },
    {
      name: 'as many domains that stand for themselves',
      domains: domainsOf(DETAILED + 1, () => null),
      reported: DETAILED + 1,
      isLarge: true,
    },
    {
      name: 'many domains of one provider',
      domains: domainsOf(DETAILED + 1, () => 'ONE'),
      reported: 1,
      isLarge: false,
    },
    {
      name: 'one domain, and many providers without any',
      domains: domainsOf(1, String),
      reported: DETAILED + 1,
      isLarge: true,
    },
  ])('$name: $isLarge', ({ domains, reported, isLarge }) => {
    const providers = listingOf(reported, () => {
      throw new Error('no provider is read');
    });
    const report = { categories: [{ name: null, providers }] };
    expect(isLargeSurvey({ domains: () => domains }, report)).toBe(isLarge);
  });

  it('too many providers is read no further than to the first that is too many', () => {
    let read = 0;
    function* domains() {
      for (const each of domainsOf(2 * DETAILED, String)) {
        read++;
        yield each;
      }
    }
    const report = {
      get categories(): never {
        throw new Error('the report is not asked');
      },
    };
    expect(isLargeSurvey({ domains }, report)).toBe(true);
    expect(read).toBe(DETAILED + 1);
  });
});
