import * as v from 'valibot';
import { scopesProblem } from '../../core/model/resource';
import { DEFAULT_SETTINGS } from '../../core/model/settings';
import type { SavedState } from '../../core/storage/ports';
import { cloudProblem } from '../../core/validation/cloud-validation';
import { clientIdProblem, tenantProblem } from '../../core/validation/settings';

/** Texts of our own making and of servers are short; a file with more in it is not ours. */
const Text = v.pipe(v.string(), v.maxLength(4000));
/** Certificates. */
const LongText = v.pipe(v.string(), v.maxLength(16_000));
const Time = v.pipe(v.number(), v.finite(), v.minValue(0));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const Id = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

/** Too short for a token to slip in. */
const Digest = v.pipe(v.string(), v.regex(/^[\w-]{1,43}$/));

const Schedule = v.variant('kind', [
  v.object({ kind: v.literal('every'), interval: v.pipe(Time, v.minValue(1)) }),
  v.object({ kind: v.literal('remind-only') }),
]);

const Account = v.object({ username: Text, objectId: Text, tenantId: Text });

const issueEntries = { issuedAt: Time, serverIssuedAt: v.exactOptional(Time) };

const SignInLimit = v.object({ reason: v.picklist(['sign-in-frequency', 'single-page']), span: Time });

/** Files of earlier releases know nothing of the sign-in. */
const HeldToken = v.object({
  generation: v.pipe(Count, v.minValue(1)),
  ...issueEntries,
  lifetime: Time,
  signedIn: v.exactOptional(v.object(issueEntries)),
  signInLimit: v.exactOptional(SignInLimit),
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
    'sign-in-in-browser',
    'replace-secret',
    'replace-certificate',
    'edit-connection',
    'open-app-registration',
    'copy-redirect-uri',
    'retry-keychain',
    'refresh',
    'wait',
  ]),
  registrationPage: v.exactOptional(v.picklist(['overview', 'authentication', 'credentials', 'api-permissions'])),
  at: Time,
  traceId: v.exactOptional(Text),
  correlationId: v.exactOptional(Text),
  retryAfter: v.exactOptional(Time),
  learnedLifetime: v.exactOptional(Time),
  learnedSignInLimit: v.exactOptional(SignInLimit),
});

const Trouble = v.object({ failure: Failure, since: Time, attempts: Count, retryAt: v.nullable(Time) });

const CustomCloud = v.object({ authority: Text, partnerCenter: Text, scope: Text, extraCa: v.nullable(LongText) });

const Resource = v.variant('kind', [
  v.object({ kind: v.literal('partner-center') }),
  v.object({ kind: v.literal('exchange-online') }),
  v.object({ kind: v.literal('graph') }),
  v.object({
    kind: v.literal('custom'),
    scopes: v.pipe(
      v.array(Text),
      v.check((scopes) => scopesProblem(scopes) === null),
    ),
  }),
]);

const HeldCredential = v.object({
  generation: v.pipe(Count, v.minValue(1)),
  expiresAt: v.nullable(Time),
  thumbprint: v.nullable(Text),
  notificationsRaised: v.array(Text),
});

/** A connection's fields, each by itself. */
export const ConnectionFields = v.object({
  id: Id,
  createdAt: Time,
  name: v.pipe(Text, v.minLength(1)),
  cloud: v.picklist(['global', 'us-government', 'china', 'practice', 'custom']),
  customCloud: v.nullable(CustomCloud),
  // Both become parts of addresses, so nothing else than what a person may enter is let in.
  tenant: v.pipe(
    v.string(),
    v.check((tenant) => tenantProblem(tenant) === null),
  ),
  clientId: v.pipe(
    v.string(),
    v.check((clientId) => clientIdProblem(clientId) === null),
  ),
  application: v.object({ kind: v.picklist(['secret', 'certificate', 'public']) }),
  resource: Resource,
  redirectUri: Text,
  signInMethod: v.picklist(['app-window', 'system-browser', 'device-code']),
  schedule: Schedule,
  token: v.nullable(HeldToken),
  credential: v.nullable(HeldCredential),
  trouble: v.nullable(Trouble),
  learnedLifetime: v.nullable(Time),
  learnedSignInLimit: v.optional(v.nullable(SignInLimit), null),
  refreshAt: v.nullable(Time),
  notificationsRaised: v.array(Text),
});

/** The addresses of a custom cloud are called, so nothing else than what a person may enter is let in. */
const Connection = v.pipe(
  ConnectionFields,
  v.check((connection) => cloudProblem(connection) === null),
);

export const ExportedToken = v.object({
  id: Id,
  connectionId: Id,
  to: v.picklist(['clipboard', 'file', 'key-vault']),
  takenAt: Time,
  issuedAt: Time,
  lifetime: Time,
  signedInAt: v.exactOptional(Time),
  signInLimit: v.exactOptional(SignInLimit),
  salt: Digest,
  digest: Digest,
  replacedAt: v.nullable(Time),
  notificationsRaised: v.array(Text),
});

export const Settings = v.object({
  clearClipboardAfter: Time,
  copyShortcut: v.nullable(v.object({ accelerator: Text, connectionId: Id })),
  theme: v.picklist(['system', 'light', 'dark']),
  agentSocket: v.optional(v.boolean(), DEFAULT_SETTINGS.agentSocket),
});

/** Version 2 of the file. Keys that it does not name are dropped: in reading, and, so that nothing slips in, in writing. */
export const SavedStateSchema: v.GenericSchema<unknown, SavedState> = v.object({
  version: v.literal(2),
  connections: v.pipe(
    v.array(Connection),
    v.check((connections) => new Set(connections.map(({ id }) => id)).size === connections.length),
  ),
  removing: v.array(Id),
  exportedTokens: v.optional(v.array(ExportedToken), []),
  settings: Settings,
});
