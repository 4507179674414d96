import type { Command } from 'commander';
import type { Terminal } from '../output/terminal';

/** The commands that show how connections are, and see to them. */
export function registerState(_program: Command, _terminal: Terminal): void {}
