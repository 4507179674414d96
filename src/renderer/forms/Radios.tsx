import { Radio, RadioGroup } from '@fluentui/react-components';
import type { ReactElement } from 'react';

export interface RadiosProps<V extends string> {
  readonly value: V;
  readonly choices: ReadonlyArray<readonly [value: V, label: string | ReactElement]>;
  readonly onValue: (value: V) => void;
  /** Where no field has a label for it. */
  readonly 'aria-label'?: string;
}

/** A few choices that can all be seen. */
export function Radios<V extends string>({ value, choices, onValue, ...group }: RadiosProps<V>) {
  const choose = (wanted: string) => {
    const choice = choices.find(([candidate]) => candidate === wanted);
    if (choice !== undefined) onValue(choice[0]);
  };
  return (
    <RadioGroup {...group} value={value} onChange={(_, data) => choose(data.value)}>
      {choices.map(([choice, label]) => (
        <Radio key={choice} value={choice} label={label} />
      ))}
    </RadioGroup>
  );
}
