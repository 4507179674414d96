export { startPracticeCloud } from './cloud';
export type {
  ActiveFault,
  Fault,
  FaultTarget,
  PracticeClock,
  PracticeCloud,
  PracticeOptions,
  PracticePartner,
  PracticePolicy,
  PracticeUser,
} from './contract';
