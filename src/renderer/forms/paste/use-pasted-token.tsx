import { Checkbox } from '@fluentui/react-components';
import { type RefObject, useRef, useState } from 'react';
import { takeSecret } from '../SecretField';

/** A refresh token that came with a pasted text, until the connection that it is for is there. */
export interface PastedToken {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly isHeld: boolean;
  /** Whether it is to be imported. */
  readonly isWanted: boolean;
  want(isWanted: boolean): void;
  put(token: string): void;
  /** Hands it out, if it is wanted, and empties its field. */
  take(): string | null;
}

export function usePastedToken(): PastedToken {
  const input = useRef<HTMLInputElement>(null);
  const [isHeld, setHeld] = useState(false);
  const [isWanted, want] = useState(true);
  return {
    input,
    isHeld,
    isWanted,
    want,
    put: (token) => {
      if (input.current !== null) input.current.value = token;
      setHeld(true);
      want(true);
    },
    take: () => {
      // One that isn't wanted stays: main may refuse the connection, and then it may be wanted.
      if (!isHeld || !isWanted) return null;
      return takeSecret(input) || null;
    },
  };
}

/** Offers to import it. The field holds it as a secret's does, and has nothing to show. */
export function PastedTokenField({ token }: { token: PastedToken }) {
  return (
    <>
      <input ref={token.input} type="password" autoComplete="off" maxLength={20_000} hidden aria-hidden tabIndex={-1} />
      {token.isHeld && (
        <Checkbox
          checked={token.isWanted}
          onChange={(_, { checked }) => token.want(checked === true)}
          label="Import the refresh token from the pasted text instead of signing in"
        />
      )}
    </>
  );
}
