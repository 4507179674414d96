import * as v from 'valibot';
import { idSchema } from './new-id';
import { record, whole } from './schema';
import { SECOND } from './time';

/** What a person may set for the whole app. */
export const appSettingsSchema = record({
  /** How long a copied access token stays on the clipboard, in milliseconds. */
  clearClipboardAfter: whole(5 * SECOND, 600 * SECOND),
  /** Electron accelerator such as `CommandOrControl+Alt+T`, with the connection it copies; `null` for none. */
  copyShortcut: v.nullable(
    v.pipe(
      v.strictObject({
        accelerator: v.pipe(v.string(), v.maxLength(64), v.regex(/^[\x21-\x7e]+$/)),
        connectionId: idSchema,
      }),
      v.readonly(),
    ),
  ),
  theme: v.picklist(['system', 'light', 'dark']),
  /** Whether other programs of this user, such as the command line, may ask the app over its socket. */
  agentSocket: v.boolean(),
});

export type AppSettings = v.InferOutput<typeof appSettingsSchema>;

export const DEFAULT_SETTINGS: AppSettings = {
  clearClipboardAfter: 60 * SECOND,
  copyShortcut: null,
  theme: 'system',
  agentSocket: true,
};
