import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { appSettingsSchema, DEFAULT_SETTINGS } from '../../core/model/settings';
import { errorCode } from '../../platform/files/error-code';

const { agentSocket, tokenRequests, notifyAt } = appSettingsSchema.entries;

/** What of the app's settings concerns a keeper without a desktop: who may ask it and have tokens, and what is notified of when. */
const settingsSchema = v.object({
  agentSocket: v.optional(agentSocket, true),
  /** Here is nobody to ask: what isn't allowed for all is refused. */
  tokenRequests: v.optional(tokenRequests, 'allow'),
  notifyAt: v.optional(notifyAt, DEFAULT_SETTINGS.notifyAt),
});

type KeepSettings = v.InferOutput<typeof settingsSchema>;

/** `settings.json` of the data folder, as it was read last. */
export class Settings {
  /** Until they have been read, and so where they can't be, no program has tokens: the file may be stricter than the usual. */
  current: KeepSettings = v.parse(settingsSchema, { tokenRequests: 'ask' });

  constructor(private readonly dataFolder: string) {}

  /** Reads them again. Resolves to whether they could be; if not, those before count. A file that there isn't sets nothing. */
  async read(): Promise<boolean> {
    try {
      const text = await readFile(join(this.dataFolder, 'settings.json'), 'utf8');
      this.current = v.parse(v.pipe(v.string(), v.parseJson(), settingsSchema), text);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') return false;
      this.current = v.parse(settingsSchema, {});
    }
    return true;
  }
}
