import { Button, Link } from '@fluentui/react-components';
import { CloudChoice } from '../forms/CloudFields';
import { useFormStyles } from '../forms/form-styles';
import { RegistrationSteps } from '../forms/registration/RegistrationSteps';
import type { FieldsProps } from '../forms/values';
import { APP } from '../model/panel';
import { ProblemBar } from '../parts/ProblemBar';
import { StepHeading } from './StepHeading';

interface RegisterStepProps extends FieldsProps {
  readonly certificateId: string | null;
  readonly onNext: () => void;
  readonly onCancel: () => void;
}

/** The first step: what to register, with each value to copy, or a script that does it. */
export function RegisterStep({ certificateId, onNext, onCancel, ...fields }: RegisterStepProps) {
  const styles = useFormStyles();
  return (
    <div className={styles.form}>
      <StepHeading>Register your application</StepHeading>
      <p className={styles.lead}>
        You need a role that can grant admin consent.{' '}
        <Link as="button" type="button" inline onClick={onNext}>
          I already have an application
        </Link>
      </p>
      <div className={styles.fields}>
        <CloudChoice {...fields} />
        <div>
          <RegistrationSteps values={fields.values} certificateId={certificateId} />
        </div>
      </div>
      <ProblemBar about={APP} />
      <div className={styles.buttons}>
        <Button className={styles.grow} appearance="primary" onClick={onNext}>
          Next
        </Button>
        <Button className={styles.grow} onClick={onCancel}>
          Cancel
        </Button>
      </div>
      <p className={styles.stays}>The panel stays open while you register your application.</p>
    </div>
  );
}
