import { ActionIcon, Autocomplete, Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { z } from 'zod';
import { contactLevel } from '../../../../schema/contracts/contacts.ts';
import { get } from '../../api/client.ts';
import { useDraft } from '../../api/drafts.ts';
import { useSession } from '../../api/session.ts';
import { useCommon } from '../../i18n/words.ts';
import { textDirection } from '../../ui/text-direction.ts';
import { WrittenDateField } from '../../ui/written-date-field.tsx';
import classes from './contact-form.module.css';
import { badDays, type ContactDraft, isDraft, notReady } from './form-state.ts';
import { useWords } from './words.ts';

/** Why saving was refused, and the field it is about, as the server names it. */
export interface FormFault {
  readonly text: string;
  readonly field: string | undefined;
}

interface Props {
  readonly start: ContactDraft;
  /** What it is about, so that what was typed is found again after a reload. */
  readonly about: string;
  readonly saveWord: string;
  readonly busy: boolean;
  readonly fault: FormFault | undefined;
  /** `saved` is called when the server has it: until then what was typed stays on this machine. */
  readonly onSave: (draft: ContactDraft, saved: () => void) => void;
  readonly onCancel?: () => void;
  /** Shown below the name while it is being typed: people with such a name. */
  readonly underName?: (name: string) => ReactNode;
  /** Only what one can ask while the phone rings. */
  readonly short?: boolean;
  /** Takes the keyboard at once; not where the agent's single keys should go on working. */
  readonly focused?: boolean;
}

/** The form of a person. The name is focused: one types while it rings. */
export function ContactForm({
  start,
  about,
  saveWord,
  busy,
  fault,
  onSave,
  onCancel,
  underName,
  short = false,
  focused = true,
}: Props) {
  const { t } = useWords();
  const [draft, keep, forget] = useDraft(about, start, isDraft);
  const change = (part: Partial<ContactDraft>): void => keep({ ...draft, ...part });
  const save = (): void => {
    if (!notReady(draft) && !busy) onSave(draft, forget);
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
      }}
    >
      <TextInput
        label={t('form.name')}
        size="md"
        dir={textDirection(draft.name)}
        autoFocus={focused}
        required
        withAsterisk={false}
        autoComplete="off"
        maxLength={200}
        value={draft.name}
        error={fault?.field?.startsWith('phones.') && !short ? undefined : fault?.text}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      {underName?.(draft.name.trim())}
      <div className={classes.pair}>
        <Company value={draft.organisation} onChange={(organisation) => change({ organisation })} />
        <TextInput
          label={t('form.role')}
          placeholder={t('form.rolePlaceholder')}
          dir={textDirection(draft.roles)}
          maxLength={200}
          value={draft.roles}
          onChange={(event) => change({ roles: event.currentTarget.value })}
        />
      </div>
      {short ? null : <More draft={draft} change={change} fault={fault} />}
      <div className={classes.actions}>
        <Button type="submit" loading={busy} disabled={notReady(draft)}>
          {saveWord}
        </Button>
        {onCancel ? (
          <Button
            variant="default"
            onClick={() => {
              forget();
              onCancel();
            }}
          >
            {t('form.cancel')}
          </Button>
        ) : null}
      </div>
    </form>
  );
}

const Organisations = z.array(z.object({ id: z.number(), name: z.string(), contacts: z.number() }));

function Company({ value, onChange }: { readonly value: string; readonly onChange: (name: string) => void }) {
  const { t } = useWords();
  const [q] = useDebouncedValue(value.trim(), 200);
  const { data = [] } = useQuery({
    queryKey: ['organisations', q],
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
    queryFn: () => get('organisations', Organisations, { q }),
  });
  return (
    <Autocomplete
      label={t('form.company')}
      size="sm"
      dir={textDirection(value)}
      maxLength={200}
      value={value}
      data={[...new Set(data.map(({ name }) => name))]}
      onChange={onChange}
    />
  );
}

interface MoreProps {
  readonly fault: FormFault | undefined;
  readonly draft: ContactDraft;
  readonly change: (part: Partial<ContactDraft>) => void;
}

function More({ draft, change, fault }: MoreProps) {
  const { t } = useWords();
  const common = useCommon();
  const { people } = useSession();
  return (
    <>
      <Phones draft={draft} change={change} fault={fault} />
      <div className={classes.pair}>
        <Select
          label={t('form.level')}
          value={draft.level}
          data={contactLevel.options.map((value) => ({ value, label: common.t(`level.${value}`) }))}
          onChange={(value) => change({ level: contactLevel.catch('potential').parse(value) })}
        />
        <Select
          label={t('form.owner')}
          searchable
          value={draft.ownerId === null ? '' : String(draft.ownerId)}
          data={[
            { value: '', label: common.t('person.nobody') },
            ...people.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          onChange={(value) => change({ ownerId: value ? Number(value) : null })}
        />
      </div>
      <div className={classes.pair}>
        <TextInput
          label={t('form.everyDays')}
          placeholder={t('form.everyDaysHint')}
          inputMode="numeric"
          maxLength={3}
          value={draft.everyDays}
          error={badDays(draft) ? t('form.everyDaysRange') : undefined}
          onChange={(event) => change({ everyDays: event.currentTarget.value })}
        />
        <WrittenDateField
          label={t('side.birthday')}
          min="1900-01-01"
          max={new Date().toISOString().slice(0, 10)}
          value={draft.birthday}
          onChange={(birthday) => change({ birthday })}
        />
      </div>
      <Checkbox
        label={t('form.vip')}
        checked={draft.vip}
        onChange={(event) => change({ vip: event.currentTarget.checked })}
      />
    </>
  );
}

function Phones({ draft, change, fault }: MoreProps) {
  const { t } = useWords();
  const set = (key: number, part: { number?: string; label?: string }): void =>
    change({ phones: draft.phones.map((phone) => (phone.key === key ? { ...phone, ...part } : phone)) });
  const add = (): void => {
    const key = Math.min(0, ...draft.phones.map((phone) => phone.key)) - 1;
    change({ phones: [...draft.phones, { key, number: '', label: '' }] });
  };
  return (
    <fieldset className={classes.phones}>
      {draft.phones.map(({ key, number, label }, at) => (
        <div key={key} className={classes.phone}>
          <TextInput
            label={t('form.number')}
            inputMode="tel"
            dir="ltr"
            maxLength={60}
            value={number}
            error={fault?.field === `phones.${at}.number` ? fault.text : undefined}
            onChange={(event) => set(key, { number: event.currentTarget.value })}
          />
          <TextInput
            label={t('form.numberLabel')}
            placeholder={t('form.numberLabelHint')}
            dir={textDirection(label)}
            maxLength={60}
            value={label}
            onChange={(event) => set(key, { label: event.currentTarget.value })}
          />
          {draft.phones.length === 1 ? null : (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={t('form.removeNumber')}
              onClick={() => change({ phones: draft.phones.filter((phone) => phone.key !== key) })}
            >
              <IconX size={16} stroke={1.6} />
            </ActionIcon>
          )}
        </div>
      ))}
      <Button
        variant="subtle"
        color="gray"
        size="xs"
        leftSection={<IconPlus size={14} />}
        disabled={draft.phones.length >= 20}
        onClick={add}
      >
        {t('form.addNumber')}
      </Button>
    </fieldset>
  );
}
