import { Stop } from '../terminal/stop.ts';

/**
 * Reads an URL of --notify. Throws a Stop with status 2 for anything but an http: or https: URL. No message has more of it than
 * its scheme and host: the rest may be a secret.
 */
export function parseNotifyUrl(text: string): URL {
  // What RFC 3986 lets stand in an URL; a URL that a message has abbreviated is none.
  const url = /^[\x21-\x7e]+$/.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (url.protocol === 'https:' || url.protocol === 'http:')) return url;
  throw new Stop(2, '--notify takes a whole URL, as in https://chat.example.org/hooks/...');
}

/** What messages call a receiver: scheme and host, with the port where it is not the usual one. */
export function receiverName({ origin }: URL): string {
  return origin;
}

/** An URL of --notify as a message may have it: scheme and host. */
export function abbreviatedUrl(text: string): string {
  return URL.canParse(text) ? `${receiverName(new URL(text))}/…` : '…';
}

/** Whether what is sent there can be read on the way: http: to another machine than this one. */
export function isOpenToOthers({ protocol, hostname }: URL): boolean {
  const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  return protocol === 'http:' && !isLoopback;
}
