import { Link } from '@fluentui/react-components';
import { useNames } from './names';

interface NamedLinkProps {
  readonly label: string;
  readonly className: string;
  readonly onClick: () => void;
}

/** A link that does something, and whose name tells it from the same link of another connection. */
export function NamedLink({ label, className, onClick }: NamedLinkProps) {
  const named = useNames();
  return (
    <Link as="button" type="button" className={className} aria-label={named(label)} onClick={onClick}>
      {label}
    </Link>
  );
}
