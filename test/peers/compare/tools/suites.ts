import type { SuiteFamily } from '../../../../src/model/records/words.ts';

/** How suites of a family are called by OpenSSL and by IANA. */
const FAMILIES: Readonly<Record<SuiteFamily, RegExp>> = {
  anonymous: /^A(?:EC)?DH-|_anon_|^EXP-ADH/,
  export: /^EXP|_EXPORT/,
  RC4: /RC4/,
  '3DES': /3DES|DES-CBC3/,
};

/** Which families of weak suites are among those that a server took, where each was tried. */
export function familiesOf(suites: readonly string[]): Record<SuiteFamily, 'yes' | 'no'> {
  const has = (family: SuiteFamily): 'yes' | 'no' =>
    suites.some((suite) => FAMILIES[family].test(suite)) ? 'yes' : 'no';
  return {
    anonymous: has('anonymous'),
    export: has('export'),
    RC4: has('RC4'),
    '3DES': has('3DES'),
  };
}

/** The fewest bits of a group that came with a certificate, or `none`. */
export function dheBitsOf(
  groups: readonly { readonly name: string; readonly bits: string }[],
): string {
  const signed = groups.filter(({ name }) => !FAMILIES.anonymous.test(name));
  const bits = signed.map((group) => Number(group.bits));
  return bits.length === 0 ? 'none' : String(Math.min(...bits));
}
