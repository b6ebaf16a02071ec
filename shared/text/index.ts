import { zhCN } from '#shared/text/zh-CN/index.ts';
import { en } from '#shared/text/en/index.ts';

/** Every text of the product that is not the window's own, by key. Chinese is the first language; `en` must have the same keys. */
export type MessageKey = keyof typeof zhCN;

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

const catalogues: Record<Language, Record<MessageKey, string>> = { 'zh-CN': zhCN, en };

/** The whole catalogue of a language. */
export function catalogue(language: Language): Record<MessageKey, string> {
  return catalogues[language];
}

/** Fills `{name}` placeholders of the text `key`; an unknown placeholder stays as it is, so that it is seen. */
export function formatMessage(language: Language, key: MessageKey, params: Record<string, string | number> = {}): string {
  return fill(catalogues[language][key] ?? key, params);
}

/** Fills `{name}` placeholders in `text`. */
export function fill(text: string, params: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole));
}
