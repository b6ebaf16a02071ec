import { createI18n, type MessageContext } from 'vue-i18n';
import { catalogue, textParams, type Language, type MessageKey } from '#shared/text/index.ts';
import type { ErrorData, MessageParams } from '#shared/kernel/errors.ts';
import type { ChangeLabel } from '#shared/changes/change.ts';
import { en } from './en/index.ts';
import { zhCN } from './zh-CN/index.ts';

/** Every text that the window shows: its own and the shared catalogue's. */
export type TextKey = keyof typeof zhCN | MessageKey;
type Texts = Readonly<Record<string, string>>;

const messages: Record<Language, Texts> = {
  'zh-CN': { ...catalogue('zh-CN'), ...zhCN },
  en: { ...catalogue('en'), ...en },
};

/** `{name}` is filled in; `{n|row|rows}` gives the first word where `n` is 1 and the second otherwise. */
const placeholder = /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g;

function compile(message: unknown): (context: MessageContext) => string {
  const source = String(message);
  return (context) => source.replace(placeholder, (whole, name: string, one?: string, many?: string) => {
    const value = context.named(name);
    if (value === undefined || value === null) return whole;
    if (one !== undefined && many !== undefined) return Number(value) === 1 ? one : many;
    return String(value);
  });
}

/*
 * Keys are flat and texts are filled in by the function above: nothing is compiled at run time, which the content
 * security policy would refuse, and the shared catalogue's texts may hold any character.
 */
export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: messages as Record<string, Record<string, string>>,
  messageResolver: (texts, key) => (texts as Texts)[key] ?? null,
  messageCompiler: compile as never, // The option's declared type wants the library's own function brand; the call is the same.
  warnHtmlMessage: false,
});

/** The text `key` in the present language; re-renders when the language changes. */
export function t(key: TextKey, params: MessageParams = {}): string {
  return i18n.global.t(key, params);
}

/** A text that begins a line of its own: with a capital where the language has them. */
export function tTitle(key: TextKey): string {
  const text = t(key);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function hasText(key: string): key is TextKey {
  return key in messages['zh-CN'];
}

/** A text whose key came from the host, with parameters that may be keys themselves (`kind.unit`). */
export function tLabel(label: ChangeLabel): string {
  if (!hasText(label.key)) return label.key;
  return t(label.key, textParams(language(), label.params));
}

/** What an error says to a person; a code that is not known is told as an internal fault. */
export function tError(error: ErrorData): string {
  return hasText(error.code) ? tLabel({ key: error.code, params: error.params }) : t('error.internal', { detail: error.code });
}

export function language(): Language {
  return i18n.global.locale.value as Language;
}

export function setLanguage(next: Language): void {
  i18n.global.locale.value = next;
  document.documentElement.lang = next;
}
