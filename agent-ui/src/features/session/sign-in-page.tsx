import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { z } from 'zod';
import { Role } from '../../../../schema/contracts/common.ts';
import { get } from '../../api/client.ts';
import { useCommon } from '../../i18n/words.ts';
import { Avatar } from '../../ui/parts.tsx';
import { useProblemWords } from '../../ui/problem.tsx';
import classes from './entry-card.module.css';
import { EntryCard } from './entry-card.tsx';
import { useEnter } from './use-enter.ts';
import { useWords } from './words.ts';

const DemoAccounts = z.array(z.object({ login: z.string(), name: z.string(), role: Role, password: z.string() }));

/** Login and password; in the demonstration its people stand below, one click each. */
export function SignInPage() {
  const { t } = useWords();
  const words = useProblemWords();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const enter = useEnter('session');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    enter.mutate({ login: login.trim(), password });
  };
  return (
    <EntryCard title={t('signIn.title')} lead={t('signIn.lead')}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={t('signIn.login')}
          name="login"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          autoFocus
          required
          withAsterisk={false}
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('signIn.password')}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          error={enter.isError ? words(enter.error) : undefined}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={enter.isPending}>
          {t('signIn.submit')}
        </Button>
      </form>
      <DemoPeople onChoose={(account) => enter.mutate(account)} />
    </EntryCard>
  );
}

function DemoPeople({ onChoose }: { readonly onChoose: (account: { login: string; password: string }) => void }) {
  const { t } = useWords();
  const common = useCommon();
  const { data } = useQuery({
    queryKey: ['demo-accounts'],
    retry: false,
    queryFn: () => get('demo-accounts', DemoAccounts),
  });
  if (!data?.length) return null;
  return (
    <section className={classes.demo}>
      <h2>{t('demo.title')}</h2>
      <p className={classes.demoLead}>{t('demo.lead')}</p>
      <div className={classes.accounts}>
        {data.map(({ login, password, name, role }) => (
          <button type="button" key={login} className={classes.account} onClick={() => onChoose({ login, password })}>
            <Avatar name={name} size={24} />
            <span>
              <b>
                <bdi>{name}</bdi>
              </b>
              <span className={classes.role}>{common.t(`role.${role}`)}</span>
            </span>
          </button>
        ))}
      </div>
    </section>
  );
}
