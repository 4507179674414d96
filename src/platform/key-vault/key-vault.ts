import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { own } from '../../core/failures/classify';
import type { VaultCall, VaultCopy, VaultEntry, VaultPlace, VaultPort } from '../../core/key-vault/ports';
import { fetchWithin, type Met, type NetworkOptions, type Order } from '../http/fetch-within';
import { acquireForApplication } from '../msal/application-token';
import { acquireForManagedIdentity } from '../msal/managed-identity';
import { readChallenge } from './challenge';
import { refusalOf } from './refusals';

/** 7.4 is served in every cloud. */
const API_VERSION = '7.4';

const Bundle = v.object({
  value: v.optional(v.string(), ''),
  id: v.pipe(v.string(), v.regex(/\/secrets\/[^/]+\/[\da-f]{32}$/i)),
  attributes: v.optional(v.object({ created: v.optional(v.number()) })),
  tags: v.optional(v.nullable(v.record(v.string(), v.string()))),
});
const NotFound = v.object({ error: v.object({ code: v.literal('SecretNotFound') }) });

/**
 * The few calls of Azure Key Vault's REST API that a refresh token needs, over the entry point's own network: its proxy, its trust, no
 * redirects, one host. Source: Microsoft Learn, "Azure Key Vault REST API", group "Secrets".
 */
export function createKeyVault(network: NetworkOptions): VaultPort {
  const send = ({ cloud, base, signal }: VaultPlace, path: string, order: Order): Promise<Met> =>
    fetchWithin(
      network,
      { cloud, customCloud: null, base, signal },
      `${base}/secrets/${path}?api-version=${API_VERSION}`,
      { ...order, headers: { Accept: 'application/json', 'x-ms-client-request-id': randomUUID(), ...order.headers } },
    );
  const ask = (call: VaultCall, path: string, method: 'GET' | 'PUT' | 'PATCH', body?: unknown) =>
    send(call, path, {
      method,
      headers: {
        Authorization: `Bearer ${call.accessToken}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    challenge: async (place) => {
      const met = await send(place, 'challenge', { method: 'GET' });
      if (met.kind === 'network' || met.status !== 401) {
        // Nobody but a vault that lets nobody in answers well without a token.
        const isWell = met.kind === 'reply' && met.status < 400;
        return { ok: false, raw: isWell ? own('vault/not-a-vault') : refusalOf(met) };
      }
      const read = readChallenge(met.headers.get('www-authenticate'), place.base, place.cloud);
      return read.ok ? { ok: true, value: { tenantId: read.tenantId } } : read;
    },
    read: async (call) => {
      const met = await ask(call, call.name, 'GET');
      if (isMissing(met)) return { ok: true, value: null };
      const copy = copyIn(met);
      return copy ? { ok: true, value: copy } : { ok: false, raw: failureOf(met) };
    },
    write: async (call, { value, contentType, expiresAt, tags }: VaultEntry) => {
      const exp = expiresAt === null ? {} : { exp: Math.floor(expiresAt / 1000) };
      const met = await ask(call, call.name, 'PUT', {
        ...{ value, contentType, tags },
        attributes: { enabled: true, ...exp },
      });
      const copy = copyIn(met);
      return copy ? { ok: true, value: copy.version } : { ok: false, raw: failureOf(met) };
    },
    disable: async (call, version) => {
      const met = await ask(call, `${call.name}/${version}`, 'PATCH', { attributes: { enabled: false } });
      const isDone = isMissing(met) || (met.kind === 'reply' && met.status === 200);
      return isDone ? { ok: true, value: null } : { ok: false, raw: failureOf(met) };
    },
    applicationToken: (request) => acquireForApplication(network, request),
    managedIdentityToken: acquireForManagedIdentity,
  };
}

function copyIn(met: Met): VaultCopy | null {
  const read = v.safeParse(Bundle, met.kind === 'reply' && met.status === 200 ? met.json : null);
  if (!read.success) return null;
  const { value, id, attributes, tags } = read.output;
  const { created } = attributes ?? {};
  return {
    value,
    version: id.slice(-32),
    created: created === undefined ? null : created * 1000,
    tags: tags ?? {},
  };
}

/** A vault's own word that there is no such secret: any page can answer 404. */
function isMissing(met: Met): boolean {
  return met.kind === 'reply' && met.status === 404 && v.is(NotFound, met.json);
}

function failureOf(met: Met) {
  return met.kind === 'reply' && met.status < 400 ? own('vault/not-a-vault') : refusalOf(met);
}
