/** All words of the language, by file. */
export const files = import.meta.glob<Record<string, string>>(['../common/ka.json', '../../features/*/i18n/ka.json'], {
  import: 'default',
  eager: true,
});
