/** All words of the language, by file. */
export const files = import.meta.glob<Record<string, string>>(['../common/fa.json', '../../features/*/i18n/fa.json'], {
  import: 'default',
  eager: true,
});
