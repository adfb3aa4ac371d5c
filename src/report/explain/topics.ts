/** The terms of the field that have a page, by the name of the page, with other names that lead to it. */
const TOPICS = {
  STARTTLS: [],
  TLS: ['SSL'],
  certificate: ['cert', 'certificates', 'X.509', 'chain'],
  CA: ['root', 'roots', 'issuer'],
  DANE: ['TLSA'],
  DNSSEC: [],
  'MTA-STS': ['STS'],
  'TLS-RPT': ['TLSRPT'],
  PFS: ['forward secrecy', 'ECDHE', 'DHE'],
  SNI: [],
  MX: [],
} as const satisfies Record<string, readonly string[]>;
export type TopicName = keyof typeof TOPICS;

/** All topics, in the order of the list. */
export const TOPIC_NAMES = Object.keys(TOPICS) as TopicName[];

/** Every name that leads to a topic, with the topic. */
export const TOPICS_BY_NAME: readonly (readonly [string, TopicName])[] = TOPIC_NAMES.flatMap(
  (topic) => [topic, ...TOPICS[topic]].map((name) => [name, topic] as const),
);
