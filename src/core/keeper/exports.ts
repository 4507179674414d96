import {
  copiesOf,
  dueCopyNotice,
  isAnnounced,
  type TokenToCopy,
  viewCopy,
  withCopy,
  withReplaced,
} from '../expiry/exported-tokens';
import { timeLeft } from '../expiry/lifetime';
import { meansLapsed } from '../expiry/notifications';
import { ownFailure } from '../failures/classify';
import type { Connection } from '../model/connection';
import type { CopiedToken, Copy, CopyTarget, CopyView } from '../model/exported-token';
import type { Failure } from '../model/failure';
import { newId } from '../model/new-id';
import type { Notice } from '../model/notification';
import type { Result } from '../model/result';
import { type DurationMs, type EpochMs, HOUR } from '../model/time';
import type { Book } from '../storage/connection-store';
import type { Storage } from '../storage/storage';
import type { TokenKeeper } from '../storage/token-keeper';
import type { KeeperPorts } from './ports';

/** A token older than this is exchanged before a copy is made of the new one. */
const FRESH: DurationMs = HOUR;

/** The copies ledger: hands out copies of refresh tokens, and knows each of them until nothing uses it any more. */
export class Ledger {
  constructor(
    private readonly book: Book,
    private readonly tokens: TokenKeeper,
    private readonly storage: Storage,
    private readonly ports: Pick<KeeperPorts, 'clockOf' | 'fingerprints' | 'random'>,
    private readonly refresh: (id: string) => Promise<Result<Connection>>,
  ) {}

  /** Hands out a copy of the newest refresh token, once it is on record. See KeeperApi. */
  async handOut(id: string, to: CopyTarget): Promise<Result<CopiedToken>> {
    const asked = this.book.find(id);
    if (!asked) return { ok: false, failure: ownFailure('request/unknown', 0) };
    const now = this.#now(asked);
    const { token, trouble } = asked;
    const waitsForSomebody = trouble !== null && trouble.retryAt === null;
    const isOld = token !== null && now - token.issuedAt > FRESH;
    const refreshed = isOld && !waitsForSomebody ? await this.refresh(id) : null;
    return this.storage.withKeychain(now, async () => {
      const connection = this.book.find(id);
      const newest = connection && (await this.tokens.newest(connection));
      if (!connection) return { ok: false, failure: ownFailure('request/unknown', now) };
      if (!newest) return { ok: false, failure: ownFailure(token ? 'token/gone' : 'token/none', now) };
      const isDead =
        timeLeft(newest, this.#now(connection)) <= 0 || (connection.trouble && meansLapsed(connection.trouble.failure));
      if (!isDead) return this.#record(connection, newest, to);
      const failure = refreshed?.ok === false ? refreshed.failure : connection.trouble?.failure;
      return { ok: false, failure: failure ?? ownFailure('token/none', now) };
    });
  }

  views(id: string): readonly CopyView[] {
    const connection = this.book.find(id);
    if (!connection) return [];
    const now = this.#now(connection);
    return this.book.copiesOf(id).map((copy) => viewCopy(copy, connection, now));
  }

  /** Nothing uses the copy any more: no notice is given of it from here on. */
  markReplaced(id: string, copyId: string): Promise<Result<null>> {
    return this.#change(id, copyId, (copies, now) => withReplaced(copies, copyId, now));
  }

  /** The copy did not get where it was meant to go, so it is none. */
  withdraw(id: string, copyId: string): Promise<Result<null>> {
    return this.#change(id, copyId, (copies) => without(copies, copyId));
  }

  recognise(text: string): readonly CopyView[] {
    const found = copiesOf(this.book.allCopies(), text.trim(), this.ports.fingerprints);
    const ids = new Set(found.map((copy) => copy.id));
    const connections = new Set(found.map((copy) => copy.connectionId));
    return [...connections].flatMap((id) => this.views(id).filter((view) => ids.has(view.id)));
  }

  /** The notice about copies that is due now, noted as given; `null` when there is none. To be saved before it is told. */
  takeDueNotice(connection: Connection): Notice | null {
    const due = dueCopyNotice(connection, this.book.copiesOf(connection.id), this.#now(connection));
    if (due) this.book.setCopies(connection.id, due.copies);
    return due?.notice ?? null;
  }

  /** A copy that cannot be recorded is not handed out. */
  async #record(connection: Connection, token: TokenToCopy, to: CopyTarget): Promise<Result<CopiedToken>> {
    const { id } = connection;
    const takenAt = this.#now(connection);
    const copyId = newId(this.ports.random);
    const taken = { id: copyId, connectionId: id, to, takenAt };
    this.book.setCopies(id, withCopy(this.book.copiesOf(id), token, taken, this.ports.fingerprints));
    if (!(await this.storage.save())) {
      this.book.setCopies(id, without(this.book.copiesOf(id), copyId));
      return { ok: false, failure: this.#fault(takenAt) };
    }
    const view = this.views(id).find((copy) => copy.id === copyId);
    if (!view) return { ok: false, failure: ownFailure('request/unknown', takenAt) };
    this.book.tell({ type: 'happened', id, happening: { kind: 'copy', at: takenAt, took: 0, code: to } });
    const { refreshToken, issuedAt } = token;
    return { ok: true, value: { refreshToken, copyId, issuedAt, lapsesAt: view.lapsesAt } };
  }

  async #change(
    id: string,
    copyId: string,
    change: (copies: readonly Copy[], now: EpochMs) => readonly Copy[],
  ): Promise<Result<null>> {
    const connection = this.book.find(id);
    const copies = this.book.copiesOf(id);
    if (!connection || !copies.some((copy) => copy.id === copyId))
      return { ok: false, failure: ownFailure('request/unknown', 0) };
    if (this.storage.frozen) return { ok: false, failure: this.storage.frozen };
    const now = this.#now(connection);
    const after = change(copies, now);
    this.book.setCopies(id, after);
    if (!isAnnounced(after)) this.book.tell({ type: 'notices-moot', connectionId: id, about: 'copies' });
    return (await this.storage.save()) ? { ok: true, value: null } : { ok: false, failure: this.#fault(now) };
  }

  #fault(now: EpochMs): Failure {
    return this.storage.trouble ?? ownFailure('file/unwritable', now);
  }

  #now(connection: Connection): EpochMs {
    return this.ports.clockOf(connection.cloud).now();
  }
}

function without(copies: readonly Copy[], copyId: string): readonly Copy[] {
  return copies.filter(({ id }) => id !== copyId);
}
