import * as v from 'valibot';
import { DAY } from '../../core/model/time';
import { KEY_VAULT } from '../tenant/resources';
import type { DeletedSecret, SecretChange, SecretVersion, Vault, VaultSecret } from './vault';

const seconds = v.pipe(v.number(), v.integer(), v.minValue(0));
const changeEntries = {
  contentType: v.optional(v.string()),
  tags: v.optional(v.record(v.string(), v.pipe(v.string(), v.maxLength(256)))),
  attributes: v.optional(
    v.object({ enabled: v.optional(v.boolean()), exp: v.optional(seconds), nbf: v.optional(seconds) }),
  ),
};
const ChangeBody = v.object(changeEntries);
const SetBody = v.object({ value: v.string(), ...changeEntries });

/** The body of "Set Secret"; `null` when it makes no sense. */
export function readSet(body: string): { readonly value: string; readonly change: SecretChange } | null {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), SetBody), body);
  return read.success ? { value: read.output.value, change: changeIn(read.output) } : null;
}

/** The body of "Update Secret"; `null` when it makes no sense. */
export function readChange(body: string): SecretChange | null {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), ChangeBody), body);
  return read.success ? changeIn(read.output) : null;
}

function changeIn({ contentType, tags, attributes: { enabled, exp, nbf } = {} }: v.InferOutput<typeof ChangeBody>) {
  return {
    ...(contentType === undefined ? {} : { contentType }),
    ...(tags === undefined ? {} : { tags }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(exp === undefined ? {} : { exp }),
    ...(nbf === undefined ? {} : { nbf }),
  };
}

/** A version as lists and updates show it, without its value. */
export function itemOf(vault: Vault, { name }: VaultSecret, one: SecretVersion, withVersion = true) {
  const { contentType, tags, enabled, exp, nbf, created, updated } = one;
  return {
    id: `${addressOf(vault)}/secrets/${name}${withVersion ? `/${one.version}` : ''}`,
    ...(contentType === null ? {} : { contentType }),
    attributes: {
      enabled,
      ...(nbf === null ? {} : { nbf }),
      ...(exp === null ? {} : { exp }),
      ...{ created, updated, recoveryLevel: 'Recoverable+Purgeable', recoverableDays: 90 },
    },
    tags,
  };
}

/** A version with its value ("SecretBundle"). */
export function bundleOf(vault: Vault, secret: VaultSecret, one: SecretVersion) {
  return { value: one.value, ...itemOf(vault, secret, one) };
}

/** A deleted secret ("DeletedSecretBundle"), which shows no value. */
export function deletedOf(vault: Vault, secret: DeletedSecret, newest: SecretVersion) {
  return {
    recoveryId: `${addressOf(vault)}/deletedsecrets/${secret.name}`,
    deletedDate: Math.floor(secret.deletedAt / 1000),
    scheduledPurgeDate: Math.floor((secret.deletedAt + 90 * DAY) / 1000),
    ...itemOf(vault, secret, newest),
  };
}

function addressOf({ name }: Vault): string {
  return KEY_VAULT.uri.replace('://', `://${name}.`);
}
