/** All words of the language, by file. */
export const files = import.meta.glob<Record<string, string>>(['../common/ru.json', '../../features/*/i18n/ru.json'], {
  import: 'default',
  eager: true,
});
