import type { Drafts as KeptByMain } from '../../ipc/contract';
import type { PanelBridge } from '../../ipc/panel-api';
import type { Draft, FormName } from '../../ipc/schemas';
import { Signal } from './signal';

/** What stands in the panel's forms, as main keeps it too: this page may be gone when somebody comes back. */
export class Drafts {
  readonly #drafts = new Map<string, Draft>();
  /** Counts how often a form was to begin anew. */
  readonly renewals = new Signal(0);
  /** The form for which main keeps the panel open. */
  #open: FormName | null = null;

  constructor(private readonly bridge: Pick<PanelBridge, 'keepDraft'>) {}

  load({ drafts, open }: KeptByMain): void {
    this.#open = open;
    this.#drafts.clear();
    for (const [form, draft] of Object.entries(drafts)) if (draft !== undefined) this.#drafts.set(form, draft);
  }

  of(form: FormName): Draft | null {
    return this.#drafts.get(form) ?? null;
  }

  /** `null`: nothing stands in the form, or it's saved or discarded. `isOpen`: whether it is on show and holds something. */
  keep(form: FormName, draft: Draft | null, isOpen: boolean): void {
    if (draft === null) this.#drafts.delete(form);
    else this.#drafts.set(form, draft);
    if (isOpen) this.#open = form;
    else if (this.#open === form) this.#open = null;
    // Whether main has it shows when somebody comes back; there is nothing to do about it here.
    void this.bridge.keepDraft({ form, draft, isOpen }).catch(() => undefined);
  }

  /** Has the form, if it is on show, begin anew: with this draft, or with none. */
  renew(form: FormName, draft: Draft | null): void {
    this.keep(form, draft, false);
    this.renewals.set(this.renewals.get() + 1);
  }

  /** What is on show now: another form is no reason to keep the panel open anymore. */
  shown(form: FormName | null): void {
    if (this.#open !== null && this.#open !== form) this.keep(this.#open, this.of(this.#open), false);
  }
}
