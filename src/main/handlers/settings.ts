import { questionOfMove, secretsHeld } from '../../agent/handlers/move-question';
import type { Keeper } from '../../core/keeper/keeper';
import type { ConnectionSettings } from '../../core/model/connection';
import { NO_FACTS } from '../../core/model/credential';
import { settingsProblems } from '../../core/validation/settings';
import type { Reply } from '../../ipc/contract';
import type { ConnectionChange } from '../../ipc/schemas';
import type { PanelHandlers } from '../panel/panel-ipc';
import type { PracticeCloudHost } from '../practice/practice-cloud';
import { NO_PRACTICE, startedPractice } from '../practice/practice-start';
import type { SettingsStore } from '../system/settings-store';
import type { ChosenCertificates } from '../trust/chosen-certificates';
import type { Question } from '../wording/questions';
import { answer, done, failed, GONE, refuse } from '../wording/replies';
import { credentialOf } from './credentials';

export interface SettingsPorts {
  readonly keeper: Keeper;
  readonly certificates: ChosenCertificates;
  readonly practice: PracticeCloudHost;
  readonly settings: Pick<SettingsStore, 'current'>;
  /** Asks the person themselves: the panel may have been taken over. */
  readonly confirm: (question: Question) => Promise<boolean>;
}

/** How connections are added and changed. What is wrong is told of the first field that is. */
export function settingsHandlers({ keeper, certificates, practice, settings: preferences, confirm }: SettingsPorts) {
  return {
    addConnection: async ({ application, ...draft }) => {
      const like = application.kind === 'same-as' ? keeper.find(application.id) : null;
      const kind = application.kind === 'same-as' ? like?.application.kind : application.kind;
      if (kind === undefined) return GONE;
      const settings: ConnectionSettings = {
        ...draft,
        ...trimmed(draft),
        application: { kind },
        schedule: like?.schedule ?? { kind: 'every', interval: preferences.current().refreshEvery },
      };
      const problem = firstProblem(settings, namesOf(keeper));
      if (problem) return problem;
      const offered =
        application.kind === 'same-as'
          ? answer({ credential: application, facts: NO_FACTS })
          : credentialOf(application, certificates);
      if (!offered.ok) return offered;
      if (draft.cloud === 'practice' && !(await startedPractice(practice))) return NO_PRACTICE;
      const added = await keeper.add(settings, offered.value.credential, offered.value.facts);
      if (!added.ok) return failed(added.failure, settings);
      if (application.kind === 'certificate') certificates.drop(application.certificateId);
      return answer({ id: added.value.id });
    },

    updateConnection: async ({ id, ...wanted }) => {
      const change = { ...wanted, ...trimmed(wanted) };
      const connection = keeper.find(id);
      if (!connection) return GONE;
      const after = { ...connection, ...change };
      const problem = firstProblem(after, namesOf(keeper, id));
      if (problem) return problem;
      const question = questionOfMove(secretsHeld(connection), connection, after);
      if (question && !(await confirm(question))) return KEPT;
      return done(await keeper.change(id, change), connection);
    },

    restoreSettings: async ({ id }) => {
      const restored = await keeper.restore(id);
      if (restored.ok && restored.value.cloud === 'practice') await startedPractice(practice);
      return done(restored, keeper.find(id));
    },
  } satisfies Partial<PanelHandlers>;
}

/** The person said no to main's own question. */
export const KEPT = refuse('Nothing changed.', 'You canceled the change.');

function namesOf(keeper: Keeper, except?: string): string[] {
  return keeper
    .connections()
    .filter(({ id }) => id !== except)
    .map(({ name }) => name);
}

function trimmed({ name, tenant, clientId }: Pick<ConnectionChange, 'name' | 'tenant' | 'clientId'>) {
  return {
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(tenant === undefined ? {} : { tenant: tenant.trim() }),
    ...(clientId === undefined ? {} : { clientId: clientId.trim() }),
  };
}

function firstProblem(settings: ConnectionSettings, otherNames: readonly string[]): Reply<never> | null {
  const [first] = Object.entries(settingsProblems(settings, otherNames));
  return first ? refuse(first[1], '', first[0]) : null;
}
