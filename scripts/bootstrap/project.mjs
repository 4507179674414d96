import { fileURLToPath } from 'node:url';

/** The clone's root folder, without a trailing slash. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** A condition a person has to change before the command can go on. Its message is the whole explanation. */
export class CannotGoOn extends Error {
  name = 'CannotGoOn';
}

/** Tells the person at the terminal what is happening. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}
