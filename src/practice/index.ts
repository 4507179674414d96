export { startPracticeCloud } from './cloud';
export type { PracticeCloud, PracticeOptions, PracticePartner } from './tenant/contract';
