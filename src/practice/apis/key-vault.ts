import { randomBytes } from 'node:crypto';
import type { World } from '../oauth/world';
import { PARTNER } from '../tenant/directory';
import { KEY_VAULT } from '../tenant/resources';
import { type Action, forbidden, refuse } from '../vault/refusals';
import { bundleOf, deletedOf, itemOf, readChange, readSet } from '../vault/secret-json';
import type { SecretVersion, Vault, VaultSecret } from '../vault/vault';
import { type Call, json, type Reply, text } from '../wire/http';
import { type BearerProblem, readBearer } from './bearer';

/** What a call is about: of `secrets` or `deletedsecrets`, the segments of the path behind it. */
interface Asked {
  readonly world: World;
  readonly call: Call;
  readonly vault: Vault;
  readonly name: string;
  readonly rest: string;
}

type Answer = (asked: Asked) => Reply;

const LONGEST_VALUE = 25_600;
const LONGEST_PAGE = 25;

/** By method, collection and what follows the name: `*` is a version. */
const ANSWERS: Readonly<Record<string, readonly [Action, Answer]>> = {
  'GET secrets': ['list', list],
  'GET secrets/name': ['get', get],
  'GET secrets/name/*': ['get', get],
  'GET secrets/name/versions': ['list', listVersions],
  'PUT secrets/name': ['set', set],
  'PATCH secrets/name': ['update', update],
  'PATCH secrets/name/*': ['update', update],
  'DELETE secrets/name': ['delete', remove],
  'GET deletedsecrets/name': ['get', getDeleted],
  'DELETE deletedsecrets/name': ['purge', purge],
  'POST deletedsecrets/name/recover': ['recover', recover],
};

/**
 * The secrets of Azure Key Vault, with versions, attributes and soft delete. Source: Microsoft Learn, "Azure Key Vault REST API",
 * group "Secrets", and "Authentication, requests and responses" for the challenge.
 */
export function keyVault(world: World, call: Call): Reply {
  const [, vaultName = '', collection = '', name = '', rest = ''] = PATH.exec(call.path) ?? [];
  const vault = world.vaults.get(vaultName.toLowerCase());
  // The name of a vault that is not there has no address at all.
  if (vault === undefined) return text("This key vault doesn't exist.", 404);
  const bearer = readBearer(world, call, KEY_VAULT);
  if (typeof bearer === 'string') return unauthorized(call, UNAUTHORIZED[bearer]);
  const version = call.query.get('api-version');
  if (version === null) return refuse(400, 'BadParameter', 'The api-version query parameter is missing.');
  if (!/^(?:7\.[0-6]|2025-\d\d-\d\d)$/.test(version))
    return refuse(400, 'BadParameter', `The specified version (${version}) is not recognized.`);
  const kind = `${call.method} ${collection}${name === '' ? '' : '/name'}`;
  const [action, answer] = ANSWERS[rest === '' ? kind : `${kind}/${rest}`] ?? ANSWERS[`${kind}/*`] ?? NO_ANSWER;
  if (answer === null) return refuse(405, 'BadParameter', 'Method not allowed.');
  if (name !== '' && !/^[\da-z-]{1,127}$/i.test(name))
    return refuse(400, 'BadParameter', `The request URI contains an invalid name: ${name}`);
  if (vault.refuses) return forbidden(vault.refuses, vault, bearer.objectId, action);
  return answer({ world, call, vault, name, rest });
}

const PATH = /^\/vault\/([^/]+)\/(secrets|deletedsecrets)(?:\/([^/]+))?(?:\/([^/]*))?\/?$/;
const NO_ANSWER = ['get', null] as const;

function get({ vault, name, rest }: Asked): Reply {
  const secret = vault.find(name);
  const found = secret && versionOf(secret, rest);
  if (!secret || !found) return notFound(rest === '' ? name : `${name}/${rest}`);
  if (!found.enabled)
    return refuse(403, 'Forbidden', 'Operation get is not allowed on a disabled secret.', 'SecretDisabled');
  return json(bundleOf(vault, secret, found));
}

function set({ world, call, vault, name }: Asked): Reply {
  const read = readSet(call.body);
  if (read === null) return refuse(400, 'BadParameter', 'The request body is not valid JSON or lacks "value".');
  if (read.value.length > LONGEST_VALUE)
    return refuse(400, 'BadParameter', 'The secret value exceeds the maximum size of 25k bytes.');
  if (vault.findDeleted(name))
    return refuse(
      409,
      'Conflict',
      `Secret ${name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret can only be recovered or purged.`,
      'ObjectIsDeletedButRecoverable',
    );
  const secret = vault.set(name, read.value, read.change, world.clock.now(), randomBytes(16).toString('hex'));
  const made = secret.versions.at(-1);
  return made ? json(bundleOf(vault, secret, made)) : notFound(name);
}

function update({ world, call, vault, name, rest }: Asked): Reply {
  const change = readChange(call.body);
  if (change === null) return refuse(400, 'BadParameter', 'The request body is not valid JSON.');
  const secret = vault.find(name);
  const wanted = secret && versionOf(secret, rest);
  const updated = wanted && vault.update(name, wanted.version, change, world.clock.now());
  return secret && updated ? json(itemOf(vault, secret, updated)) : notFound(`${name}/${rest}`);
}

function list({ call, vault }: Asked): Reply {
  return page(
    call,
    vault,
    vault.all().flatMap((secret) => {
      const newest = secret.versions.at(-1);
      return newest ? [itemOf(vault, secret, newest, false)] : [];
    }),
  );
}

function listVersions({ call, vault, name }: Asked): Reply {
  const secret = vault.find(name);
  if (!secret) return notFound(name);
  return page(
    call,
    vault,
    secret.versions.map((one) => itemOf(vault, secret, one)),
  );
}

function remove({ world, vault, name }: Asked): Reply {
  const deleted = vault.remove(name, world.clock.now());
  const newest = deleted?.versions.at(-1);
  return deleted && newest ? json(deletedOf(vault, deleted, newest)) : notFound(name);
}

function getDeleted({ vault, name }: Asked): Reply {
  const deleted = vault.findDeleted(name);
  const newest = deleted?.versions.at(-1);
  return deleted && newest ? json(deletedOf(vault, deleted, newest)) : notFound(name);
}

function recover({ vault, name }: Asked): Reply {
  const secret = vault.recover(name);
  const newest = secret?.versions.at(-1);
  return secret && newest ? json(itemOf(vault, secret, newest)) : notFound(name);
}

function purge({ vault, name }: Asked): Reply {
  return vault.purge(name) ? { status: 204, headers: {}, body: '' } : notFound(name);
}

function versionOf({ versions }: VaultSecret, version: string): SecretVersion | null {
  return (version === '' ? versions.at(-1) : versions.find((one) => one.version === version.toLowerCase())) ?? null;
}

/** Some items, and where the next are. */
function page(call: Call, { name }: Vault, items: readonly unknown[]): Reply {
  const most = Math.min(Number(call.query.get('maxresults') ?? LONGEST_PAGE) || LONGEST_PAGE, LONGEST_PAGE);
  const from = Number(call.query.get('$skiptoken') ?? 0) || 0;
  const next = new URLSearchParams(call.query);
  next.set('$skiptoken', String(from + most));
  const path = call.path.replace(/^\/vault\/[^/]+/, '');
  const nextLink = `${KEY_VAULT.uri.replace('://', `://${name}.`)}${path}?${next}`;
  return json({ value: items.slice(from, from + most), nextLink: from + most < items.length ? nextLink : null });
}

function notFound(what: string): Reply {
  return refuse(
    404,
    'SecretNotFound',
    `A secret with (name/id) ${what} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182`,
  );
}

const UNAUTHORIZED: Readonly<Record<BearerProblem, string>> = {
  missing: 'AKV10000: Request is missing a Bearer or PoP token.',
  malformed: 'Error validating token: the token is malformed.',
  'wrong-audience': 'AKV10022: Invalid audience.',
  expired: 'Error validating token: the token is expired.',
};

function unauthorized({ authority }: Call, message: string): Reply {
  const challenge = `Bearer authorization="${authority}/${PARTNER.tenantId}", resource="${KEY_VAULT.uri}"`;
  const { status, body, headers } = refuse(401, 'Unauthorized', message);
  return { status, body, headers: { ...headers, 'WWW-Authenticate': challenge } };
}
