/** All words of the language, by file. */
export const files = import.meta.glob<Record<string, string>>(['../common/en.json', '../../features/*/i18n/en.json'], {
  import: 'default',
  eager: true,
});
