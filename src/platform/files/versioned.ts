/** A file of any version: an object that says which. */
export interface Versioned {
  readonly version: number;
}
