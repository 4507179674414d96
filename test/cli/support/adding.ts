import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab } from './cli';

/** The options that say where the lab's cloud is. */
export async function placeOf({ settings, keyring }: Lab): Promise<string[]> {
  const { authority = '', partnerCenter = '', scope = '', extraCa } = settings('').customCloud ?? {};
  const file = join(keyring.folder, 'authority.pem');
  await writeFile(file, extraCa ?? '');
  return ['--authority', authority, '--partner-center', partnerCenter, '--scope', scope, '--extra-ca', file];
}

/** The options that say who the application is: the one that has a secret, unless told otherwise. */
export function applicationOf({ cloud }: Lab, clientId = cloud.partner.clientId): string[] {
  return ['--tenant', cloud.partner.tenantId, '--client-id', clientId];
}

/** Adds the lab's public client, which signs in with a code. */
export async function addPublicClient(lab: Lab, name: string): Promise<void> {
  const application = applicationOf(lab, lab.cloud.partner.publicClientId);
  const how = ['--redirect-uri', 'http://localhost', '--sign-in-method', 'device-code'];
  const args = ['add', '--name', name, ...(await placeOf(lab)), ...application, '--public', ...how];
  const { code, stderr } = await lab.run(args);
  if (code !== 0) throw new Error(stderr);
}
