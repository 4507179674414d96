import * as v from 'valibot';
import type { SavedState } from '../../core/ports';
import { clientIdProblem, tenantProblem } from '../../core/validation';

/** Texts of our own making and of servers are short; a file with more in it is not ours. */
const Text = v.pipe(v.string(), v.maxLength(4000));
const Time = v.pipe(v.number(), v.finite(), v.minValue(0));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Id = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

const Schedule = v.variant('kind', [
  v.object({ kind: v.literal('every'), interval: v.pipe(Time, v.minValue(1)) }),
  v.object({ kind: v.literal('remind-only') }),
]);

const Account = v.object({ username: Text, objectId: Text, tenantId: Text });

const HeldToken = v.object({
  generation: v.pipe(Count, v.minValue(1)),
  issuedAt: Time,
  window: Time,
  account: Account,
  hasMfa: v.nullable(v.boolean()),
});

const Failure = v.object({
  kind: v.picklist(['transient', 'person', 'setup']),
  code: Text,
  what: Text,
  advice: Text,
  remedy: v.picklist([
    'sign-in',
    'sign-in-with-consent',
    'replace-secret',
    'edit-connection',
    'open-app-registration',
    'copy-redirect-uri',
    'retry-keychain',
    'refresh',
    'wait',
  ]),
  at: Time,
  traceId: v.exactOptional(Text),
  correlationId: v.exactOptional(Text),
  retryAfter: v.exactOptional(Time),
  learnedWindow: v.exactOptional(Time),
});

const Trouble = v.object({ failure: Failure, since: Time, attempts: Count, retryAt: v.nullable(Time) });

const Connection = v.object({
  id: Id,
  createdAt: Time,
  name: v.pipe(Text, v.minLength(1)),
  cloud: v.picklist(['global', 'us-government', 'china', 'practice']),
  // Both become parts of addresses, so nothing else than what a person may enter is let in.
  tenant: v.pipe(
    v.string(),
    v.check((tenant) => tenantProblem(tenant) === null),
  ),
  clientId: v.pipe(
    v.string(),
    v.check((clientId) => clientIdProblem(clientId) === null),
  ),
  application: v.object({ kind: v.literal('secret') }),
  resource: v.literal('partner-center'),
  redirectUri: Text,
  schedule: Schedule,
  token: v.nullable(HeldToken),
  secretGeneration: v.nullable(Count),
  trouble: v.nullable(Trouble),
  learnedWindow: v.nullable(Time),
  refreshAt: v.nullable(Time),
  noticesRaised: v.array(Text),
});

const Settings = v.object({
  clearClipboardAfter: Time,
  copyShortcut: v.nullable(v.object({ accelerator: Text, connectionId: Id })),
  theme: v.picklist(['system', 'light', 'dark']),
});

/** Version 1 of the file. Keys that it does not name are dropped: in reading, and, so that nothing slips in, in writing. */
export const SavedStateSchema: v.GenericSchema<unknown, SavedState> = v.object({
  version: v.literal(1),
  connections: v.pipe(
    v.array(Connection),
    v.check((connections) => new Set(connections.map(({ id }) => id)).size === connections.length),
  ),
  removing: v.array(Id),
  settings: Settings,
});
