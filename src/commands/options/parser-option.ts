import { Option } from 'commander';
import { gather, parseNumber } from './option-kinds.ts';
import { helpOf, usageOf, type ScanOption } from './scan-options.ts';

/** An option of `scan` as the command-line parser takes it. */
export function parserOption(key: string, row: ScanOption): Option {
  const option = new Option(usageOf(key, row), helpOf(row)).conflicts(row.conflicts ?? []);
  if (row.env !== undefined) option.env(row.env);
  const { takes } = row;
  switch (takes.kind) {
    case 'flag':
    case 'text':
      return option;
    case 'texts':
    case 'text-or-texts':
      return option.argParser(gather);
    case 'choice':
      return option.choices(takes.choices);
    case 'whole':
    case 'seconds':
      return option.argParser((text) => parseNumber(text, takes));
  }
}
