import * as v from 'valibot';
import { type Connection, connectionSchema } from '../../core/model/connection';
import { exportedTokenSchema } from '../../core/model/exported-token';
import { idSchema } from '../../core/model/new-id';
import type { SavedState } from '../../core/storage/ports';
import { areUsable } from '../../core/validation/settings';

/** A connection as the file has it. Keys that it does not name are dropped. */
export const ConnectionSchema: v.GenericSchema<unknown, Connection> = v.pipe(
  connectionSchema,
  v.check((connection) => areUsable(connection)),
);

export const CURRENT_VERSION = 3;

export const SavedStateSchema: v.GenericSchema<unknown, SavedState> = v.object({
  version: v.literal(CURRENT_VERSION),
  connections: v.pipe(
    v.array(ConnectionSchema),
    v.check((connections) => new Set(connections.map(({ id }) => id)).size === connections.length),
  ),
  unsettled: v.array(idSchema),
  exportedTokens: v.array(exportedTokenSchema),
});
