import * as v from 'valibot';
import { idSchema } from './new-id';
import { list, record, text, whole } from './schema';
import { DAY, HOUR, SECOND } from './time';

export const tokenGrantSchema = record({
  connectionId: idSchema,
  /** The program's path, or its name where the system doesn't tell the path. */
  program: text(1000),
  /** The one that started it, likewise; empty: not known. */
  parent: text(1000),
});

/** A program may have access tokens of a connection: a person has said "Always". */
export type TokenGrant = v.InferOutput<typeof tokenGrantSchema>;

/** Days left at which a person may be notified that something expires. That it has expired is told in any case. */
export const NOTIFICATION_DAYS = [30, 14, 7, 3, 1] as const;

const minuteOfDay = whole(0, 24 * 60 - 1);

/** In minutes from midnight, local time. From 22:00 to 07:00 they last over midnight. */
const quietHoursSchema = v.pipe(
  v.strictObject({ from: minuteOfDay, to: minuteOfDay }),
  v.check(({ from, to }) => from !== to),
  v.readonly(),
);

/** When nothing is shown on the desktop that can wait. */
export type QuietHours = v.InferOutput<typeof quietHoursSchema>;

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
  /** How large the panel's text and controls are, in percent. */
  zoom: whole(50, 200),
  /** Whether the panel stays open when another window gets the focus. */
  panelPinned: v.boolean(),
  /** The panel's size as a person left it, in pixels of the display's scale; `null`: as it comes. */
  panelSize: v.nullable(record({ width: whole(1, 20_000), height: whole(1, 20_000) })),
  /** How often a connection that is added in the panel is refreshed, in milliseconds. */
  refreshEvery: whole(HOUR, 30 * DAY),
  /** Whether other programs of this user, such as the command line, may ask the app over its socket. */
  agentSocket: v.boolean(),
  /** Whether those programs may have tokens. A refresh token is asked about in any case. */
  tokenRequests: v.picklist(['ask', 'allow', 'never']),
  /** Which of them may have access tokens without being asked about. */
  tokenGrants: list(tokenGrantSchema),
  /** Days left at which a notification comes, of 90; fewer of a shorter lifetime, in proportion. */
  notifyAt: list(v.picklist(NOTIFICATION_DAYS)),
  quietHours: v.nullable(quietHoursSchema),
});

export type AppSettings = v.InferOutput<typeof appSettingsSchema>;

/** What counts until a person sets it. */
export const DEFAULT_SETTINGS: AppSettings = {
  clearClipboardAfter: 60 * SECOND,
  copyShortcut: null,
  theme: 'system',
  zoom: 100,
  panelPinned: false,
  panelSize: null,
  refreshEvery: DAY,
  agentSocket: true,
  tokenRequests: 'allow',
  tokenGrants: [],
  notifyAt: NOTIFICATION_DAYS,
  quietHours: null,
};
