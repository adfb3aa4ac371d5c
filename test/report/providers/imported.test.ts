import { describe, expect, it } from 'vitest';
import { NO_TLS_SHOWN } from '../../../src/model/records/failure.ts';
import { outcomeOf } from '../../../src/report/answer/endpoint-outcome.ts';
import { PLAIN } from '../../screens.ts';
import { makeDomain, makeEndpoint } from '../../model/make-records.ts';

describe('an imported host without TLS', () => {
  const date = '2016-01-23';
  const context = {
    certificates: new Map(),
    at: `${date}T00:00:00Z`,
    date,
    palette: PLAIN.palette,
  };

  it.each([
    {
      name: 'is reported once, as its source had it',
      failure: NO_TLS_SHOWN,
      claim: 'showed no TLS (reachability not recorded)',
    },
    {
      name: 'is no other unexpected failure',
      failure: { ...NO_TLS_SHOWN, detail: 'ESOMETHING' },
      claim: 'unexpected error at connect (ESOMETHING)',
    },
  ])('$name', ({ failure, claim }) => {
    const endpoint = makeEndpoint({ address: null, outcome: 'failed', failure });
    const { word, details } = outcomeOf(endpoint, makeDomain(), context);
    expect({ word, details }).toEqual({ word: 'unknown', details: [claim] });
  });
});
