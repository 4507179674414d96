import { useEffect } from 'react';
import { go } from '../navigation';
import { type Panel, usePanel } from '../panel';
import { isMac } from '../system';
import { type Command, commandOf } from './shortcuts';
import { isTextField } from './text-field';
import { zoomBy } from './zoom';

/** Obeys the panel's own shortcuts, whatever has the focus. */
export function useShortcuts(): void {
  const panel = usePanel();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const command = event.defaultPrevented ? null : commandOf(event, isMac);
      if (command === null || (event.key === '?' && isTextField(event.target))) return;
      event.preventDefault();
      obey(panel, command);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [panel]);
}

function obey(panel: Panel, command: Command): void {
  if (command.kind === 'zoom') return void zoomBy(panel, command.step);
  // A dialog asks for an answer first.
  if (document.querySelector('[aria-modal=true]') !== null) return;
  if (command.kind === 'help') panel.shortcuts.set(true);
  else if (panel.view.get().kind !== command.kind) go(panel, { kind: command.kind });
}
