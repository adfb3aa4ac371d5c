import { createHash } from 'node:crypto';
import type { HtmlAssets } from './html-page.ts';

/**
 * The Content-Security-Policy of a page: nothing but its own style and script, which are named by their SHA-256 where they
 * stand in the page. No other script, no form and no address of another host does anything.
 */
export function securityPolicy({ kind, style, script }: HtmlAssets): string {
  const source = (text: string) => (kind === 'linked' ? "'self'" : `'sha256-${sha256(text)}'`);
  return [
    "default-src 'none'",
    ...(kind === 'linked' ? ["img-src 'self'"] : []),
    `style-src ${source(style)}`,
    `script-src ${script === null ? "'none'" : source(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64');
}
