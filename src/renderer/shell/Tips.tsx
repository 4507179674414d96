import { Tooltip } from '@fluentui/react-components';
import { useEffect, useState } from 'react';

interface Tip {
  readonly element: HTMLElement;
  readonly words: string;
}

/** As Fluent's own, in milliseconds. */
const AFTER = 250;

/**
 * The tooltip of whatever bears `data-tip` and is pointed at or has the focus. There is one for all: one for each button would cost
 * more than the buttons, and would have to be there before the first paint. What it says is the control's name or stands elsewhere too.
 */
export function Tips() {
  const [tip, setTip] = useState<Tip | null>(null);
  useEffect(() => watchTips(setTip), []);
  if (tip === null) return null;
  return (
    <Tooltip
      key={tip.words}
      visible
      withArrow
      relationship="inaccessible"
      content={tip.words}
      positioning={{ target: tip.element }}
      // Escape takes the tooltip first; the next one leaves what is open.
      onVisibleChange={(_, { visible }) => visible || setTip(null)}
    />
  );
}

/** Tells which tip is to be shown, or none. Returns what ends that. */
function watchTips(show: (tip: Tip | null) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown: Tip | null = null;
  const set = (tip: Tip | null) => {
    clearTimeout(timer);
    if (tip?.element === shown?.element && tip?.words === shown?.words) return;
    shown = tip;
    show(tip);
  };
  const point = ({ target }: Event) => {
    const tip = tipOf(target);
    clearTimeout(timer);
    if (tip === null) set(null);
    else timer = setTimeout(() => tip.element.isConnected && set(tip), AFTER);
  };
  const focus = ({ target }: Event) => {
    const isByKey = target instanceof Element && target.matches(':focus-visible');
    set(isByKey ? tipOf(target) : null);
  };
  const hide = () => set(null);
  const watched = new AbortController();
  const { signal } = watched;
  document.addEventListener('pointerover', point, { signal });
  document.addEventListener('pointerdown', hide, { signal });
  document.addEventListener('focusin', focus, { signal });
  document.addEventListener('focusout', hide, { signal });
  document.addEventListener('scroll', hide, { signal, capture: true });
  return () => {
    clearTimeout(timer);
    watched.abort();
  };
}

function tipOf(target: EventTarget | null): Tip | null {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
  const words = element?.dataset.tip;
  return element === null || words === undefined ? null : { element, words };
}
