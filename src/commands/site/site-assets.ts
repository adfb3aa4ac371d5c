import { SCRIPT, STYLE } from '../../report/site/addresses.ts';
import { readAsset } from '../pages/page-assets.ts';
import type { SiteWriter } from './site-folder.ts';

/** Puts the style and the script that all pages share. Throws a Stop where one cannot be read. */
export function putAssets(writer: SiteWriter): void {
  for (const name of [STYLE, SCRIPT]) writer.text(name, [readAsset(name)]);
}
