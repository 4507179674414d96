import type { Target } from '../target';
import { agentTargets } from './agent';
import { certificateTargets } from './certificates';
import { fileTargets } from './files';
import { loopbackTargets } from './loopback';
import { panelTargets } from './panel';
import { replyTargets } from './replies';
import { textTargets } from './texts';

/** Everything of the app that takes what others send. */
export const TARGETS: readonly Target[] = [
  ...panelTargets,
  ...certificateTargets,
  ...fileTargets,
  ...replyTargets,
  ...agentTargets,
  ...loopbackTargets,
  ...textTargets,
];
