import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import {
  faultSchema,
  faultTargetSchema,
  type PracticeCloud,
  policyChangeSchema,
  vaultEntries,
} from './tenant/contract';
import type { FaultBook } from './tenant/faults';
import { isLoopbackHost, readBody } from './wire/http';

const faultChange = v.pipe(
  v.strictObject({
    target: faultTargetSchema,
    fault: faultSchema,
    times: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  }),
  v.check(
    ({ target, fault, times }) => fault.kind !== 'refused' || (target === 'any' && times === undefined),
    'Network connections are refused for every call or for none, so the target is "any", and the calls aren\'t counted.',
  ),
);
const vaultChange = v.strictObject({ name: v.string(), ...vaultEntries });

/** A change that was asked for in a way that makes no sense. */
class BadRequest extends Error {}

/**
 * Answers one request of the control API. It wants the header `X-Practice: 1`, which no web page can send without being
 * asked first (CORS), and a `Host` that is this computer.
 */
export async function control(
  cloud: PracticeCloud,
  faults: FaultBook,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const reply = (status: number, body: unknown) => {
    response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
    response.end(`${JSON.stringify(body)}\n`);
  };
  if (!isLoopbackHost(request.headers.host) || request.headers['x-practice'] !== '1')
    return reply(403, { problem: 'Send the header "X-Practice: 1" to 127.0.0.1.' });
  const body = await readBody(request);
  if (body === null) return reply(413, { problem: 'The body is too long.' });
  try {
    const change = changes[`${request.method} ${request.url}`];
    if (change === undefined) return reply(404, { problem: `There's no ${request.method} ${request.url}.` });
    const made = change(cloud, body);
    await cloud.settled();
    reply(200, { ...describe(cloud, faults), ...(made === undefined ? {} : { made }) });
  } catch (error) {
    if (!(error instanceof BadRequest || error instanceof RangeError)) throw error;
    reply(400, { problem: error.message });
  }
}

type Change = (cloud: PracticeCloud, body: string) => unknown;

/** What each call does; what comes back of it is told as `made`. */
const changes: Readonly<Record<string, Change>> = {
  'GET /': () => undefined,
  'POST /clock': on(v.strictObject({ advance: v.number() }), (cloud, { advance }) => cloud.clock.advance(advance)),
  'POST /faults': on(faultChange, (cloud, { target, fault, times }) => cloud.setFault(target, fault, times)),
  'DELETE /faults': (cloud) => cloud.clearFaults(),
  'POST /revoke': on(v.strictObject({ username: v.exactOptional(v.string()) }), (cloud, { username }) =>
    cloud.revoke(username),
  ),
  'POST /policy': on(policyChangeSchema, (cloud, change) => cloud.setPolicy(change)),
  'DELETE /consent': (cloud) => cloud.withdrawConsent(),
  'POST /secrets': on(
    v.strictObject({ clientId: v.string(), endsAt: v.exactOptional(v.number()) }),
    (cloud, { clientId, endsAt }) => cloud.addSecret(clientId, endsAt),
  ),
  'POST /certificates': on(
    v.strictObject({ clientId: v.string(), certificate: v.string() }),
    (cloud, { clientId, certificate }) => cloud.addCertificate(clientId, certificate),
  ),
  'POST /credentials': on(v.strictObject({ keyId: v.string(), endsAt: v.number() }), (cloud, { keyId, endsAt }) =>
    cloud.endCredential(keyId, endsAt),
  ),
  'DELETE /credentials': on(v.strictObject({ keyId: v.string() }), (cloud, { keyId }) => cloud.removeCredential(keyId)),
  'POST /roles': on(
    v.strictObject({ clientId: v.string(), roles: v.array(v.string()) }),
    (cloud, { clientId, roles }) => cloud.setRoles(clientId, roles),
  ),
  'POST /vaults': on(vaultChange, (cloud, { name, ...vault }) => cloud.setVault(name, vault)),
  'PATCH /vaults': on(
    v.strictObject({ name: v.string(), refuses: v.unwrap(vaultEntries.refuses) }),
    (cloud, { name, refuses }) => cloud.restrictVault(name, refuses),
  ),
  'DELETE /vaults': on(v.strictObject({ name: v.string() }), (cloud, { name }) => cloud.setVault(name, null)),
};

/** A change that takes its values from the body; an empty one holds none. */
function on<S extends v.GenericSchema>(
  schema: S,
  change: (cloud: PracticeCloud, values: v.InferOutput<S>) => unknown,
): Change {
  return (cloud, body) => {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), body === '' ? '{}' : body);
    if (parsed.success) return change(cloud, parsed.output);
    const issue = parsed.issues[0];
    throw new BadRequest(`${v.getDotPath(issue) ?? 'body'}: ${issue.message}`);
  };
}

function describe(cloud: PracticeCloud, faults: FaultBook): Readonly<Record<string, unknown>> {
  return {
    origin: cloud.origin,
    httpsOrigin: cloud.httpsOrigin,
    clock: { now: cloud.clock.now(), offset: cloud.clock.offset },
    faults: faults.list(),
    policy: cloud.policy,
    credentials: cloud.credentials,
    partner: cloud.partner,
  };
}
