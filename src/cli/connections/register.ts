import type { Command } from 'commander';
import type { Terminal } from '../output/terminal';

/** The commands that add and change connections, sign in, and bring refresh tokens in and out. */
export function registerConnections(_program: Command, _terminal: Terminal): void {}
