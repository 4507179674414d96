import type { AnswerOf } from '../../agent/requests';
import type { Resource } from '../../core/model/connection';
import type { DurationMs } from '../../core/model/time';
import { CommandError } from '../command-error';
import type { KeeperSession } from '../keeper/session';
import { type AccessToken, accessTokenRequest, systemExpiry } from './access-token';
import type { TokenReply } from './endpoint';
import { resourceOfApi } from './resource';

/** Of which connection, and what the command has begun with. */
export interface TokensWanted {
  readonly connectionId: string;
  /** The API that the first token is for, and how it was asked for; `null`: as the connection's own. */
  readonly api: string;
  readonly resource: Resource | null;
  readonly validFor: DurationMs;
}

/** Gets tokens of one connection for a program that runs, from whoever is the keeper just then. */
export class TokenSource {
  /** By the API: many who want the same at once ask once. */
  readonly #asked = new Map<string, Promise<TokenReply>>();
  readonly #over = new AbortController();

  constructor(
    private readonly session: Pick<KeeperSession, 'ask'>,
    private readonly of: TokensWanted,
  ) {}

  /** A token of an API, by its address. Never rejects. */
  readonly tokenFor = (api: string): Promise<TokenReply> => {
    const asked = this.#asked.get(api) ?? this.#ask(api).finally(() => this.#asked.delete(api));
    this.#asked.set(api, asked);
    return asked;
  };

  /** Waits for nobody any more. */
  close(): void {
    this.#over.abort();
  }

  async #ask(api: string): Promise<TokenReply> {
    const { connectionId, validFor } = this.of;
    const isFirst = sameApi(api, this.of.api);
    const resource = isFirst ? this.of.resource : resourceOfApi(api);
    if (!isFirst && resource === null)
      return { ok: false, status: 400, words: `"${api.slice(0, 60)}" isn't the address of an API.` };
    const asker = { signal: this.#over.signal, tell: () => undefined };
    try {
      const { outcome } = await this.session.ask(accessTokenRequest(connectionId, resource, validFor), asker);
      return outcome.ok ? given(outcome) : refusedWith(outcome);
    } catch (error) {
      const words = error instanceof CommandError ? error.message : 'Something went wrong.';
      return { ok: false, status: 503, words };
    }
  }
}

function given(token: AccessToken): TokenReply {
  return { ok: true, accessToken: token.accessToken, expiresAt: systemExpiry(token) };
}

/** SDKs try again after a 503, and only then does it help: nobody is to be asked twice for what they have refused. */
function refusedWith({
  code,
  words,
  failure,
}: Extract<AnswerOf<'access-token'>['outcome'], { ok: false }>): TokenReply {
  const status = code !== 1 ? 400 : failure === null ? 403 : 503;
  return { ok: false, status, words };
}

function sameApi(one: string, other: string): boolean {
  const bare = (api: string) => api.replace(/\/?(?:\.default)?$/, '').toLowerCase();
  return bare(one) === bare(other);
}
