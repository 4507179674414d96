/**
 * A connection's state at a glance. `new`: never signed in. `soon`: 30 days or less. `person`: refreshing has stopped until
 * somebody acts. `working`: a refresh or sign-in is under way. `offline`: the last try failed for a passing reason.
 */
export type Status = 'fine' | 'new' | 'working' | 'offline' | 'soon' | 'person' | 'lapsed';

/** From least to most worrying; the tray shows the last one that any connection has. */
export const STATUSES_BY_WORRY: readonly Status[] = ['fine', 'new', 'working', 'offline', 'soon', 'person', 'lapsed'];
