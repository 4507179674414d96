import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';

/** What Electron offers, class by class; `make-dist.mjs` takes it from the installed electron.d.ts. */
interface ApiTable {
  readonly members: Readonly<Record<string, readonly string[]>>;
  readonly statics: Readonly<Record<string, readonly string[]>>;
  /** Names exported by the module, each with the class or interface behind it. */
  readonly exports: Readonly<Record<string, string>>;
}

function isApiTable(value: unknown): value is ApiTable {
  return typeof value === 'object' && value !== null && 'members' in value && 'statics' in value && 'exports' in value;
}

function readApiTable(): ApiTable {
  const parsed: unknown = JSON.parse(readFileSync(new URL('./api.json', import.meta.url), 'utf8'));
  if (!isApiTable(parsed)) throw new Error('The stand-in is damaged: api.json is not what make-dist.mjs writes.');
  return parsed;
}

export const electronApi = readApiTable();

/** Thrown for what Electron has and the stand-in has not. */
export class NotInTheStandIn extends Error {
  constructor(member: string) {
    super(`electron.${member} is not in the stand-in`);
    this.name = 'NotInTheStandIn';
  }
}

function refuseMembers<T extends object>(shownAs: string, known: ReadonlySet<string>, target: T): T {
  return new Proxy(target, {
    get(object, property, receiver) {
      if (property in object || typeof property === 'symbol') return Reflect.get(object, property, receiver);
      if (known.has(property)) throw new NotInTheStandIn(`${shownAs}.${property}`);
      return undefined;
    },
    set(object, property, value, receiver) {
      if (typeof property === 'string' && known.has(property) && !(property in object)) {
        throw new NotInTheStandIn(`${shownAs}.${property}`);
      }
      return Reflect.set(object, property, value, receiver);
    },
  });
}

const memberSets = new Map<string, ReadonlySet<string>>();

function membersOf(api: string): ReadonlySet<string> {
  const known = memberSets.get(api) ?? new Set(electronApi.members[api] ?? []);
  memberSets.set(api, known);
  return known;
}

/** `target`, throwing {@link NotInTheStandIn} for members of the Electron type `api` that it lacks. */
export function refuseTheRest<T extends object>(api: string, target: T, shownAs = api): T {
  return refuseMembers(shownAs, membersOf(api), target);
}

/** The same for the static side of a class. */
export function refuseOtherStatics<T extends object>(api: string, target: T, shownAs = api): T {
  return refuseMembers(shownAs, new Set(electronApi.statics[api] ?? []), target);
}

/** A module of which the stand-in has nothing: every member throws. */
export function refuseAll(exportName: string): object {
  const api = electronApi.exports[exportName] ?? exportName;
  const known = new Set([...membersOf(api), ...(electronApi.statics[api] ?? [])]);
  return refuseMembers(exportName, known, {});
}

/** Base of every double that emits events: `this` is already the refusing proxy in the constructors of subclasses. */
export class Double extends EventEmitter {
  constructor(api: string, shownAs = api) {
    super();
    this.setMaxListeners(0);
    // biome-ignore lint/correctness/noConstructorReturn: subclasses must see the proxy as `this`, or their identity would differ from what callers hold
    return refuseTheRest(api, this, shownAs);
  }
}

/**
 * A double in the eyes of code that expects Electron's own type. Each double's `implements Pick<…>` checks what it has;
 * what it lacks throws by name.
 */
export function asElectron<Full extends object>(double: object): Full;
export function asElectron(double: object): object {
  return double;
}
