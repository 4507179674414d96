import type { Remedy } from '../model/failure';

/** Something worth knowing, as a person reads it. */
export interface ApiCheckFact {
  readonly label: string;
  readonly value: string;
}

/** Whether a connection's access token is good for what it is meant for. Every text is free of secrets and fit to show. */
export interface ApiCheck {
  /** Whether all is well; not so when something works but should be seen to. */
  readonly ok: boolean;
  /** One sentence: what works, or what does not. */
  readonly headline: string;
  readonly facts: readonly ApiCheckFact[];
  /** One sentence: what to do; `null` when there is nothing to do. */
  readonly advice: string | null;
  /** The button that does it; `null` where there is none in this app. */
  readonly remedy: Remedy | null;
  /** For support: statuses and IDs of the calls. */
  readonly details: readonly ApiCheckFact[];
}

/** What one harmless call met. */
export type ProbeAnswer =
  /** As in a raw failure. */
  | { readonly kind: 'network'; readonly code: string }
  | {
      readonly kind: 'reply';
      readonly status: number;
      /** The body, when it is a JSON object. */
      readonly json: Readonly<Record<string, unknown>> | null;
      readonly retryAfter: string | null;
      /** The reply's `Date` header. */
      readonly date: string | null;
      /** Partner Center's `isMfaCompliant`; `null` when it did not say. */
      readonly isMfaCompliant: boolean | null;
      /** The IDs under which the service can find the call. */
      readonly ids: readonly ApiCheckFact[];
    };

/** What an access token says of itself; `null` where it cannot be read. To show, never to decide on rights. */
export interface TokenFacts {
  readonly audience: string | null;
  readonly tenantId: string | null;
  readonly scopes: readonly string[];
  /** `amr`: how the user proved who they are; `null` when it does not say. */
  readonly methods: readonly string[] | null;
}
