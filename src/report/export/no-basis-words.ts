import type { BasisRules, NoBasis } from '../../compare/export/choose-basis.ts';
import { dayOf } from '../format/dates.ts';
import { agreeing, counted } from '../format/layout.ts';

/** Why no export is made, and what to do, in one line that reads on from the name of the folder. */
export function noBasisText(why: NoBasis, rules: BasisRules): string {
  switch (why.kind) {
    case 'none': {
      const from = rules.vantage === undefined ? '' : ' of that vantage point';
      return `has no good survey${from} over lists on port 25: survey weekly (mxtls scan --ehlo NAME)`;
    }
    case 'in-the-future':
      return `the newest good survey began on ${dayOf(why.newest.survey.startedAt)}, which is ahead: set the clock of this machine`;
    case 'too-old':
      return `the newest good survey, of ${dayOf(why.newest.survey.startedAt)}, is ${counted(why.days, 'day')} old, and servers change: survey again (at most ${rules.maxAge}: --max-age)`;
    case 'too-few':
      return `${counted(why.found, 'good survey')} ${agreeing(why.found, 'asks', 'ask')} the same as that of ${dayOf(why.newest.survey.startedAt)}, and ${rules.surveys} are needed (--surveys): wait for the next`;
    case 'too-short':
      return `the good surveys from ${dayOf(why.oldest.survey.startedAt)} to ${dayOf(why.newest.survey.startedAt)} span ${counted(why.days, 'day')}, and ${rules.minDays} are needed (--min-days): wait for the next`;
  }
}
