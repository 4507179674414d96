import type { Message } from './message';

/** How a try to deliver ended. The words say why, without an address or an answer: both may hold secrets. */
export type Delivery =
  | { readonly kind: 'done' }
  /** It may work later; not before so many milliseconds where the receiver has said so. */
  | { readonly kind: 'later'; readonly words: string; readonly notBefore?: number }
  /** It never will. */
  | { readonly kind: 'refused'; readonly words: string };

/** Tries to deliver a notification. Never rejects, and ends when it is aborted. */
export type Deliver = (message: Message, signal: AbortSignal) => Promise<Delivery>;
