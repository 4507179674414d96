import { ArrowSync16Regular } from '@fluentui/react-icons/svg/arrow-sync';
import { CheckmarkCircle16Filled } from '@fluentui/react-icons/svg/checkmark-circle';
import { Clock16Filled } from '@fluentui/react-icons/svg/clock';
import { DismissCircle16Filled } from '@fluentui/react-icons/svg/dismiss-circle';
import { Key16Filled } from '@fluentui/react-icons/svg/key';
import { PlugDisconnected16Filled } from '@fluentui/react-icons/svg/plug-disconnected';
import { Warning16Filled } from '@fluentui/react-icons/svg/warning';
import type { ComponentType } from 'react';
import { lookOf, type Status, type StatusLook } from '../../ipc/vocabulary';
import { statusColor } from '../parts/theme';

const ICONS: Readonly<Record<StatusLook, ComponentType<{ style: { color: string; flexShrink: number } }>>> = {
  fine: CheckmarkCircle16Filled,
  new: Key16Filled,
  working: ArrowSync16Regular,
  offline: PlugDisconnected16Filled,
  soon: Clock16Filled,
  person: Warning16Filled,
  expired: DismissCircle16Filled,
};

/** A state's sign: each has its own shape, so that color is never the only difference. Decorative; words stand beside it. */
export function StatusIcon({ status }: { status: Status }) {
  const Icon = ICONS[lookOf(status)];
  return <Icon style={{ color: statusColor(status), flexShrink: 0 }} />;
}
