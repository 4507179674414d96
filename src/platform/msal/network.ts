import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { endpointsOf } from '../../core/model/clouds';
import type { ConnectionSettings } from '../../core/model/connection';
import { fetchWithin, type Met, type NetworkOptions, type Order } from '../http/fetch-within';

/** Ends MSAL's work on a reply that it would make nonsense of, or on none. What happened is in {@link RecordingNetwork.last}. */
class NothingForMsal extends Error {
  override readonly name = 'NothingForMsal';
}

/** MSAL's way to the network: to the cloud's own sign-in host alone, whatever discovery says; and it remembers what really came. */
export class RecordingNetwork implements INetworkModule {
  /** What the latest request met. MSAL keeps little of it, and cannot be trusted to fail (facts measured in the tests). */
  last: Met | null = null;
  /** Whether the latest request asked for tokens. */
  askedForTokens = false;

  constructor(
    private readonly options: NetworkOptions,
    private readonly place: Pick<ConnectionSettings, 'cloud' | 'customCloud'>,
    private readonly signal: AbortSignal,
  ) {}

  sendGetRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send(url, { method: 'GET', headers: options?.headers ?? {} });
  }

  sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send(url, { method: 'POST', headers: options?.headers ?? {}, body: options?.body ?? '' });
  }

  async #send<T>(url: string, order: Order): Promise<NetworkResponse<T>> {
    const { options, place, signal } = this;
    const { cloud, customCloud } = place;
    const destination = { cloud, customCloud, base: endpointsOf(place).authority, signal };
    const met = await fetchWithin(options, destination, url, order);
    this.last = met;
    this.askedForTokens = isTokenRequest(order);
    if (met.kind === 'network' || met.json === null) throw new NothingForMsal();
    // Retry-After is withheld along with the other headers: waiting is the keeper's work.
    // MSAL's port is generic over whatever the caller hopes for; it is checked afterwards, in `accept`.
    return { headers: {}, status: met.status, body: met.json as T };
  }
}

/** Whether a request asks for tokens, wherever a server takes such. Source: RFC 6749, sections 4.1.3, 4.4.2, 6, and RFC 8628, 3.4. */
export function isTokenRequest({ body }: Pick<Order, 'body'>): boolean {
  return body !== undefined && new URLSearchParams(body).has('grant_type');
}
