export { startPracticeCloud } from './cloud';
export type { Fault, MadeCertificate, PracticeCloud, PracticeOptions, PracticePartner } from './tenant/contract';
