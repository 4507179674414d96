/** What to ask before something that cannot be taken back. */
export interface Question {
  readonly message: string;
  readonly detail: string;
  /** The button that says yes. The other one, which is the default, cancels. */
  readonly yes: string;
}

/** What to ask where there is more than one way to say yes. */
export interface Choice<C extends string> {
  readonly message: string;
  readonly detail: string;
  /** The buttons that say yes. */
  readonly choices: readonly C[];
  /** The button that says no, which is the default. */
  readonly no: string;
}
