import {
  type TokenToExport,
  viewExportedToken,
  withExportedToken,
  withLabel,
  withReplaced,
  withUnmarked,
} from '../expiry/exported-tokens';
import { timeLeft } from '../expiry/lifetime';
import { meansExpired } from '../failures/catalogue';
import { ownFailure, unknown } from '../failures/classify';
import type { Connection } from '../model/connection';
import {
  type ExportedRefreshToken,
  type ExportedToken,
  type ExportedTokenView,
  type ExportNote,
  type ExportTarget,
  LONGEST_PLACE,
} from '../model/exported-token';
import type { Result } from '../model/failure';
import { codeOfHandOut, WITHDRAWN } from '../model/hand-out';
import { newId } from '../model/new-id';
import { type DurationMs, type EpochMs, HOUR } from '../model/time';
import type { ConnectionStore } from '../storage/connection-store';
import type { Secrets } from '../storage/secrets';
import type { Storage } from '../storage/storage';
import type { KeeperPorts } from './ports';

/** A token older than this is refreshed before the new one is exported. */
const FRESH: DurationMs = HOUR;

/** Exports refresh tokens, and knows each exported token until nothing uses it anymore. */
export class Exports {
  constructor(
    private readonly store: ConnectionStore,
    private readonly secrets: Secrets,
    private readonly storage: Storage,
    private readonly ports: Pick<KeeperPorts, 'fingerprints' | 'random'>,
    private readonly refresh: (id: string) => Promise<Result<Connection>>,
  ) {}

  /** Notes in the history that an access token left the app, to the clipboard or a program. It is no exported token: it lives an hour. */
  noteAccessTokenCopied(id: string, program?: string): void {
    const connection = this.store.find(id);
    if (!connection) return;
    const code = codeOfHandOut({ what: 'access-token', to: program === undefined ? 'clipboard' : { program } });
    const event = { kind: 'copy', at: this.store.nowFor(connection), took: 0, code } as const;
    this.store.tell({ type: 'history', id, event });
  }

  /** Hands out the refresh token, refreshed if older than an hour, once it is on record. An expired one is refused. */
  async handOut(id: string, to: ExportTarget, note: ExportNote = {}): Promise<Result<ExportedRefreshToken>> {
    const asked = this.store.find(id);
    if (!asked) return unknown();
    const now = this.store.nowFor(asked);
    const { token, trouble } = asked;
    const waitsForSomebody = trouble !== null && trouble.retryAt === null;
    const isOld = token !== null && now - token.issuedAt > FRESH;
    const refreshed = isOld && !waitsForSomebody ? await this.refresh(id) : null;
    return this.storage.withKeychain(async () => {
      const connection = this.store.find(id);
      if (!connection) return unknown();
      const newest = await this.secrets.newest(connection);
      if (typeof newest === 'string')
        return { ok: false, failure: ownFailure(token ? `token/${newest}` : 'token/none', now) };
      const isDead =
        timeLeft(newest, this.store.nowFor(connection)) <= 0 ||
        (connection.trouble && meansExpired(connection.trouble.failure.code));
      if (!isDead) return this.#record(connection, newest, to, note);
      const failure = refreshed?.ok === false ? refreshed.failure : connection.trouble?.failure;
      return { ok: false, failure: failure ?? ownFailure('token/none', now) };
    });
  }

  /** The exported tokens of a connection, oldest first. Of those out of use, the newest 20. */
  views(id: string): readonly ExportedTokenView[] {
    const connection = this.store.find(id);
    if (!connection) return [];
    const now = this.store.nowFor(connection);
    return this.store.exportedTokensOf(id).map((copy) => viewExportedToken(copy, connection, now));
  }

  /** Nothing uses the exported token anymore: no notification is raised about it from here on. */
  mark(id: string, exportId: string): Promise<Result<null>> {
    return this.#change(id, exportId, (exportedTokens, now) => withReplaced(exportedTokens, exportId, now));
  }

  /** It is in use after all: notifications are raised about it as before. */
  unmark(id: string, exportId: string): Promise<Result<null>> {
    return this.#change(id, exportId, (exportedTokens) => withUnmarked(exportedTokens, exportId));
  }

  /** Notes what a person calls it. */
  label(id: string, exportId: string, label: string): Promise<Result<null>> {
    return this.#change(id, exportId, (exportedTokens) => withLabel(exportedTokens, exportId, label));
  }

  /** Strikes an exported token that did not get to where it was to go. */
  async withdraw(id: string, exportId: string): Promise<Result<null>> {
    const withdrawn = await this.#change(id, exportId, (exportedTokens) => without(exportedTokens, exportId));
    if (withdrawn.ok) this.#note(id, WITHDRAWN);
    return withdrawn;
  }

  #note(id: string, code: string): void {
    const connection = this.store.find(id);
    if (!connection) return;
    const at = this.store.nowFor(connection);
    this.store.tell({ type: 'history', id, event: { kind: 'copy', at, took: 0, code } });
  }

  /** A token whose export cannot be recorded is not exported. */
  async #record(
    connection: Connection,
    token: TokenToExport,
    to: ExportTarget,
    note: ExportNote,
  ): Promise<Result<ExportedRefreshToken>> {
    const { id } = connection;
    const takenAt = this.store.nowFor(connection);
    const exportId = newId(this.ports.random);
    const where = note.place?.slice(-LONGEST_PLACE) ?? null;
    const taken = { id: exportId, connectionId: id, to, place: where, label: note.label ?? '', takenAt };
    const before = this.store.exportedTokensOf(id);
    this.store.setExportedTokens(id, withExportedToken(before, token, taken, this.ports.fingerprints));
    if (!(await this.store.committed())) {
      this.store.setExportedTokens(id, without(this.store.exportedTokensOf(id), exportId));
      return { ok: false, failure: this.storage.unwritable };
    }
    const view = this.views(id).find((copy) => copy.id === exportId);
    if (!view) return unknown();
    const place = to === 'program' && where !== null ? { program: where } : to;
    this.#note(id, codeOfHandOut({ what: 'refresh-token', to: place }));
    const { refreshToken, issuedAt } = token;
    return { ok: true, value: { refreshToken, exportId, issuedAt, expiresAt: view.expiresAt } };
  }

  async #change(
    id: string,
    exportId: string,
    change: (exportedTokens: readonly ExportedToken[], now: EpochMs) => readonly ExportedToken[],
  ): Promise<Result<null>> {
    const connection = this.store.find(id);
    const exportedTokens = this.store.exportedTokensOf(id);
    if (!connection || !exportedTokens.some((copy) => copy.id === exportId)) return unknown();
    if (this.storage.frozen) return { ok: false, failure: this.storage.frozen };
    const after = change(exportedTokens, this.store.nowFor(connection));
    this.store.setExportedTokens(id, after);
    return (await this.store.committed()) ? { ok: true, value: null } : { ok: false, failure: this.storage.unwritable };
  }
}

function without(exportedTokens: readonly ExportedToken[], exportId: string): readonly ExportedToken[] {
  return exportedTokens.filter(({ id }) => id !== exportId);
}
