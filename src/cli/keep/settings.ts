import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { appSettingsSchema } from '../../core/model/settings';
import { errorCode } from '../../platform/files/error-code';

const { agentSocket, tokenRequests } = appSettingsSchema.entries;

/** What of the app's settings concerns a keeper without a desktop: who may ask it, and have tokens. */
const settingsSchema = v.object({
  agentSocket: v.optional(agentSocket, true),
  /** Here is nobody to ask: what isn't allowed for all is refused. */
  tokenRequests: v.optional(tokenRequests, 'allow'),
});

export type KeepSettings = v.InferOutput<typeof settingsSchema>;

/** `settings.json` of the data folder. `null`: there is one, and it can't be used. */
export async function readSettings(dataFolder: string): Promise<KeepSettings | null> {
  try {
    const text = await readFile(join(dataFolder, 'settings.json'), 'utf8');
    return v.parse(v.pipe(v.string(), v.parseJson(), settingsSchema), text);
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? v.parse(settingsSchema, {}) : null;
  }
}
