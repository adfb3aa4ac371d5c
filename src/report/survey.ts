import type { Snapshot } from '../model/records/snapshot.ts';
import { certificatesOf } from './words/certificate-words.ts';
import { degradedWarning } from './words/degraded.ts';
import { wholeText } from './format/document-text.ts';
import { makeNeighbours } from './words/neighbours.ts';
import type { Palette } from './format/palette.ts';
import { certificateSentences } from './providers/provider-certificates.ts';
import { providerTitle } from './providers/provider-section.ts';
import { categoryBlocks } from './words/category-blocks.ts';
import { tlsSentences } from './providers/provider-tls.ts';
import { categoriesOf, isListed, type Provider } from './providers/providers.ts';
import { surveySubtitle, surveyTitle } from './words/survey-heading.ts';
import { totalBlocks, totalsOf } from './providers/totals.ts';

/**
 * A survey over lists as text, in the form of the publication of 2016: TLS per provider by category, the certificates,
 * and totals. A provider without results in a section is left out of it. Ends in a newline.
 */
export function describeSurvey(snapshot: Snapshot, palette: Palette): string {
  const { survey } = snapshot;
  const { date, startedAt } = survey;
  const categories = categoriesOf(snapshot);
  const neighbours = makeNeighbours(snapshot.endpoints);
  const certificates = certificatesOf(snapshot);
  const tls = categoryBlocks(categories, (provider) => ({
    title: titleOf(provider),
    sentences: tlsSentences(provider, date, neighbours),
  }));
  const shown = categoryBlocks(categories, (provider) => ({
    title: titleOf(provider),
    sentences: certificateSentences(provider, certificates, startedAt, neighbours),
  }));
  const document = {
    title: surveyTitle(survey),
    notes: [surveySubtitle(survey, survey.scanner.mxtls)],
    warning: degradedWarning(survey.degraded),
    sections: [
      { title: 'TLS per provider', blocks: tls },
      { title: 'Certificates per provider', blocks: shown },
      { title: 'Totals', blocks: totalBlocks(totalsOf(snapshot, categories)) },
    ],
  };
  return wholeText(document, palette);
}

function titleOf(provider: Provider): string {
  return providerTitle(provider.name, isListed(provider));
}
