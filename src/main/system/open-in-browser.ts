import { shell } from 'electron';
import type { Place } from '../../core/model/clouds';
import { expectedPage } from '../../platform/sign-in/expected-page';

/** Opens a cloud's page in the person's own browser. Rejects when it is no page of that cloud, and when there is no browser. */
export async function openInBrowser(address: string, place: Place, practiceOrigin: string | null): Promise<void> {
  const page = expectedPage(address, place, practiceOrigin);
  if (page === null) throw new Error('not a page of this cloud');
  await shell.openExternal(page);
}
