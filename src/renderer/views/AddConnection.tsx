import { useEffect, useRef, useState } from 'react';
import { RegisterStep } from '../guide/RegisterStep';
import { type Step, Stepper } from '../guide/Stepper';
import { usePanel } from '../model/panel';
import { useSignal } from '../model/signal';
import { AddForm, useAddForm } from './AddForm';

/** A new connection: in steps for a first one, and for others its form at once. */
export function AddConnection() {
  const renewals = useSignal(usePanel().drafts.renewals);
  return <Adding key={renewals} />;
}

/** What to register, and the form. One can go from one to the other, and loses nothing: what is not on show is only hidden. */
function Adding() {
  const panel = usePanel();
  const [isGuided, setGuided] = useState(() => panel.store.all().length === 0);
  const [step, setStep] = useState<Step>(isGuided && panel.drafts.of('add') === null ? 'Register' : 'Enter');
  // Whoever registers goes back and forth between the panel and the portal.
  const add = useAddForm(step === 'Register');
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (step === 'Enter') box.current?.focus();
  }, [step]);
  const onAdded = (id: string) => {
    if (isGuided) return panel.view.set({ kind: 'add', added: id });
    panel.showConnection(id);
  };
  const register = () => {
    setGuided(true);
    setStep('Register');
  };
  const { values, set } = add.form;
  return (
    <>
      {isGuided && (
        <Stepper
          current={step}
          onGo={(wanted) => (wanted === 'Register' || wanted === 'Enter' ? () => setStep(wanted) : null)}
        />
      )}
      {step === 'Register' && (
        <RegisterStep
          values={values}
          set={set}
          checks={add.checks}
          certificateId={add.application.certificate?.id ?? null}
          onNext={() => setStep('Enter')}
          onCancel={add.draft.cancel}
        />
      )}
      <div style={{ display: step === 'Enter' ? 'contents' : 'none' }}>
        <AddForm add={add} box={box} onAdded={onAdded} onRegister={register} />
      </div>
    </>
  );
}
