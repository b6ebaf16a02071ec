export const risk = {
} as const;
