/** What a process that has changed something in the data folder tells the app that runs over it. */
export const CHANGED = { changed: true } as const;

/** Whether a second instance only tells of a change. Whoever says anything else was started by a person, who wants to see the app. */
export function tellsOfChange(additionalData: unknown): boolean {
  return (
    typeof additionalData === 'object' && additionalData !== null && Reflect.get(additionalData, 'changed') === true
  );
}
