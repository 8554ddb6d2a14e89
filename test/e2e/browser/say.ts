import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next from 'i18next';
import { projectRoot } from '../../support/service.ts';

export type Say = (feature: string, key: string, values?: Readonly<Record<string, unknown>>) => string;

/** What a screen says in a language, from the words it is built with; names and numbers inside a sentence are left to the test. */
export async function saying(language: 'en' | 'fa' | 'ru' | 'ka'): Promise<Say> {
  const i18n = i18next.createInstance();
  await i18n.init({ lng: language, keySeparator: false, nsSeparator: false, resources: { [language]: {} } });
  return (feature, key, values = {}) => {
    if (!i18n.hasResourceBundle(language, feature)) {
      const folder = feature === 'common' ? 'i18n/common' : `features/${feature}/i18n`;
      const file = join(projectRoot, 'agent-ui/src', folder, `${language}.json`);
      i18n.addResourceBundle(language, feature, JSON.parse(readFileSync(file, 'utf8')));
    }
    if (!i18n.exists(key, { ns: feature, ...values })) throw new Error(`${feature} has no word ${key}`);
    return i18n.t(key, { ns: feature, ...values });
  };
}
