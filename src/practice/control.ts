import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { PracticeCloud } from './tenant/contract';
import type { FaultBook } from './tenant/faults';
import { policySchema } from './tenant/state';
import { isLoopbackHost, readBody } from './wire/http';

const target = v.picklist([
  'any',
  'discovery',
  'authorize',
  'token',
  'device-code',
  'keys',
  'partner-center',
  'graph',
  'exchange',
  'key-vault',
]);

const fault = v.variant('kind', [
  v.strictObject({ kind: v.literal('latency'), delay: v.number() }),
  v.strictObject({ kind: v.literal('held') }),
  v.strictObject({ kind: v.literal('refused') }),
  v.strictObject({ kind: v.literal('reset') }),
  v.strictObject({ kind: v.literal('truncated') }),
  v.strictObject({ kind: v.literal('garbage'), as: v.exactOptional(v.picklist(['html', 'binary'])) }),
  v.strictObject({
    kind: v.literal('status'),
    status: v.number(),
    body: v.exactOptional(v.string()),
    contentType: v.exactOptional(v.string()),
    retryAfter: v.exactOptional(v.string()),
  }),
  v.strictObject({ kind: v.literal('wrong-date'), ahead: v.number() }),
  v.strictObject({ kind: v.literal('aadsts'), code: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  v.strictObject({ kind: v.literal('oauth'), error: v.pipe(v.string(), v.regex(/^[a-z_]{1,40}$/)) }),
]);

const clockChange = v.strictObject({ advance: v.number() });
const faultChange = v.strictObject({ target, fault, times: v.exactOptional(v.number()) });
const revocation = v.strictObject({ username: v.exactOptional(v.string()) });
const { entries } = policySchema;
const policyChange = v.strictObject({
  lifetime: v.exactOptional(entries.lifetime),
  signInFrequency: v.exactOptional(entries.signInFrequency),
  spa: v.exactOptional(entries.spa),
  conditionalAccess: v.exactOptional(entries.conditionalAccess),
  managedDevice: v.exactOptional(entries.conditionalAccess),
});

const secretAddition = v.strictObject({ clientId: v.string(), endsAt: v.exactOptional(v.number()) });
const certificateAddition = v.strictObject({ clientId: v.string(), certificate: v.string() });
const credentialEnd = v.strictObject({ keyId: v.string(), endsAt: v.number() });
const roleChange = v.strictObject({ clientId: v.string(), roles: v.array(v.string()) });
const vaultChange = v.strictObject({
  name: v.string(),
  secrets: v.record(v.string(), v.string()),
  letsIn: v.exactOptional(v.boolean()),
});
const vaultRemoval = v.strictObject({ name: v.string() });
const credentialRemoval = v.strictObject({ keyId: v.string() });

/** What the control API works on. */
export interface Controlled {
  readonly cloud: PracticeCloud;
  readonly faults: FaultBook;
}

/** A change that was asked for in a way that makes no sense. */
class BadRequest extends Error {}

/**
 * Answers one request of the control API. It wants the header `X-Practice: 1`, which no web page can send without being
 * asked first (CORS), and a `Host` that is this computer.
 */
export async function control(
  { cloud, faults }: Controlled,
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

/** What each call does; what comes back of it is told as `made`. */
const changes: Readonly<Record<string, (cloud: PracticeCloud, body: string) => unknown>> = {
  'GET /': () => {},
  'POST /clock': (cloud, body) => cloud.clock.advance(parse(clockChange, body).advance),
  'POST /faults': (cloud, body) => {
    const { target, fault, times } = parse(faultChange, body);
    cloud.setFault(target, fault, times);
  },
  'DELETE /faults': (cloud) => cloud.clearFaults(),
  'POST /revoke': (cloud, body) => cloud.revoke(parse(revocation, body === '' ? '{}' : body).username),
  'POST /policy': (cloud, body) => cloud.setPolicy(parse(policyChange, body)),
  'DELETE /consent': (cloud) => cloud.withdrawConsent(),
  'POST /secrets': (cloud, body) => {
    const { clientId, endsAt } = parse(secretAddition, body);
    return cloud.addSecret(clientId, endsAt);
  },
  'POST /certificates': (cloud, body) => {
    const { clientId, certificate } = parse(certificateAddition, body);
    return cloud.addCertificate(clientId, certificate);
  },
  'POST /credentials': (cloud, body) => {
    const { keyId, endsAt } = parse(credentialEnd, body);
    cloud.endCredential(keyId, endsAt);
  },
  'POST /roles': (cloud, body) => {
    const { clientId, roles } = parse(roleChange, body);
    cloud.setRoles(clientId, roles);
  },
  'POST /vaults': (cloud, body) => {
    const { name, ...vault } = parse(vaultChange, body);
    cloud.setVault(name, vault);
  },
  'DELETE /vaults': (cloud, body) => cloud.setVault(parse(vaultRemoval, body).name, null),
  'DELETE /credentials': (cloud, body) => cloud.removeCredential(parse(credentialRemoval, body).keyId),
};

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

function parse<S extends v.GenericSchema>(schema: S, body: string): v.InferOutput<S> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new BadRequest("The body isn't JSON.");
  }
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  throw new BadRequest(`${v.getDotPath(issue) ?? 'body'}: ${issue.message}`);
}
