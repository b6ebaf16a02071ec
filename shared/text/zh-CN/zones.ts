export const zones = {
} as const;
