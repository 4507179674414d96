import type { Drafts } from '../../ipc/contract';
import type { ArgumentOf, Draft, FormName } from '../../ipc/schemas';

/** Whoever leaves more forms than this half filled has forgotten the first ones. */
const MOST = 30;

/**
 * What stands in the panel's forms, without secrets, for as long as the app runs: the panel's page is let go when it has been hidden for
 * a while. Never on disk.
 */
export class KeptDrafts {
  readonly #drafts = new Map<FormName, Draft>();
  #open: FormName | null = null;

  /** Whether a form is open that holds something, so that the panel has to stay. */
  get isOpen(): boolean {
    return this.#open !== null;
  }

  keep({ form, draft, isOpen }: ArgumentOf<'keepDraft'>): void {
    this.#drafts.delete(form);
    if (draft !== null) this.#drafts.set(form, draft);
    const [oldest] = this.#drafts.keys();
    if (this.#drafts.size > MOST && oldest !== undefined) this.#drafts.delete(oldest);
    if (isOpen) this.#open = form;
    else if (this.#open === form) this.#open = null;
  }

  all(): Drafts {
    return { drafts: Object.fromEntries(this.#drafts), open: this.#open };
  }

  /** The connection is gone, and with it what somebody was about to do with it. */
  forget(id: string): void {
    for (const form of [`edit/${id}`, `like/${id}`] as const) this.keep({ form, draft: null, isOpen: false });
  }
}
