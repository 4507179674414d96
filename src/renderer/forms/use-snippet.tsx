import { type ClipboardEvent, type ReactElement, useState } from 'react';
import { readSnippet } from '../../ipc/vocabulary';
import { APP, usePanel } from '../model/panel';
import { usePlace } from '../model/problems';
import { Message } from '../parts/Message';
import type { Application } from './use-application';
import type { FieldsProps } from './values';

/**
 * Sorts a script or configuration that is pasted into any field of a connection's form into the fields that it names, and says which.
 * `application`: where its secret goes; `null` in a form without one.
 */
export function useSnippet({ set, checks }: Pick<FieldsProps, 'set' | 'checks'>, application: Application | null) {
  const panel = usePanel();
  const place = usePlace(APP);
  const [said, setSaid] = useState<string | null>(null);
  const onPasteCapture = (event: ClipboardEvent) => {
    setSaid(null);
    const isField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    const snippet = isField ? readSnippet(event.clipboardData.getData('text/plain')) : null;
    if (snippet === null) return;
    event.preventDefault();
    event.stopPropagation();
    panel.setProblem(place, null);
    const { secret, ...fields } = snippet;
    set({ ...fields, ...(secret !== undefined && application !== null ? { application: 'secret' } : {}) });
    if (secret !== undefined) application?.putSecret(secret);
    for (const field of ['tenant', 'clientId', 'secret'] as const) {
      if (snippet[field] === undefined) continue;
      checks.changed(field);
      checks.touch(field);
    }
    const labels = [
      ...(fields.tenant === undefined ? [] : ['Tenant']),
      ...(fields.clientId === undefined ? [] : ['Application (client) ID']),
      ...(secret === undefined || application === null ? [] : ['Client secret']),
    ];
    const filled = labels.length === 0 ? '' : `Filled in from what you pasted: ${labels.join(', ')}.`;
    const left = 'For the secret, choose Replace secret or certificate.';
    const words = secret !== undefined && application === null ? `${filled} ${left}`.trim() : filled;
    setSaid(words);
    panel.say(words);
  };
  const message: ReactElement | null = said === null ? null : <Message intent="success" what={said} advice={null} />;
  return { onPasteCapture, message };
}
