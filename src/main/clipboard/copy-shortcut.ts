import { globalShortcut } from 'electron';
import type { AppSettings } from '../../core/model/settings';

/** The global shortcut that copies one connection's access token. */
export class CopyShortcut {
  #current: AppSettings['copyShortcut'] = null;

  constructor(private readonly copy: (connectionId: string) => void) {}

  /** Registers a shortcut in place of the one before. Returns what is wrong, or `null`; then the one before stays. */
  set(wanted: AppSettings['copyShortcut']): string | null {
    const before = this.#current;
    if (wanted?.accelerator === before?.accelerator) {
      this.#current = wanted;
      return null;
    }
    if (wanted) {
      const problem = this.#register(wanted.accelerator);
      if (problem !== null) return problem;
    }
    if (before) globalShortcut.unregister(before.accelerator);
    this.#current = wanted;
    return null;
  }

  release(): void {
    if (this.#current) globalShortcut.unregister(this.#current.accelerator);
    this.#current = null;
  }

  #register(accelerator: string): string | null {
    try {
      const taken = !globalShortcut.register(accelerator, () => {
        if (this.#current) this.copy(this.#current.connectionId);
      });
      return taken ? `Another app already uses ${accelerator}. Choose a different shortcut.` : null;
    } catch {
      return `${accelerator} isn't a valid shortcut. Use Ctrl, Alt, or Shift with a letter.`;
    }
  }
}
