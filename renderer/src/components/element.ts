import { ElConfigProvider as configProvider, ElDatePicker as datePicker, ElOption as option, ElSelect as select, ElTimeSelect as timeSelect } from 'element-plus';
import type { Language } from 'element-plus/es/locale/index.mjs';
import type { DefineComponent } from 'vue';

/*
 * The library declares some components' props by its run-time options, which `exactOptionalPropertyTypes` does not take for
 * props. These are the same components with the props that this window passes.
 */
type Value = string | number | boolean;
interface Field { id?: string; modelValue?: Value | readonly Value[] | null; disabled?: boolean; placeholder?: string }
interface SelectProps extends Field {
  clearable?: boolean; multiple?: boolean; filterable?: boolean; allowCreate?: boolean; defaultFirstOption?: boolean; reserveKeyword?: boolean;
  emptyValues?: readonly unknown[]; valueOnClear?: Value;
}

export const ElConfigProvider = configProvider as unknown as DefineComponent<{ locale: Language; zIndex: number }>;
export const ElDatePicker = datePicker as unknown as DefineComponent<Field & { type: 'date'; valueFormat: string }>;
export const ElOption = option as unknown as DefineComponent<{ value: Value; label: string }>;
export const ElSelect = select as unknown as DefineComponent<SelectProps>;
export const ElTimeSelect = timeSelect as unknown as DefineComponent<Field & { start?: string; end?: string; step?: string }>;
