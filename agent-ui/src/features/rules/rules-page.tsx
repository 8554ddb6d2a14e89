import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useState } from 'react';
import type { Rules } from '../../../../schema/contracts/rules.ts';
import { useSession } from '../../api/session.ts';
import { formatNumber } from '../../i18n/format.ts';
import { EmptyState, LoadingRows, PageHead } from '../../ui/parts.tsx';
import { ProblemState, useTellProblem } from '../../ui/problem.tsx';
import { Scrolled } from '../../ui/scrolled.tsx';
import { CompanySentence } from './company-sentence.tsx';
import { DryRunPanel } from './dry-run-panel.tsx';
import { LineSentence } from './line-sentence.tsx';
import classes from './rules.module.css';
import { type Draft, useDryRun, useRules, useSaveRule } from './use-rules.ts';
import { useWords } from './words.ts';

/** What is promised to callers, line by line: sentences to be changed, and beside them what a change would come to. */
export function RulesPage() {
  const { t } = useWords();
  const { data, error, refetch } = useRules();
  return (
    <div className={classes.page}>
      <PageHead title={t('title')} count={t('summary')} />
      {error ? <ProblemState error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined && !error ? <LoadingRows rows={6} /> : null}
      {data ? <RulesEditor rules={data} /> : null}
    </div>
  );
}

const sameRule = (a: Draft['rule'], b: Draft['rule']): boolean => JSON.stringify(a) === JSON.stringify(b);

function RulesEditor({ rules: { company, lines } }: { readonly rules: Rules }) {
  const { t, language } = useWords();
  const { user } = useSession();
  const admin = user.role === 'admin';
  const [drafts, setDrafts] = useState<ReadonlyMap<Draft['of'], Draft['rule']>>(new Map());
  const [chosen, setChosen] = useState<Draft['of']>(lines[0]?.id ?? 'company');
  const row = lines.find(({ id }) => id === chosen);
  const stored: Draft = row ? { of: row.id, rule: row.rule } : { of: 'company', rule: company.rule };
  const draft = { ...stored, rule: drafts.get(stored.of) ?? stored.rule } as Draft;
  const changed = !sameRule(draft.rule, stored.rule);
  const { query: dry, stale } = useDryRun(draft);
  const save = useSaveRule();
  const tell = useTellProblem();
  const moved = changed ? (dry.data?.open.moved ?? 0) : 0;

  const write = (of: Draft['of'], rule: Draft['rule'] | null): void => {
    const next = new Map(drafts);
    if (rule === null) next.delete(of);
    else next.set(of, rule);
    setDrafts(next);
    setChosen(of);
  };
  const store = (): void =>
    save.mutate(
      { draft, version: row?.version ?? company.version },
      {
        onError: tell,
        onSuccess: (count) => {
          write(draft.of, null);
          notifications.show({ message: t('saved', { count }), autoClose: 5000 });
        },
      },
    );
  const item = (of: Draft['of'], number: string | null, sentence: ReactNode, facts: string) => (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the words inside are buttons that choose the rule for keys
    <li key={of} className={classes.rule} data-chosen={of === stored.of || undefined} onClick={() => setChosen(of)}>
      <span className={`${classes.number} num`}>{number}</span>
      <div>
        {sentence}
        <p className={classes.facts}>
          {of === stored.of && changed ? t('editing') : facts}
          {of !== stored.of && drafts.has(of) ? ` ${t('unsaved')}` : null}
        </p>
      </div>
    </li>
  );
  const lineDraft = (id: number) => {
    const written = drafts.get(id);
    return written !== undefined && 'dueMinutes' in written ? written : undefined;
  };
  const companyDraft = drafts.get('company');
  return (
    <div className={classes.editor}>
      <Scrolled className={classes.list} label={t('title')}>
        <ol className={classes.rules}>
          {item(
            'company',
            formatNumber(1, language),
            <CompanySentence
              was={company.rule}
              now={companyDraft !== undefined && 'quietHours' in companyDraft ? companyDraft : company.rule}
              onChange={admin ? (rule) => write('company', rule) : null}
            />,
            t('company.facts'),
          )}
          {lines.map((line, at) =>
            item(
              line.id,
              formatNumber(at + 2, language),
              <LineSentence
                row={line}
                now={lineDraft(line.id) ?? line.rule}
                common={company.rule.ladder}
                onChange={admin ? (rule) => write(line.id, rule) : null}
              />,
              t('line.facts', { missed: line.missed, open: line.open }),
            ),
          )}
        </ol>
        {lines.length === 0 ? <EmptyState title={t('noLines')} /> : null}
        <p className={classes.foot}>{t('fileHint')}</p>
      </Scrolled>
      <aside className={classes.side} aria-label={t('dry.heading')}>
        <Scrolled className={classes.preview} label={t('dry.heading')}>
          <DryRunPanel
            dry={dry.data ?? null}
            error={dry.error}
            onRetry={() => void dry.refetch()}
            stale={stale}
            timeZone={company.timeZone}
          />
        </Scrolled>
        <footer className={classes.actions}>
          {admin ? (
            <>
              <Button disabled={!changed || stale} loading={save.isPending} onClick={store}>
                {moved > 0 ? t('saveMoves', { count: moved }) : t('save')}
              </Button>
              <Button variant="default" disabled={!changed} onClick={() => write(stored.of, null)}>
                {t('discard')}
              </Button>
            </>
          ) : (
            <p className={classes.facts}>{t('adminOnly')}</p>
          )}
        </footer>
      </aside>
    </div>
  );
}
