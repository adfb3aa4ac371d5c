import type { Snapshot } from '../model/snapshot.ts';
import { degradedLines } from './degraded.ts';
import { certificatesOf } from './certificate-words.ts';
import { blocksText, titled } from './layout.ts';
import { makeNeighbours } from './neighbours.ts';
import type { Palette } from './palette.ts';
import { certificateSentences } from './provider-certificates.ts';
import { tlsSentences } from './provider-tls.ts';
import { providerSection, providerTitle } from './provider-section.ts';
import { categoriesOf, isListed, type Provider } from './providers.ts';
import { surveySubtitle, surveyTitle } from './survey-heading.ts';
import { totalLines, totalsOf } from './totals.ts';

/**
 * A survey over lists as text, in the manner of the publication of 2016: TLS per provider by category, the certificates,
 * and totals. Providers that are told nothing of in a section are left out of it. Ends in a newline.
 */
export function describeSurvey(snapshot: Snapshot, palette: Palette): string {
  const { date, startedAt } = snapshot.survey;
  const categories = categoriesOf(snapshot);
  const neighbours = makeNeighbours(snapshot.endpoints);
  const certificates = certificatesOf(snapshot);
  const tls = providerSection(categories, palette, (provider) => ({
    title: titleOf(provider),
    sentences: tlsSentences(provider, date, neighbours),
  }));
  const shown = providerSection(categories, palette, (provider) => ({
    title: titleOf(provider),
    sentences: certificateSentences(provider, certificates, startedAt, neighbours),
  }));
  const blocks = [
    [
      palette.strong(surveyTitle(snapshot.survey)),
      palette.faint(surveySubtitle(snapshot.survey, snapshot.survey.scanner.mxtls)),
    ],
    ...degradedLines(snapshot.survey.degraded, palette).map((text) => [text]),
    titled('TLS per provider', tls, palette),
    titled('Certificates per provider', shown, palette),
    titled('Totals', totalLines(totalsOf(snapshot, categories), palette), palette),
  ];
  return blocksText(blocks);
}

function titleOf(provider: Provider): string {
  return providerTitle(provider.name, isListed(provider));
}
