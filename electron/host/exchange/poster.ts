import type { CancelSignal } from '#shared/contract/ports.ts';
import { AppError } from '#shared/kernel/errors.ts';

/** An answer with a status below 400. */
export interface Posted { readonly status: number; readonly body: string }

export interface PosterOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Named in errors. */
  readonly target: string;
  /** Base address. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: CancelSignal;
  readonly timeoutMs: number;
  /** Waits before the second, third … attempt; their number bounds the attempts. */
  readonly retryDelaysMs: readonly number[];
}

const maxAnswerBytes = 4 * 1024 * 1024;
const longestWaitMs = 60_000;

/** The wish to stop; becomes an error of the sender, who knows what was already taken. */
export class Cancelled extends Error {}

/**
 * Sends JSON to a target and brings back its answer. Network faults, 5xx and 429 are tried again, because rows carry their id and
 * sending them twice does no harm; everything else that fails is an AppError at once.
 */
export class Poster {
  readonly #options: PosterOptions;
  readonly #base: URL;
  readonly #stop = new AbortController();

  /** @throws AppError error.exchange.badUrl, error.exchange.insecureUrl */
  constructor(options: PosterOptions) {
    this.#options = options;
    this.#base = safeUrl(options.url);
    if (options.signal.aborted) this.#stop.abort();
    options.signal.addEventListener('abort', this.#abort);
  }

  readonly #abort = (): void => { this.#stop.abort(); };

  /** Ends listening to the signal. */
  close(): void { this.#options.signal.removeEventListener('abort', this.#abort); }

  /** @throws AppError error.exchange.…; Cancelled */
  async post(path: string, body: unknown): Promise<Posted> {
    const url = new URL(this.#base);
    url.pathname = `${this.#base.pathname.replace(/\/$/, '')}${path}`;
    const text = JSON.stringify(body);
    for (let attempt = 0; ; attempt++) {
      const outcome = await this.#attempt(url, text);
      if ('body' in outcome) return outcome;
      const delay = this.#options.retryDelaysMs[attempt];
      if (!outcome.again || delay === undefined) throw outcome.error;
      await this.#wait(Math.min(Math.max(delay, outcome.waitMs ?? 0), longestWaitMs));
    }
  }

  async #attempt(url: URL, text: string): Promise<Posted | Failure> {
    if (this.#stop.signal.aborted) throw new Cancelled();
    const timeout = AbortSignal.timeout(this.#options.timeoutMs);
    try {
      const response = await this.#options.fetch(url, {
        method: 'POST', body: text, redirect: 'manual', signal: AbortSignal.any([this.#stop.signal, timeout]),
        headers: { 'content-type': 'application/json; charset=utf-8', accept: 'application/json', ...this.#options.headers },
      });
      const body = await readBody(response);
      if (body === null) return { error: new AppError('error.exchange.badAnswer', { target: this.#options.target, path: url.pathname, start: `> ${maxAnswerBytes / 1024 / 1024} MB` }), again: false };
      return response.status >= 200 && response.status < 300 ? { status: response.status, body } : this.#statusFailure(response, url);
    } catch (thrown) {
      if (this.#stop.signal.aborted) throw new Cancelled();
      return timeout.aborted
        ? { error: new AppError('error.exchange.timeout', { target: this.#options.target, host: url.host, seconds: Math.round(this.#options.timeoutMs / 1000) }), again: true }
        : this.#networkFailure(thrown, url);
    }
  }

  #statusFailure(response: Response, url: URL): Failure {
    const { status } = response;
    const { target } = this.#options;
    if (status === 401 || status === 403) return { error: new AppError('error.exchange.unauthorised', { target, status }), again: false };
    const again = status >= 500 || status === 429;
    const waitMs = retryAfterMs(response.headers.get('retry-after'));
    return { error: new AppError('error.exchange.httpStatus', { target, status, path: url.pathname }), again, ...(waitMs !== null && { waitMs }) };
  }

  #networkFailure(thrown: unknown, url: URL): Failure {
    const { target, retryDelaysMs } = this.#options;
    const code = errorCode(thrown);
    const options = { cause: thrown };
    if (/CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|ERR_TLS|ERR_SSL/.test(code)) return { error: new AppError('error.exchange.certificate', { target, host: url.host, reason: code }, options), again: false };
    if (code === 'ENOTFOUND') return { error: new AppError('error.exchange.dns', { target, host: url.hostname }, options), again: false };
    return { error: new AppError('error.exchange.unreachable', { target, host: url.host, reason: code, attempts: retryDelaysMs.length + 1 }, options), again: true };
  }

  async #wait(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const stopped = (): void => { clearTimeout(timer); reject(new Cancelled()); };
      const timer = setTimeout(() => { this.#stop.signal.removeEventListener('abort', stopped); resolve(); }, milliseconds);
      if (this.#stop.signal.aborted) stopped();
      else this.#stop.signal.addEventListener('abort', stopped, { once: true });
    });
  }
}

interface Failure { readonly error: AppError; readonly again: boolean; readonly waitMs?: number }

/** The innermost code of what `fetch` threw (Node puts the socket's error into `cause`). */
function errorCode(thrown: unknown): string {
  let code = '';
  for (let at: unknown = thrown, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    code = 'code' in at && typeof at.code === 'string' ? at.code : code || at.message;
  }
  return code || String(thrown);
}

/** @throws AppError error.exchange.badUrl; error.exchange.insecureUrl for anything but https, and http beyond this machine */
export function safeUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.username !== '' || url.password !== '') throw new AppError('error.exchange.badUrl', { url: text.replace(/\/\/[^/@]*@/, '//…@') });
  const loopback = url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) throw new AppError('error.exchange.insecureUrl', { url: text });
  return url;
}

/** `Retry-After` in seconds or as a date; null where it says nothing. */
function retryAfterMs(header: string | null): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

/** The body as text; null where it is larger than any honest answer. */
async function readBody(response: Response): Promise<string | null> {
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > maxAnswerBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
