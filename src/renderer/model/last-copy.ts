import type { ConnectionView } from '../../ipc/contract';
import { COMMAND_FORMS, type CommandForm, type Resource, TOKEN_FORMS, type TokenForm } from '../../ipc/vocabulary';

const CHOICES = ['own', 'partner-center', 'graph', 'exchange-online', 'custom'] as const;
/** `own`: the connection's own resource, whatever that is. */
export type ResourceChoice = (typeof CHOICES)[number];

/** What was last copied of a connection. Nothing in it is secret. */
export interface LastCopy {
  readonly what: 'token' | 'command';
  readonly form: TokenForm;
  readonly choice: ResourceChoice;
  /** Those that were used last, whatever was copied since. */
  readonly scopes: readonly string[];
  readonly command: CommandForm;
}

const keyOf = (id: string): string => `last-copy/${id}`;

type Own = Pick<ConnectionView, 'id' | 'resource'>;

/** Keeps what was copied while the app runs: the panel's own memory goes with its window. */
export function rememberCopy(own: Own, copied: Partial<LastCopy>): void {
  const { scopes, ...copy } = { ...lastCopy(own), ...copied };
  localStorage.setItem(keyOf(own.id), new URLSearchParams({ ...copy, scopes: scopes.join(' ') }).toString());
}

/** What was last copied of this connection, or what one is likely to want first. */
export function lastCopy({ id, resource }: Own): LastCopy {
  const kept = new URLSearchParams(localStorage.getItem(keyOf(id)) ?? '');
  const choice = oneOf(CHOICES, kept.get('choice'));
  return {
    what: oneOf(['token', 'command'], kept.get('what')),
    form: oneOf(TOKEN_FORMS, kept.get('form')),
    choice: choice === resource.kind && choice !== 'custom' ? 'own' : choice,
    scopes: (kept.get('scopes') ?? '').split(' ').filter((scope) => scope !== ''),
    command: oneOf(COMMAND_FORMS, kept.get('command')),
  };
}

/** The resource of a choice; `null`: the connection's own. */
export function resourceOf(choice: ResourceChoice, scopes: readonly string[]): Resource | null {
  if (choice === 'own') return null;
  return choice === 'custom' ? { kind: choice, scopes: [...scopes] } : { kind: choice };
}

/** The one of these that was kept, or the first. */
function oneOf<T extends string>(choices: readonly [T, ...T[]], kept: string | null): T {
  return choices.find((choice) => choice === kept) ?? choices[0];
}
