import type { RungText } from '../../../../schema/contracts/rules.ts';
import { intlLocale } from '../../i18n/index.ts';
import { usePeopleNames } from './use-rules.ts';
import { useWords } from './words.ts';

/** The editable words of a rule as people read them. */
export function useRuleWords() {
  const { t, language } = useWords();
  const people = usePeopleNames().data ?? [];
  const list = new Intl.ListFormat(intlLocale[language], { type: 'conjunction' });

  function minutes(n: number): string {
    if (n >= 1440 && n % 1440 === 0) return t('span.days', { count: n / 1440 });
    if (n >= 60 && n % 60 === 0) return t('span.hours', { count: n / 60 });
    return t('span.minutes', { count: n });
  }
  function who(word: string): string {
    if (word === 'owner') return t('who.owner');
    if (word === 'supervisors') return t('who.supervisors');
    return people.find(({ login }) => login === word)?.name ?? word;
  }
  function rung({ step, minutes: n, to, by }: RungText): string {
    const names = list.format(to.map(who));
    const told =
      by.length === 0 ? names : t('rung.also', { names, ways: list.format(by.map((way) => t(`way.${way}`))) });
    if (step === 'due_soon') return t('rung.due_soon', { n: minutes(n), told });
    if (n === 0) return t(`rung.${step}AtOnce`, { told });
    return t(`rung.${step}`, { n: minutes(n), told });
  }
  return {
    minutes,
    who,
    rung,
    waits: (all: readonly number[]) => all.map(minutes).join(t('comma')),
    leftOut: (seconds: number) => (seconds === 0 ? t('leftOut.nobody') : t('leftOut.before', { count: seconds })),
    quiet: (hours: string | null) => {
      const [from = '', to = ''] = hours?.split('-') ?? [];
      return hours === null ? t('quiet.never') : t('quiet.between', { from, to });
    },
    people: [
      { value: 'owner', label: t('who.owner') },
      { value: 'supervisors', label: t('who.supervisors') },
      ...people.map(({ login, name }) => ({ value: login, label: name })),
    ],
  };
}
