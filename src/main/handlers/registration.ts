import { registrationScript } from '../../core/setup/registration-scripts';
import type { Reply } from '../../ipc/contract';
import type { PanelHandlers } from '../panel/panel-ipc';
import { CERTIFICATE_GONE, type ChosenCertificates } from '../trust/chosen-certificates';
import { refuse } from '../wording/replies';

/** How the panel gets the scripts that register an application. There is no secret in them. */
export function registrationHandlers(
  { certificates }: { readonly certificates: Pick<ChosenCertificates, 'find'> },
  copy: (text: string) => Promise<Reply>,
): Pick<PanelHandlers, 'copyRegistrationScript'> {
  return {
    copyRegistrationScript: async ({ kind, application, certificateId, ...settings }) => {
      const held = certificateId === null ? null : certificates.find(certificateId);
      if (certificateId !== null && held === null) return CERTIFICATE_GONE;
      const certificate = held?.certificate ?? null;
      const script = registrationScript(kind, { ...settings, application: { kind: application }, certificate });
      return script === null ? NOWHERE : copy(script);
    },
  };
}

const NOWHERE = refuse(
  "There's no script for this cloud.",
  'The practice cloud is already set up. For a custom cloud, ask its operator.',
);
