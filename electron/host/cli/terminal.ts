import { toErrorData, type ErrorData } from '#shared/kernel/errors.ts';
import { formatMessage, type Language, type MessageKey } from '#shared/text/index.ts';
import type { ChangeLabel } from '#shared/changes/change.ts';

/** Where a command's output goes, so that tests can read it. */
export interface Streams {
  out(text: string): void;
  error(text: string): void;
  /** Shows progress as one line that is written over; off where stderr is not a terminal. */
  readonly interactive: boolean;
}

/** What a command says: one JSON document with `--json`, else lines for a person. Errors go to the other stream either way. */
export class Terminal {
  readonly #streams: Streams;
  readonly language: Language;
  readonly json: boolean;

  constructor(streams: Streams, language: Language, json: boolean) {
    this.#streams = streams;
    this.language = language;
    this.json = json;
  }

  text(key: MessageKey, params: Record<string, string | number> = {}): string {
    return formatMessage(this.language, key, params);
  }

  /** A label or rule of the contract as text. */
  label({ key, params }: ChangeLabel): string {
    return formatMessage(this.language, key as MessageKey, params);
  }

  /** The command's result: `document` with `--json`, else `lines`. */
  result(document: unknown, lines: readonly string[]): void {
    this.#streams.out(this.json ? `${JSON.stringify(document, null, 2)}\n` : lines.map((line) => `${line}\n`).join(''));
  }

  complain(line: string): void {
    this.#streams.error(`${line}\n`);
  }

  failure(thrown: unknown): void {
    const error = toErrorData(thrown);
    const message = this.#message(error);
    if (this.json) this.#streams.out(`${JSON.stringify({ error: { ...error, message } }, null, 2)}\n`);
    this.#streams.error(`${message}\n`);
  }

  progress(phase: string, done: number, total: number): void {
    if (!this.#streams.interactive) return;
    const share = total > 0 ? ` ${Math.floor((100 * done) / total)} %` : '';
    this.#streams.error(`\r\u001B[K${formatMessage(this.language, phase as MessageKey)}${share}`);
  }

  endProgress(): void {
    if (this.#streams.interactive) this.#streams.error('\r\u001B[K');
  }

  #message(error: ErrorData): string {
    return formatMessage(this.language, error.code, error.params);
  }
}
