import { DEFAULT_LIFETIME } from '../expiry/lifetime';
import { stillRaised } from '../expiry/notifications';
import type { Connection } from '../model/connection';
import {
  type CredentialEnvelope,
  heldCredentialOf,
  heldTokenOf,
  openCredential,
  openToken,
  type TokenEnvelope,
} from './envelope';
import type { SecretKind } from './secret-store';

/** How a connection goes with its secrets of one kind. */
export interface Kind<Envelope> {
  readonly kind: SecretKind;
  /** Reads this id's envelope; `null` when it is none. */
  open(id: string, text: string): Envelope | null;
  /** The serial number of the one that a connection names. */
  serialIn(connection: Connection): number | null;
  /** The connection with one that the keychain has and the file does not know of. */
  withFound(connection: Connection, envelope: Envelope, serial: number): Connection;
}

/** A refresh token. One that is found is to be refreshed at once. */
export const REFRESH_TOKEN: Kind<TokenEnvelope> = {
  kind: 'refresh-token',
  open: openToken,
  serialIn: ({ token }) => token?.serial ?? null,
  withFound(connection, envelope, serial) {
    const { lifetime, signInLimit, issuedAt } = envelope;
    const token = heldTokenOf(envelope, serial);
    return {
      ...connection,
      token,
      // What was known of the tenant when the token came.
      learnedLifetime: lifetime === DEFAULT_LIFETIME ? connection.learnedLifetime : lifetime,
      learnedSignInLimit: signInLimit ?? connection.learnedSignInLimit,
      trouble: null,
      refreshAt: connection.schedule.kind === 'every' ? issuedAt : null,
      notificationsRaised: stillRaised(connection, token),
    };
  },
};

/** A client secret or certificate, which also says how the application authenticates. A public client's old one is none of it. */
export const CLIENT_SECRET: Kind<CredentialEnvelope> = {
  kind: 'client-secret',
  open: openCredential,
  serialIn: ({ credential }) => credential?.serial ?? null,
  withFound(connection, envelope, serial) {
    if (connection.application.kind === 'public') return connection;
    const { kind } = envelope.credential;
    return { ...connection, application: { kind }, credential: heldCredentialOf(envelope.facts, serial) };
  },
};
