import { join } from 'node:path';
import type { PostfixService } from './postfix-personalities.ts';
import { hostOf } from './served.ts';

/** The address of a personality. */
export function addressOf({ octet }: Pick<PostfixService, 'octet'>): string {
  return `127.60.0.${octet}`;
}

/** Where the key and the certificates of a personality lie. */
export function chainPath(folder: string, name: string): string {
  return join(folder, `${name}.pem`);
}

/**
 * The main.cf that all personalities share (postconf(5)): no destination, no network of its own, as its limits would not
 * count for that.
 */
export function mainCf(folder: string): string {
  return `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${folder}/log
maillog_file_prefixes = ${folder}
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks =
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
default_transport = error:no delivery
local_transport = error:no delivery
smtpd_relay_restrictions = reject
smtpd_recipient_restrictions = reject
smtpd_sender_restrictions = reject
smtpd_peername_lookup = no
smtputf8_enable = no
smtpd_tls_security_level = may
smtpd_tls_loglevel = 1
smtpd_client_event_limit_exceptions =
anvil_rate_time_unit = 1h
max_idle = 1h
postscreen_access_list =
postscreen_greet_wait = 2s
postscreen_greet_banner = $myhostname please wait
postscreen_cache_map =
`;
}

/** master(5): what smtpd and postscreen need beside them, and nothing else. */
const HELPERS = `tlsmgr unix - - n - 1 tlsmgr
anvil unix - - n - 1 anvil
dnsblog unix - - n - 0 dnsblog
tlsproxy unix - - n - 0 tlsproxy
postlog unix-dgram n - n - 1 postlogd
`;

/** master.cf with a service for every personality (master(5)). */
export function masterCf(
  folder: string,
  port: number,
  personalities: Readonly<Record<string, PostfixService>>,
): string {
  const services = Object.entries(personalities).map(([name, personality]) =>
    serviceOf(name, personality, `${addressOf(personality)}:${port}`, chainPath(folder, name)),
  );
  return [...services, HELPERS].join('\n');
}

function serviceOf(
  name: string,
  personality: PostfixService,
  endpoint: string,
  chain: string,
): string {
  const settings = {
    myhostname: hostOf(name),
    ...(personality.presents === null ? {} : { smtpd_tls_chain_files: chain }),
    ...personality.settings,
  };
  const options = Object.entries(settings).map(([key, value]) => `  -o { ${key} = ${value} }`);
  const smtpd = ['smtpd', ...options].join('\n');
  return personality.program === 'postscreen'
    ? `${endpoint} inet n - n - 1 postscreen\n  -o { myhostname = ${hostOf(name)} }\nsmtpd pass - - n - - ${smtpd}`
    : `${endpoint} inet n - n - - ${smtpd}`;
}
