import type { Permission } from '../../agent/handlers/ports';
import { programInWords, programOf } from '../../platform/system/process-name';

/** That a program may have a token, under the name to remember it by; unless it is gone. */
export async function permissionFor(processId: number, signal: AbortSignal): Promise<Permission> {
  const to = programInWords(await programOf(processId));
  return signal.aborted ? { granted: false, words: 'The program that asked is gone.' } : { granted: true, to };
}
