export { startPracticeCloud } from './cloud';
export type { Fault, PracticeCloud, PracticeOptions, PracticePartner } from './tenant/contract';
