export { startPracticeCloud } from './cloud';
export type { PracticeCloud, PracticeOptions } from './tenant/contract';
