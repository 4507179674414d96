import type { DurationMs, EpochMs } from '../../core/model/time';

/** Right after it was shown, a panel that loses the focus has not been left: the taskbar or another window took the focus. */
const GRACE: DurationMs = 400;
/** A click on the tray icon takes the focus first, and arrives soon after. */
const SAME_CLICK: DurationMs = 300;

/** What it means that the panel loses the focus. Times are of the system's clock. */
export class BlurGrace {
  #shownAt: EpochMs | null = null;
  #blurredAt: EpochMs | null = null;

  shown(now: EpochMs): void {
    this.#shownAt = now;
  }

  /** Whether the person has left, or the panel takes the focus back: once after each time it was shown. */
  blurred(now: EpochMs): 'left' | 'take-back' {
    this.#blurredAt = now;
    const isEarly = isWithin(GRACE, this.#shownAt, now);
    this.#shownAt = null;
    return isEarly ? 'take-back' : 'left';
  }

  /** Whether it was the click that arrives now which took the focus. */
  isSameClick(now: EpochMs): boolean {
    return isWithin(SAME_CLICK, this.#blurredAt, now);
  }
}

/** A clock that went back says nothing. */
function isWithin(span: DurationMs, from: EpochMs | null, now: EpochMs): boolean {
  return from !== null && now >= from && now - from < span;
}
