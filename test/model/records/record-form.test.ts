import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { EndpointSchema } from '../../../src/model/records/endpoint.ts';
import { appended } from '../../../src/model/records/appended.ts';
import { formFault } from '../../../src/model/records/record-form.ts';
import { canonicalJson } from '../../../src/model/records/snapshot-text.ts';
import { makeEndpoint } from '../make-records.ts';

/** A record of 0.1.0, and the same record after a release that appended two keys to it, and one to a part of it. */
const Older = z.object({ host: z.string(), tls: z.object({ version: z.string() }).nullable() });
const Newer = z.object({
  host: z.string(),
  tls: z.object({ version: z.string(), ech: appended(z.boolean()) }).nullable(),
  software: appended(z.string()),
  banners: appended(z.array(z.string())),
});

const old = '{"host":"mx.a.example","tls":{"version":"TLSv1.3"}}';
const latest =
  '{"host":"mx.a.example","tls":{"version":"TLSv1.3","ech":true},"software":"Postfix","banners":[]}';

const jsonSchema = z.toJSONSchema(Newer, { io: 'input' });
const validate = new Ajv2020({ strict: true }).compile(jsonSchema);

describe('an appended key', () => {
  it('is null in a record that lacks it, at every depth', () => {
    expect(Newer.parse(JSON.parse(old))).toEqual({
      host: 'mx.a.example',
      tls: { version: 'TLSv1.3', ech: null },
      software: null,
      banners: null,
    });
    expect(Newer.parse(JSON.parse('{"host":"a","tls":null}')).tls).toBeNull();
  });

  it('is always written, behind the keys that were there before', () => {
    expect(canonicalJson(Newer.parse(JSON.parse(old)))).toBe(
      '{"host":"mx.a.example","tls":{"version":"TLSv1.3","ech":null},"software":null,"banners":null}',
    );
    const turned = { software: 'Postfix', banners: [], tls: { ech: true, version: 'TLSv1.3' } };
    expect(canonicalJson(Newer.parse({ ...turned, host: 'mx.a.example' }))).toBe(latest);
  });

  it('keeps its value, and refuses a value of another type', () => {
    expect(Newer.parse(JSON.parse(latest))).toEqual(JSON.parse(latest));
    expect(Newer.safeParse({ ...(JSON.parse(old) as object), software: 7 }).success).toBe(false);
  });

  it('is not required by the JSON Schema, and may be null', () => {
    expect(jsonSchema.required).toEqual(['host', 'tls']);
    expect(validate(JSON.parse(old))).toBe(true);
    expect(validate(JSON.parse(latest))).toBe(true);
    expect(validate({ ...(JSON.parse(latest) as object), software: null })).toBe(true);
    expect(validate({ ...(JSON.parse(latest) as object), software: 7 })).toBe(false);
  });

  it('is not needed by a reader that does not know it', () => {
    expect(Older.parse(JSON.parse(latest))).toEqual(JSON.parse(old));
  });
});

/** What is wrong with the form of a record that its schema accepts. */
function faultOf(text: string, schema: z.ZodType): string | null {
  const value: unknown = JSON.parse(text);
  return formFault(value, text, schema.parse(value));
}

describe('the form of a record', () => {
  it.each([
    { name: 'an older writer for a newer reader', text: old, schema: Newer },
    { name: 'a newer writer for a newer reader', text: latest, schema: Newer },
    { name: 'a newer writer for an older reader', text: latest, schema: Older },
    {
      name: 'a writer between the two',
      text: '{"host":"a","tls":null,"software":"Exim"}',
      schema: Newer,
    },
    {
      name: 'a real endpoint',
      text: canonicalJson(EndpointSchema.parse(makeEndpoint())),
      schema: EndpointSchema,
    },
  ])('of $name is right', ({ text, schema }) => {
    expect(faultOf(text, schema)).toBeNull();
  });

  it.each([
    {
      name: 'an appended key before an older one',
      text: '{"host":"a","software":"Exim","tls":null}',
    },
    {
      name: 'two appended keys in the wrong order',
      text: '{"host":"a","tls":null,"banners":[],"software":"Exim"}',
    },
    {
      name: 'the wrong order in a part',
      text: '{"host":"a","tls":{"ech":true,"version":"TLSv1.3"}}',
    },
  ])('is wrong with $name', ({ text }) => {
    expect(faultOf(text, Newer)).toBe('has its keys in another order than the format');
  });

  it('is wrong with a space', () => {
    expect(faultOf('{"host":"a", "tls":null}', Newer)).toMatch(/^is not written in the one form/);
  });
});

describe('the work for a record', () => {
  /** How often the items of a list of notes are looked at. */
  function stepsOf(length: number): number {
    let steps = 0;
    const counted = (items: unknown[]) =>
      new Proxy(items, {
        get: (target, key, receiver): unknown => {
          steps++;
          return Reflect.get(target, key, receiver);
        },
      });
    const notes = Array.from({ length }, (_, index) => `note-${index}`);
    const value = { notes: counted([...notes]) };
    expect(formFault(value, canonicalJson({ notes }), { notes: counted([...notes]) })).toBeNull();
    return steps;
  }

  it('doubles with the length of a list', () => {
    expect(stepsOf(2000)).toBeLessThanOrEqual(2.1 * stepsOf(1000));
  });

  it('compares no item of a list with all others', () => {
    const includes = vi.spyOn(Array.prototype, 'includes');
    stepsOf(1000);
    const searched = includes.mock.contexts.filter((each) => (each as unknown[]).length >= 1000);
    includes.mockRestore();
    expect(searched).toEqual([]);
  });
});
