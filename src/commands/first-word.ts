import { parseDomainName } from '../model/names/domain-name.ts';
import { hasPublicSuffix } from '../model/names/operator.ts';
import { shownText } from '../model/text/shown-text.ts';
import { isFile } from '../store/lists/find-lists.ts';
import { Stop } from './terminal/stop.ts';

/**
 * Reads a command line whose first word is no command. A domain is asked as `mxtls scan` asks it, unless a file has its
 * name; only a name below a public suffix is taken for a domain, so that no typing error asks anybody.
 * @returns the words to carry out.
 * @throws a Stop with status 2 that says what was probably meant
 */
export function withCommand(args: readonly string[]): readonly string[] {
  const [first = ''] = args;
  const unknown = `unknown command '${shownText(first, 255)}'`;
  if (isFile(first)) {
    throw new Stop(
      2,
      `${unknown}, which is a file: 'mxtls report FILE' prints a snapshot, 'mxtls scan --list FILE' asks the domains of a list`,
    );
  }
  const domain = domainIn(first);
  if (domain === null) return args;
  if (domain.isBare && hasPublicSuffix(domain.name)) return ['scan', ...args];
  throw new Stop(2, `${unknown}; 'mxtls scan ${domain.name}' asks the mail servers of a domain`);
}

/** The domain in a domain name, which is then bare, in an address of mail or in a URL; null for anything else. */
function domainIn(text: string): { name: string; isBare: boolean } | null {
  const [, host = text] = /^(?:https?:\/\/|[^@/\s]+@)([^/:@\s]+)/i.exec(text) ?? [];
  const parsed = parseDomainName(host);
  if (parsed.kind !== 'domain' || !parsed.ascii.includes('.')) return null;
  return { name: parsed.ascii, isBare: host === text };
}
