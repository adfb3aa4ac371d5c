import {
  plainCell,
  plainItem,
  type Block,
  type Document,
  type Table,
} from '../../../src/report/document/document.ts';
import type { HtmlPage } from '../../../src/report/html/html-page.ts';

/** The pages of two words, which lead to each other and to a third. */
const WORDS: Readonly<Record<string, Block[]>> = {
  'problem-expired': [{ kind: 'prose', text: 'Not `problem:name-mismatch`, nor `path:trusted`.' }],
  'problem-name-mismatch': [
    { kind: 'heading', text: 'What to do' },
    { kind: 'code', lines: ['tls_certificate = <file>', '  # & reload'] },
  ],
  'path-trusted': [{ kind: 'prose', text: 'Only linked to from another word.' }],
};

/** A page that stands alone, with a style of its own and no script. */
export const ALONE: HtmlPage = {
  assets: { kind: 'inline', style: 'body { color: CanvasText }', script: null },
  hrefOf: (link) => (link.kind === 'page' && link.path.startsWith('#') ? link.path : null),
  words: (page) => {
    const blocks = WORDS[page];
    return blocks === undefined ? null : { title: page, blocks };
  },
  navigation: [],
  feeds: [],
  draw: null,
};

const rows = ['a.gr', 'b.gr', 'c.gr'].map((name, nth) => [
  plainCell(name),
  { text: `${nth} of 3`, paint: nth === 0 ? ('bad' as const) : null, sort: nth / 3 },
]);

/** A table that can be sorted, whose first row opens. */
export const PROVIDERS: Table = {
  kind: 'table',
  bare: false,
  name: 'Providers',
  columns: [
    { title: 'Provider', align: 'left' },
    { title: 'Encrypted', align: 'right' },
  ],
  rows,
  details: (row) =>
    row > 0
      ? []
      : [
          { kind: 'heading', text: 'mx.a.gr' },
          { kind: 'list', items: [plainItem('220 mx.a.gr ESMTP')] },
        ],
  anchor: (row) => (row === 1 ? 'provider-b' : null),
};

/** Every kind of block. */
export const ALL: Document = {
  title: 'Mail servers of <Greece>',
  notes: ['Survey of 2016-01-23.', 'Three providers.'],
  warning: { heading: 'This survey is degraded', reasons: ['mostly unknown', '"dns" failed'] },
  sections: [
    {
      title: 'At a glance',
      id: 'glance',
      blocks: [
        {
          kind: 'figures',
          figures: [
            {
              label: 'encrypt',
              value: '3 of 5',
              change: { text: '+1 since 2016-01-16', paint: 'good' },
            },
            { label: 'unknown', value: '1', change: null },
          ],
        },
        {
          kind: 'picture',
          title: 'Adoption',
          picture: {
            kind: 'lines',
            at: ['2016-01-23T14:05:33Z'],
            whole: 'of the providers known',
            stacked: false,
            series: [
              { name: 'Commercial', shares: [{ share: 0.5, count: 1, known: 2, unknown: 0 }] },
            ],
          },
        },
      ],
    },
    { title: 'Empty', blocks: [] },
    { title: 'Providers', paint: 'bad', blocks: [PROVIDERS] },
    {
      title: null,
      blocks: [
        { kind: 'heading', text: 'Commercial', paint: 'strong' },
        { kind: 'line', text: 'See `below`.' },
        {
          kind: 'list',
          items: [
            {
              name: 'mx.a.gr',
              text: 'Supports TLS 1.2.',
              link: { kind: 'page', path: '#provider-b' },
              below: [
                {
                  ...plainItem('its certificate has expired'),
                  link: { kind: 'word', page: 'problem-expired' },
                },
                { ...plainItem('no such word'), link: { kind: 'word', page: 'problem-none' } },
              ],
            },
            { name: 'b.gr', text: '', below: [] },
            {
              ...plainItem(''),
              strip: {
                marks: ['none', 'none', 'valid'],
                moments: ['2016-01-08', '2016-01-15', '2016-01-22'],
              },
            },
            {
              ...plainItem('RFC 3207'),
              link: { kind: 'web', href: 'https://www.rfc-editor.org/rfc/rfc3207#section-4' },
            },
          ],
        },
        { kind: 'prose', text: 'Compare `problem:name-mismatch` with `mxtls diff`.' },
        { kind: 'code', lines: ['smtpd_tls_security_level = may'] },
        {
          kind: 'table',
          bare: true,
          columns: [
            { title: 'Version', align: 'left' },
            { title: 'Hosts', align: 'right' },
          ],
          rows: [[plainCell('TLS 1.2'), plainCell('12')]],
        },
      ],
    },
    { title: 'Providers', blocks: [{ kind: 'line', text: 'A title may occur twice.' }] },
  ],
};
