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

/**
 * Fills `{name}` placeholders of the text `key`; an unknown placeholder stays as it is, so that it is seen. A parameter that is
 * itself a key (`kind.unit`, `reason.tooLong`) stands for that text.
 */
export function formatMessage(language: Language, key: MessageKey, params: Record<string, string | number> = {}): string {
  return fill(catalogues[language][key] ?? key, textParams(language, params));
}

/** The parameters with those that are keys replaced by their texts, filled in turn. */
export function textParams(language: Language, params: Record<string, string | number>): Record<string, string | number> {
  const texts: Record<string, string | undefined> = catalogues[language];
  return Object.fromEntries(Object.entries(params).map(([name, value]) => {
    const text = typeof value === 'string' && Object.hasOwn(texts, value) ? texts[value] : undefined;
    return [name, text === undefined ? value : fill(text, params)];
  }));
}

/** Fills `{name}` placeholders in `text`. */
export function fill(text: string, params: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(params, name) ? String(params[name]) : whole));
}
