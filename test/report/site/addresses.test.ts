import { describe, expect, it } from 'vitest';
import {
  categoryPage,
  holderFiles,
  relativeHref,
  snapshotFile,
  surveyPage,
} from '../../../src/report/site/addresses.ts';

const AT = { startedAt: '2026-11-23T03:00:00Z', vantage: null };

// Others link to these: a line here never changes.
describe('the address', () => {
  it.each([
    {
      of: 'a domain',
      is: holderFiles({ name: 'wind.gr', listed: false }).page,
      path: 'domains/wind.gr.html',
    },
    {
      of: 'a provider of that name',
      is: holderFiles({ name: 'wind.gr', listed: true }).page,
      path: 'providers/wind.gr.html',
    },
    {
      of: 'its feed',
      is: holderFiles({ name: 'wind.gr', listed: true }).feed,
      path: 'providers/wind.gr.xml',
    },
    {
      of: 'its badge',
      is: holderFiles({ name: 'wind.gr', listed: true }).badge,
      path: 'providers/wind.gr.svg',
    },
    {
      of: 'an IDN',
      is: holderFiles({ name: 'xn--hxajbheg2az3al.gr', listed: false }).page,
      path: 'domains/παράδειγμα-gr-fc2dd1ac.html',
    },
    {
      of: 'a category',
      is: categoryPage('Commercial Providers'),
      path: 'categories/commercial-providers-57baa2c5.html',
    },
    { of: 'a survey', is: surveyPage(AT), path: 'surveys/2026-11-23T030000Z.html' },
    {
      of: 'a survey from elsewhere',
      is: surveyPage({ ...AT, vantage: 'athens' }),
      path: 'surveys/2026-11-23T030000Z-athens.html',
    },
    {
      of: 'a snapshot',
      is: snapshotFile(AT, 'results/x.json'),
      path: 'snapshots/2026-11-23T030000Z.json',
    },
    {
      of: 'a compressed one',
      is: snapshotFile(AT, 'x.json.gz'),
      path: 'snapshots/2026-11-23T030000Z.json.gz',
    },
  ])('of $of is $path', ({ is, path }) => {
    expect(is).toBe(path);
  });

  it.each([
    { from: 'index.html', to: 'providers/a.html', href: 'providers/a.html' },
    { from: 'providers/a.html', to: 'index.html', href: '../index.html' },
    { from: 'words/topics/DANE.html', to: 'page.css', href: '../../page.css' },
    { from: 'surveys/a.html', to: 'surveys/b.html#changes', href: '../surveys/b.html#changes' },
    { from: 'index.html', to: '#changes', href: '#changes' },
    { from: 'index.html', to: 'providers/ελ.html#α', href: 'providers/%CE%B5%CE%BB.html#%CE%B1' },
  ])('from $from to $to is written $href', ({ from, to, href }) => {
    expect(relativeHref(from, to)).toBe(href);
  });
});
