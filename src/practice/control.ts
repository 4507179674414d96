import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { faultSchema, faultTargetSchema, type PracticeCloud, policyChangeSchema } from './tenant/contract';
import type { FaultBook } from './tenant/faults';
import { isLoopbackHost, readBody } from './wire/http';

const clockChange = v.strictObject({ advance: v.number() });
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
const revocation = v.strictObject({ username: v.exactOptional(v.string()) });
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
  'POST /policy': (cloud, body) => cloud.setPolicy(parse(policyChangeSchema, body)),
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
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), body);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  throw new BadRequest(`${v.getDotPath(issue) ?? 'body'}: ${issue.message}`);
}
