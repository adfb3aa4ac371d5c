/** How an address of an MX host can look other from another vantage, the gravest first. */
export const VANTAGE_KINDS = [
  'starttls',
  'certificate',
  'versions',
  'connection',
  'refused',
  'both-valid',
  'undetermined',
] as const;
export type VantageKind = (typeof VANTAGE_KINDS)[number];

/**
 * Whether a kind says that what a path shows is another. A server that refuses one scanner does so by its own policy, two
 * valid certificates are those of two machines, and what could not be determined from one vantage is no difference.
 */
export const IS_OF_PATH = {
  starttls: true,
  certificate: true,
  versions: true,
  connection: true,
  refused: false,
  'both-valid': false,
  undetermined: false,
} as const satisfies Record<VantageKind, boolean>;
