/** Whether keys are typed into it, which has an Undo of its own. */
export function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('textarea, input:not([type=radio], [type=checkbox])');
}
