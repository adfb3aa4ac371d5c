import type { GeneralName } from './general-name.ts';
import type { NameConstraints } from './name-constraints.ts';

/** Whether a CA may issue for a set of names; 'unknown' where a name cannot be compared, or it would take too long. */
export type ConstraintVerdict = 'inside' | 'outside' | 'unknown';

/** How many comparisons of a name with a constraint are left to spend; counted down. */
export interface ComparisonBudget {
  left: number;
}

/**
 * Checks the names of a certificate against the constraints of a CA above it (RFC 5280 §6.1.4): outside if one name may lie
 * in an excluded subtree, or if subtrees of its form are permitted and it lies in none. A wildcard is outside if any
 * name that it stands for is. Names that are malformed, and forms that are not compared here (e-mail addresses, URIs,
 * anything else), are unknown where the CA limits that form.
 * @param names null where they could not be read
 */
export function checkNameConstraints(
  names: readonly GeneralName[] | null,
  constraints: NameConstraints,
  budget: ComparisonBudget,
): ConstraintVerdict {
  if (constraints.kind === 'none') return 'inside';
  if (constraints.kind === 'unreadable' || names === null) return 'unknown';
  const { permitted, excluded } = constraints;
  const comparisons = names.length * (permitted.length + excluded.length);
  if (comparisons > budget.left) return 'unknown';
  budget.left -= comparisons;
  const verdicts = new Set(names.map((name) => checkName(name, permitted, excluded)));
  if (verdicts.has('outside')) return 'outside';
  return verdicts.has('unknown') ? 'unknown' : 'inside';
}

function checkName(
  name: GeneralName,
  permitted: readonly GeneralName[],
  excluded: readonly GeneralName[],
): ConstraintVerdict {
  const allowed = permitted.filter(({ form }) => form === name.form);
  const forbidden = excluded.filter(({ form }) => form === name.form);
  if (allowed.length + forbidden.length === 0) return 'inside';
  if (!isComparable(name)) return 'unknown';
  if (forbidden.some((base) => mayLieIn(name, base))) return 'outside';
  return allowed.length === 0 || allowed.some((base) => liesIn(name, base)) ? 'inside' : 'outside';
}

const DNS_NAME = /^(\*\.)?[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/;

function isComparable(name: GeneralName): boolean {
  if (name.form === 'dns') return DNS_NAME.test(name.name);
  if (name.form === 'address') return name.octets.length === 4 || name.octets.length === 16;
  return name.form === 'directory';
}

/** Does all that the name stands for lie in the subtree? */
function liesIn(name: GeneralName, base: GeneralName): boolean {
  if (name.form === 'dns' && base.form === 'dns') return isBelow(name.name, base.name);
  if (name.form === 'address' && base.form === 'address')
    return isInBlock(name.octets, base.octets);
  if (name.form !== 'directory' || base.form !== 'directory') return false;
  return base.rdns.every((rdn, index) => rdn === name.rdns[index]);
}

/** Does any name that it stands for lie in the subtree? `*.example.com` may be mx.example.com, never a.mx.example.com. */
function mayLieIn(name: GeneralName, base: GeneralName): boolean {
  if (liesIn(name, base)) return true;
  if (name.form !== 'dns' || base.form !== 'dns' || !name.name.startsWith('*.')) return false;
  const firstDot = base.name.indexOf('.');
  return firstDot > 0 && base.name.slice(firstDot) === name.name.slice(1);
}

/** The empty base holds every name; one with a dot in front the names below it, any other itself as well. */
function isBelow(name: string, base: string): boolean {
  if (base === '' || name === base) return true;
  return name.endsWith(base.startsWith('.') ? base : `.${base}`);
}

function isInBlock(octets: Uint8Array, block: Uint8Array): boolean {
  const { length } = octets;
  if (block.length !== length * 2) return false;
  return octets.every((octet, index) => {
    const mask = block[length + index] ?? 0xff;
    return (octet & mask) === ((block[index] ?? 0) & mask);
  });
}
