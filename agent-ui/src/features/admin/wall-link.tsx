import { Select } from '@mantine/core';
import { useState } from 'react';
import { isLanguage, languageNames, languages } from '../../i18n/index.ts';
import { useCommon } from '../../i18n/words.ts';
import { Dialog, Touches } from '../../ui/dialog.tsx';
import { CopyButton } from './copy-button.tsx';
import link from './password-link.module.css';
import { useWords } from './words.ts';

interface Props {
  readonly title: string;
  readonly secret: string;
  readonly onClose: () => void;
}

/** The link of a screen on the wall as it is shown this one time; the key stands behind #, where no server sees it. */
export function WallLinkOnce({ title, secret, onClose }: Props) {
  const { t, language } = useWords();
  const common = useCommon();
  const [speaks, setSpeaks] = useState<string>(language);
  const [theme, setTheme] = useState('dark');
  const url = `${window.location.origin}/wall?lang=${speaks}&theme=${theme}#${secret}`;
  return (
    <Dialog title={title} act={t('person.done')} noCancel onAct={onClose} onClose={onClose}>
      <Touches>{t('tokens.wallLink')}</Touches>
      <Select
        label={t('tokens.wallLanguage')}
        data={languages.map((each) => ({ value: each, label: languageNames[each] }))}
        value={speaks}
        onChange={(next) => isLanguage(next) && setSpeaks(next)}
      />
      <Select
        label={t('tokens.wallTheme')}
        data={[
          { value: 'dark', label: common.t('theme.dark') },
          { value: 'light', label: common.t('theme.light') },
        ]}
        value={theme}
        onChange={(next) => setTheme(next ?? 'dark')}
      />
      <div className={link.link}>
        <input readOnly dir="ltr" value={url} aria-label={title} onFocus={(e) => e.currentTarget.select()} />
        <CopyButton text={url}>{t('link.copy')}</CopyButton>
      </div>
    </Dialog>
  );
}
