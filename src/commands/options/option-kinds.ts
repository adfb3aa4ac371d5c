import { InvalidArgumentError } from 'commander';

/** What an option takes: how it is read, the name of its argument in the help, and what a message calls it. */
export type Takes =
  | { kind: 'flag' }
  | { kind: 'text'; argument: string; what: string }
  | { kind: 'texts'; argument: string; what: string }
  /** One text, or several; the command line gives a list. */
  | { kind: 'text-or-texts'; argument: string; what: string }
  | { kind: 'choice'; argument: string; choices: readonly string[] }
  | { kind: 'whole' | 'seconds'; argument: string; min: number; max: number };

/** The value of an option. */
export type ValueOf<T extends Takes> = T extends { kind: 'choice'; choices: readonly (infer C)[] }
  ? C
  : T['kind'] extends 'flag'
    ? boolean
    : T['kind'] extends 'texts'
      ? string[]
      : T['kind'] extends 'text-or-texts'
        ? string | string[]
        : T['kind'] extends 'text'
          ? string
          : number;

/** Adds a value of an option that can be given several times. */
export function gather(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/**
 * Reads the text of a number: digits, and for seconds a fraction.
 * Throws commander's error for anything else, and for what is below `min` or above `max`.
 */
export function parseNumber(
  text: string,
  { kind, min, max }: Extract<Takes, { min: number }>,
): number {
  const form = kind === 'whole' ? /^\d{1,9}$/ : /^\d{1,6}(\.\d{1,3})?$/;
  const value = form.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  const name = kind === 'whole' ? 'a whole number' : 'seconds';
  throw new InvalidArgumentError(`It takes ${name} from ${min} to ${max}.`);
}

/** Whether a value that was not read from the command line suits an option. */
export function suits(takes: Takes, value: unknown): boolean {
  switch (takes.kind) {
    case 'flag':
      return typeof value === 'boolean';
    case 'text':
      return isText(value);
    case 'texts':
      return isTexts(value);
    case 'text-or-texts':
      return isText(value) || isTexts(value);
    case 'choice':
      return takes.choices.some((choice) => choice === value);
    case 'whole':
      return Number.isInteger(value) && isWithin(value, takes);
    case 'seconds':
      return isWithin(value, takes);
  }
}

function isWithin(value: unknown, { min, max }: { min: number; max: number }): boolean {
  return typeof value === 'number' && value >= min && value <= max;
}

/** What an option takes, to read on from `has to be`. */
export function wanted(takes: Takes): string {
  switch (takes.kind) {
    case 'flag':
      return 'true or false';
    case 'text':
      return `${takes.what}, in quotes`;
    case 'texts':
      return `a list of ${takes.what}, as in ["...", "..."]`;
    case 'text-or-texts':
      return `${takes.what}, in quotes, or a list of several, as in ["...", "..."]`;
    case 'choice':
      return takes.choices
        .map((choice) => `"${choice}"`)
        .join(', ')
        .replace(/, (?=[^,]*$)/, ' or ');
    case 'whole':
      return `a whole number from ${takes.min} to ${takes.max}`;
    case 'seconds':
      return `a number of seconds from ${takes.min} to ${takes.max}`;
  }
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
