import { useEffect } from 'react';

const FOCUSABLE = 'button, a[href], input, select, textarea, summary, [tabindex]:not([tabindex="-1"])';

/** Where the focus was: what it was in, from the inside out, and the controls of the page in their order. */
interface Whereabouts {
  readonly element: HTMLElement;
  readonly around: readonly Element[];
  readonly controls: readonly HTMLElement[];
}

/**
 * Never leaves the keyboard at the top of the page because what had the focus is gone: dismissed, cleared, marked, removed. The control
 * after it takes the focus, or else the one before it, out of the same part of the page. Whoever moves the focus on purpose comes first.
 */
export function useFocusKeeper(): void {
  useEffect(() => {
    let last: Whereabouts | null = null;
    let looking = 0;
    const note = ({ target }: FocusEvent) => {
      last = target instanceof HTMLElement ? whereaboutsOf(target) : null;
    };
    const look = () => {
      if (last === null || last.element.isConnected || document.activeElement !== document.body) return;
      const heir = heirOf(last);
      last = null;
      heir?.focus();
    };
    const lookSoon = () => {
      if (last === null || last.element.isConnected) return;
      cancelAnimationFrame(looking);
      // Views and dialogs that close give the focus back in the next frame.
      looking = requestAnimationFrame(() => {
        looking = requestAnimationFrame(look);
      });
    };
    const observer = new MutationObserver(lookSoon);
    observer.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('focusin', note);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(looking);
      document.removeEventListener('focusin', note);
    };
  }, []);
}

function whereaboutsOf(element: HTMLElement): Whereabouts {
  const around: Element[] = [];
  for (let outer = element.parentElement; outer !== null; outer = outer.parentElement) around.push(outer);
  return { element, around, controls: [...document.querySelectorAll<HTMLElement>(FOCUSABLE)] };
}

/** What was there already, or what has come in the place of all that. */
function heirOf({ element, around, controls }: Whereabouts): HTMLElement | null {
  const at = controls.indexOf(element);
  const nearest = [...controls.slice(at + 1), ...controls.slice(0, Math.max(0, at)).reverse()].filter(canHaveFocus);
  for (const outer of around) {
    if (!outer.isConnected) continue;
    const heir = nearest.find((control) => outer.contains(control));
    if (heir !== undefined) return heir;
    const newcomer = [...outer.querySelectorAll<HTMLElement>(FOCUSABLE)].find(canHaveFocus);
    if (newcomer !== undefined) return newcomer;
  }
  return null;
}

function canHaveFocus(control: HTMLElement): boolean {
  return control.isConnected && control.checkVisibility() && control.closest('[aria-hidden=true], [inert]') === null;
}
