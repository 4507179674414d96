/** Which connection of the keeper is which of the simulation, and the secrets that people have made for them. */
export class Roster {
  readonly #ids: string[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #secretVersions: number[];

  constructor(readonly size: number) {
    this.#secretVersions = Array.from({ length: size }, () => 1);
  }

  enter(index: number, id: string): void {
    this.#ids[index] = id;
    this.#indexes.set(id, index);
  }

  idOf(index: number): string {
    return this.#ids[index] ?? '';
  }

  indexOf(id: string): number | null {
    return this.#indexes.get(id) ?? null;
  }

  /** The client secret that the application has now. */
  secretOf(index: number): string {
    return `made.up~secret-${index}-v${this.#secretVersions[index] ?? 1}`;
  }

  renewSecret(index: number): void {
    this.#secretVersions[index] = (this.#secretVersions[index] ?? 1) + 1;
  }
}
