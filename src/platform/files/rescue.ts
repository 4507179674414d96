import * as v from 'valibot';
import { connectionSchema } from '../../core/model/connection';
import { exportedTokenSchema } from '../../core/model/exported-token';
import { idSchema } from '../../core/model/new-id';
import type { SavedState } from '../../core/storage/ports';
import { areUsable } from '../../core/validation/settings';

const { token, credential, trouble, learnedLifetime, learnedSignInLimit, notificationsRaised } =
  connectionSchema.entries;

/** A connection may lack what the keychain knows as well, and what is only remembered. */
const DamagedConnection = v.pipe(
  v.object({
    ...connectionSchema.entries,
    token: v.fallback(token, null),
    credential: v.fallback(credential, null),
    trouble: v.fallback(trouble, null),
    learnedLifetime: v.fallback(learnedLifetime, null),
    learnedSignInLimit: v.fallback(learnedSignInLimit, null),
    notificationsRaised: v.fallback(notificationsRaised, []),
  }),
  v.check((connection) => areUsable(connection)),
);

/** Takes what is valid out of a file that as a whole is not, entry by entry; `null` when there is nothing. */
export function rescueState(file: object): SavedState | null {
  const rescued: SavedState = {
    connections: firstOfEach(validIn(DamagedConnection, Reflect.get(file, 'connections'))),
    unsettled: validIn(idSchema, Reflect.get(file, 'unsettled')),
    exportedTokens: firstOfEach(validIn(exportedTokenSchema, Reflect.get(file, 'exportedTokens'))),
  };
  return Object.values(rescued).some((part) => part.length > 0) ? rescued : null;
}

function validIn<T>(schema: v.GenericSchema<unknown, T>, list: unknown): readonly T[] {
  const entries: readonly unknown[] = Array.isArray(list) ? list : [];
  return entries.map((entry) => v.safeParse(schema, entry)).flatMap(({ success, output }) => (success ? [output] : []));
}

/** Of two that claim to be the same thing, the keychain says later what is newest. */
function firstOfEach<T extends { readonly id: string }>(entries: readonly T[]): readonly T[] {
  return [...new Map(entries.toReversed().map((entry) => [entry.id, entry])).values()].toReversed();
}
