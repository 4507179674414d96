import * as v from 'valibot';
import { type Connection, connectionIdentitySchema, heldTokenSchema, troubleSchema } from '../../core/model/connection';
import { heldCredentialSchema } from '../../core/model/credential';
import { exportedTokenSchema } from '../../core/model/exported-token';
import { idSchema } from '../../core/model/new-id';
import { durationSchema, epochMsSchema, text } from '../../core/model/schema';
import { signInLimitSchema } from '../../core/model/sign-in-limit';
import type { SavedState } from '../../core/storage/ports';
import { areUsable } from '../../core/validation/settings';

/** Texts of our own making and of servers are short; a file with more in it is not ours. */
const Text = text(4000);

/** A connection's fields, each by itself. */
export const ConnectionFields = v.object({
  ...connectionIdentitySchema.entries,
  token: v.nullable(heldTokenSchema),
  credential: v.nullable(heldCredentialSchema),
  trouble: v.nullable(troubleSchema),
  learnedLifetime: v.nullable(durationSchema),
  learnedSignInLimit: v.nullable(signInLimitSchema),
  refreshAt: v.nullable(epochMsSchema),
  notificationsRaised: v.array(Text),
});

/** A connection as the file has it. Keys that it does not name are dropped. */
export const ConnectionSchema: v.GenericSchema<unknown, Connection> = v.pipe(
  ConnectionFields,
  v.check((connection) => areUsable(connection)),
);

export const CURRENT_VERSION: SavedState['version'] = 3;

export const SavedStateSchema: v.GenericSchema<unknown, SavedState> = v.object({
  version: v.literal(CURRENT_VERSION),
  connections: v.pipe(
    v.array(ConnectionSchema),
    v.check((connections) => new Set(connections.map(({ id }) => id)).size === connections.length),
  ),
  unsettled: v.array(idSchema),
  exportedTokens: v.array(exportedTokenSchema),
});
