/**
 * The three calls of the `Reflect` metadata proposal that tsyringe, which @peculiar/x509 stands on, refuses to load
 * without. Import this file before `@peculiar/x509`.
 */
type Metadata = Map<unknown, unknown>;

const metadata = new WeakMap<object, Metadata>();

function defineMetadata(key: unknown, value: unknown, target: object): void {
  const own: Metadata = metadata.get(target) ?? new Map();
  metadata.set(target, own.set(key, value));
}

function getOwnMetadata(key: unknown, target: object): unknown {
  return metadata.get(target)?.get(key);
}

function getMetadata(key: unknown, target: object): unknown {
  const own = getOwnMetadata(key, target);
  if (own !== undefined) return own;
  const parent = Reflect.getPrototypeOf(target);
  return parent === null ? undefined : getMetadata(key, parent);
}

if (!('getMetadata' in Reflect)) {
  Object.assign(Reflect, { defineMetadata, getOwnMetadata, getMetadata });
}
