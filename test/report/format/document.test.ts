import { describe, expect, it } from 'vitest';
import { documentMarkdown } from '../../../src/report/format/document-markdown.ts';
import { documentText, wholeText } from '../../../src/report/format/document-text.ts';
import {
  plainItem,
  type Document,
  type Section,
  type Strip,
} from '../../../src/report/document/document.ts';
import { PLAIN } from '../../screens.ts';

function documentOf(sections: Iterable<Section>): Document {
  return { title: 'A title', notes: ['One note.', 'Two.'], warning: null, sections };
}

const STRIP: Strip = {
  marks: ['valid', 'some', 'unknown'],
  moments: ['2016-01-08', '-', '2016-03-26'],
};
const SIGNS = '2016-01-08 █▄? 2016-03-26';
const SECTIONS: Section[] = [
  { title: 'First', blocks: [{ kind: 'line', text: 'one *line*' }] },
  { title: 'Empty', blocks: [] },
  {
    title: null,
    blocks: [
      { kind: 'heading', text: 'Who' },
      {
        kind: 'list',
        items: [
          { ...plainItem(''), strip: STRIP },
          { name: 'mx.a.gr', text: '', below: [plainItem('TLS 1.2')] },
        ],
      },
    ],
  },
];

describe('a document', () => {
  it('is text, without sections that are empty and titles that are null', () => {
    expect(wholeText(documentOf(SECTIONS), PLAIN)).toBe(`A title
One note.
Two.

First
=====
one *line*

Who
  ${SIGNS}
  mx.a.gr
    TLS 1.2
`);
  });

  it('has the titles of its sections in their colours on a terminal', () => {
    const sections: Section[] = [
      { title: 'Bad', paint: 'bad', blocks: [{ kind: 'line', text: '' }] },
    ];
    const painted = { ...PLAIN, palette: { ...PLAIN.palette, bad: (text: string) => `<${text}>` } };
    expect(wholeText(documentOf(sections), painted)).toContain('\n<Bad>\n===\n');
  });

  it('is Markdown, with strips as code', () => {
    expect([...documentMarkdown(documentOf(SECTIONS))].join('')).toBe(`# A title

One note.

Two.

## First

one \\*line\\*

### Who

- \`${SIGNS}\`
- **mx.a.gr**
  - TLS 1.2
`);
  });

  it.each([
    { format: 'text', print: documentText },
    { format: 'Markdown', print: documentMarkdown },
  ])('is printed as $format a section at a time', ({ print }) => {
    let made = 0;
    function* sections(): Generator<Section> {
      for (const section of SECTIONS) {
        made += 1;
        yield section;
      }
    }
    const counts: number[] = [];
    for (const piece of print(documentOf(sections()), PLAIN)) {
      expect(piece).not.toBe('');
      counts.push(made);
    }
    expect(counts).toEqual([0, 1, 3]);
  });
});
