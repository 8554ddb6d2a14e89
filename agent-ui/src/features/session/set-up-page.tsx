import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { codeOf } from '../../api/client.ts';
import { useProblemWords } from '../../ui/problem.tsx';
import classes from './entry-card.module.css';
import { EntryCard } from './entry-card.tsx';
import { OneTimeLink } from './link-page.tsx';
import { useEnter } from './use-enter.ts';
import { useWords } from './words.ts';

/** The first start: the one-time link makes the first admin. */
export function SetUpPage() {
  return <OneTimeLink>{(token) => <SetUpForm token={token} />}</OneTimeLink>;
}

function SetUpForm({ token }: { readonly token: string }) {
  const { t, language } = useWords();
  const words = useProblemWords();
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const enter = useEnter('setup');
  const loginFault = enter.isError && codeOf(enter.error) === 'login-taken';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    enter.mutate({ token, name: name.trim(), login, password, language });
  };
  return (
    <EntryCard title={t('setUp.title')} lead={t('setUp.lead')}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={t('setUp.name')}
          autoComplete="name"
          autoFocus
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('setUp.login')}
          description={t('setUp.loginHint')}
          autoComplete="username"
          dir="ltr"
          pattern="[a-z0-9._\-]{2,40}"
          required
          withAsterisk={false}
          value={login}
          error={loginFault ? words(enter.error) : undefined}
          onChange={(event) => setLogin(event.currentTarget.value.toLowerCase())}
        />
        <PasswordInput
          label={t('password.new')}
          description={t('password.hint')}
          autoComplete="new-password"
          minLength={10}
          required
          withAsterisk={false}
          value={password}
          error={enter.isError && !loginFault ? words(enter.error) : undefined}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={enter.isPending}>
          {t('setUp.submit')}
        </Button>
      </form>
    </EntryCard>
  );
}
