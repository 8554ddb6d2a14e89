import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useProblemWords } from '../../ui/problem.tsx';
import classes from './entry-card.module.css';
import { EntryCard } from './entry-card.tsx';
import { OneTimeLink } from './link-page.tsx';
import { useEnter } from './use-enter.ts';
import { useWords } from './words.ts';

/** A person opens the link an admin handed over and chooses a password. */
export function PasswordPage() {
  return (
    <OneTimeLink>
      {(token, link) => <PasswordForm token={token} name={link.name ?? ''} login={link.login ?? ''} />}
    </OneTimeLink>
  );
}

function PasswordForm({ token, name, login }: Readonly<Record<'token' | 'name' | 'login', string>>) {
  const { t, rich } = useWords();
  const words = useProblemWords();
  const [password, setPassword] = useState('');
  const enter = useEnter('password');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    enter.mutate({ token, password });
  };
  const lead = rich('password.lead', { name: <bdi>{name}</bdi>, login: <bdi dir="ltr">{login}</bdi> });
  return (
    <EntryCard title={t('password.title')} lead={lead}>
      <form className={classes.form} onSubmit={submit}>
        <input type="text" name="login" autoComplete="username" value={login} readOnly hidden />
        <PasswordInput
          label={t('password.new')}
          description={t('password.hint')}
          autoComplete="new-password"
          minLength={10}
          autoFocus
          required
          withAsterisk={false}
          value={password}
          error={enter.isError ? words(enter.error) : undefined}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={enter.isPending}>
          {t('password.submit')}
        </Button>
      </form>
    </EntryCard>
  );
}
