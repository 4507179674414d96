import { endpointsOf } from '../model/clouds';
import type { ConnectionSettings } from '../model/connection';
import { isExchangeClient, methodsFor } from '../validation/sign-in-methods';

type Holds = (connection: ConnectionSettings) => boolean;

/** What a failure's sentences or its button can depend on, each by the words that the docs use for it. */
export const CIRCUMSTANCES = {
  certificate: ({ application }) => application.kind === 'certificate',
  'public client': ({ application }) => application.kind === 'public',
  "Exchange Online's own application": ({ clientId }) => isExchangeClient(clientId),
  'Exchange Online': ({ resource }) => resource.kind === 'exchange-online',
  'Microsoft Graph': ({ resource }) => resource.kind === 'graph',
  'other scopes': ({ resource }) => resource.kind === 'custom',
  'device code': ({ signInMethod }) => signInMethod === 'device-code',
  'no other browser': (connection) =>
    connection.signInMethod === 'system-browser' || !methodsFor(connection).includes('system-browser'),
  'redirect URI not on localhost': (connection) => {
    const methods = methodsFor(connection);
    return methods.includes('app-window') && !methods.includes('system-browser');
  },
  'custom cloud': ({ cloud }) => cloud === 'custom',
  // There is none that a person can change something on.
  'no portal page': (connection) => endpointsOf(connection).portal === null || isExchangeClient(connection.clientId),
} as const satisfies Readonly<Record<string, Holds>>;

export type Circumstance = keyof typeof CIRCUMSTANCES;
