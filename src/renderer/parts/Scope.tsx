import { type ReactNode, useEffect } from 'react';
import { usePanel } from '../model/panel';
import { ScopeProvider } from '../model/problems';

/**
 * A dialog or a form. What doesn't work in it is shown in it, and goes when it closes or when something else is entered: it
 * concerned what stood there before.
 */
export function Scope({ name, children }: { name: string; children: ReactNode }) {
  const panel = usePanel();
  useEffect(() => panel.enter(name), [panel, name]);
  return (
    <ScopeProvider value={name}>
      <div style={{ display: 'contents' }} onInput={() => panel.endProblemsIn(name)}>
        {children}
      </div>
    </ScopeProvider>
  );
}
