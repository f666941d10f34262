/** A name in each language. */
export interface Name {
  readonly en: string;
  readonly zh: string;
}
