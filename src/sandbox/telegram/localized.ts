/** Values by language code; '' is everybody without one of their own. */
export class Localized {
  readonly #values = new Map<string, string>();

  /** An empty value removes what the language had. */
  set(languageCode: string, value: string): void {
    if (value === '') {
      this.#values.delete(languageCode);
    } else {
      this.#values.set(languageCode, value);
    }
  }

  get(languageCode: string): string {
    return this.#values.get(languageCode) ?? this.#values.get('') ?? '';
  }
}
