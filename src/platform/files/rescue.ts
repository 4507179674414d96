import * as v from 'valibot';
import type { AppSettings } from '../../core/model/settings';
import type { RescuedState } from '../../core/storage/ports';
import { cloudProblem } from '../../core/validation/cloud-validation';
import { ConnectionFields, ExportedToken, Id, Settings } from './schema';

const { token, credential, trouble, learnedLifetime, notificationsRaised } = ConnectionFields.entries;

/** A connection may lack what the keychain knows as well, and what is only remembered. */
const DamagedConnection = v.pipe(
  v.object({
    ...ConnectionFields.entries,
    token: v.fallback(token, null),
    credential: v.fallback(credential, null),
    trouble: v.fallback(trouble, null),
    learnedLifetime: v.fallback(learnedLifetime, null),
    notificationsRaised: v.fallback(notificationsRaised, []),
  }),
  v.check((connection) => cloudProblem(connection) === null),
);

/** Takes what is valid out of a file that as a whole is not, entry by entry; `null` when there is nothing. */
export function rescueState(file: object): RescuedState | null {
  const rescued: RescuedState = {
    connections: firstOfEach(validIn(DamagedConnection, Reflect.get(file, 'connections'))),
    removing: validIn(Id, Reflect.get(file, 'removing')),
    exportedTokens: firstOfEach(validIn(ExportedToken, Reflect.get(file, 'exportedTokens'))),
    settings: rescueSettings(Reflect.get(file, 'settings')),
  };
  return Object.values(rescued).some((part) => Object.keys(part).length > 0) ? rescued : null;
}

function rescueSettings(found: unknown): Partial<AppSettings> {
  return {
    ...validOr(v.pick(Settings, ['clearClipboardAfter']), found, {}),
    ...validOr(v.pick(Settings, ['copyShortcut']), found, {}),
    ...validOr(v.pick(Settings, ['theme']), found, {}),
    ...validOr(v.object({ agentSocket: v.boolean() }), found, {}),
  };
}

function validIn<T>(schema: v.GenericSchema<unknown, T>, list: unknown): readonly T[] {
  return Array.isArray(list) ? list.flatMap((entry: unknown) => validOr(v.tuple([schema]), [entry], [])) : [];
}

function validOr<T, Otherwise>(
  schema: v.GenericSchema<unknown, T>,
  found: unknown,
  otherwise: Otherwise,
): T | Otherwise {
  const checked = v.safeParse(schema, found);
  return checked.success ? checked.output : otherwise;
}

/** Of two that claim to be the same thing, the keychain says later what is newest. */
function firstOfEach<T extends { readonly id: string }>(entries: readonly T[]): readonly T[] {
  return [...new Map(entries.toReversed().map((entry) => [entry.id, entry])).values()].toReversed();
}
