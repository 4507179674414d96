import { createContext, useContext } from 'react';

/** Whose buttons these are, where they need to be told from another connection's. */
const OwnerContext = createContext<string | null>(null);
export const OwnerProvider = OwnerContext.Provider;

/**
 * Gives a button's name for screen readers: what it shows, then whose it is, so that no two in a list are called the same. Beginning
 * with the visible words, it can be spoken too (WCAG 2.5.3).
 */
export function useNames(): (label: string) => string {
  const owner = useContext(OwnerContext);
  return (label) => (owner === null ? label : `${label}, ${owner}`);
}
