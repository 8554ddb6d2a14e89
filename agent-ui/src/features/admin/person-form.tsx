import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Email, NewPerson, type PersonRow } from '../../../../schema/contracts/admin.ts';
import { Language, Role } from '../../../../schema/contracts/common.ts';
import { codeOf } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import { languageNames } from '../../i18n/index.ts';
import { useCommon } from '../../i18n/words.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useProblemWords } from '../../ui/problem.tsx';
import type { Asked } from './people-dialogs.tsx';
import { usePeopleActions } from './use-admin.ts';
import { useWords } from './words.ts';

interface Props {
  /** Null adds somebody new. */
  readonly person: PersonRow | null;
  readonly onLink: (asked: Asked) => void;
  readonly onClose: () => void;
}

/** A new person gets a link to set the password; a known one is changed in place. */
export function PersonForm({ person, onLink, onClose }: Props) {
  const { t } = useWords();
  const common = useCommon();
  const words = useProblemWords();
  const { site } = useSession();
  const { add, edit } = usePeopleActions();
  const [name, setName] = useState(person?.name ?? '');
  const [login, setLogin] = useState(person?.login ?? '');
  const [role, setRole] = useState<PersonRow['role']>(person?.role ?? 'agent');
  const [language, setLanguage] = useState<PersonRow['language']>(person?.language ?? site.language);
  const [email, setEmail] = useState(person?.email ?? '');
  const address = email.trim() === '' ? null : email.trim();
  const isAddress = address === null || Email.safeParse(address).success;
  const refused = add.error ?? edit.error;
  const taken = refused !== null && codeOf(refused) === 'login-taken';
  const form = NewPerson.safeParse({ name, login, role, language, email: address });

  const save = () => {
    if (person !== null)
      return edit.mutate({ id: person.id, name: name.trim(), role, language, email: address }, { onSuccess: onClose });
    if (form.success) {
      add.mutate(form.data, {
        onSuccess: ({ person: added, link }) => onLink({ what: 'link', name: added.name, ...link }),
      });
    }
  };
  return (
    <Dialog
      title={person === null ? t('person.addTitle') : t('person.editTitle', { name: person.name })}
      act={person === null ? t('person.create') : t('person.save')}
      busy={add.isPending || edit.isPending}
      disabled={person === null ? !form.success : name.trim() === '' || !isAddress}
      onAct={save}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t('person.name')}
        value={name}
        maxLength={100}
        autoComplete="off"
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {person === null ? (
        <TextInput
          label={t('person.login')}
          description={t('person.loginHint')}
          value={login}
          maxLength={40}
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          error={taken ? words(refused) : undefined}
          onChange={(event) => setLogin(event.currentTarget.value.toLowerCase())}
        />
      ) : null}
      <Select
        label={t('person.role')}
        value={role}
        data={Role.options.map((each) => ({ value: each, label: common.t(`role.${each}`) }))}
        onChange={(value) => setRole(Role.options.find((each) => each === value) ?? role)}
      />
      <Select
        label={t('person.language')}
        value={language}
        data={Language.options.map((each) => ({ value: each, label: languageNames[each] }))}
        onChange={(value) => setLanguage(Language.options.find((each) => each === value) ?? language)}
      />
      <TextInput
        label={t('person.email')}
        description={t('person.emailHint')}
        type="email"
        dir="ltr"
        value={email}
        maxLength={254}
        autoComplete="off"
        error={isAddress ? undefined : t('person.emailWrong')}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      {refused !== null && !taken ? <p role="alert">{words(refused)}</p> : null}
    </Dialog>
  );
}
