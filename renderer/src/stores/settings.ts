import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import type { Settings } from '#shared/contract/shell.ts';
import type { Language } from '#shared/text/index.ts';
import { call, onEvent } from '../api/client.ts';
import { setLanguage } from '../locales/index.ts';
import { useMessages } from './messages.ts';

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

/** Language, theme and the person's name: kept by main, the same in every window. */
export const useSettings = defineStore('settings', () => {
  const language = ref<Language>('zh-CN');
  const theme = ref<Settings['theme']>('system');
  const userName = ref('');
  const systemIsDark = ref(systemDark.matches);
  const dark = computed(() => theme.value === 'dark' || (theme.value === 'system' && systemIsDark.value));
  const messages = useMessages();

  systemDark.addEventListener('change', (event) => { systemIsDark.value = event.matches; });
  watch(language, setLanguage, { immediate: true });

  function take(settings: Settings): void {
    language.value = settings.language;
    theme.value = settings.theme;
    userName.value = settings.userName;
  }

  async function load(): Promise<void> {
    try { take(await call('shell/settings', {})); } catch (error) { messages.report(error); }
  }

  async function save(change: Partial<Settings>): Promise<void> {
    take({ language: language.value, theme: theme.value, userName: userName.value, ...change });
    try { take(await call('shell/saveSettings', change)); } catch (error) { messages.report(error); }
  }

  onEvent('settings/changed', take);
  return { language, theme, userName, dark, load, save };
});
