import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { fieldLeft } from '../../ui/keys.ts';
import { LoadingRows, PageHead } from '../../ui/parts.tsx';
import classes from './search.module.css';
import { SearchField } from './search-field.tsx';
import { useWords } from './words.ts';

/** What was typed before the page of people was there, and the words on which Enter fell. */
interface Begun {
  readonly typed: string;
  readonly entered: string | null;
}
const nothing: Begun = { typed: '', entered: null };
let begun = nothing;

/** What was typed so far; whoever goes on from it forgets it when it stands on the page. */
export const readBegun = (): Begun => begun;

export function forgetBegun(): void {
  begun = nothing;
}

/** The place of the search: whoever leaves it, be it before its page has come, leaves nothing behind. */
export function SearchPlace({ children }: { readonly children: ReactNode }) {
  useEffect(
    () => () => {
      forgetBegun();
      fieldLeft();
    },
    [],
  );
  return <Suspense fallback={<SearchSoon />}>{children}</Suspense>;
}

/** Stands in the place of the page of people while that is on its way: one can type at once, and the page goes on from there. */
function SearchSoon() {
  const { t } = useWords();
  const [{ typed }, begin] = useState(nothing);
  const go = (next: Begun): void => {
    begun = next;
    begin(next);
  };
  useEffect(forgetBegun, []);
  return (
    <section className={classes.page}>
      <PageHead title={t('people.title')} />
      <div className={classes.search}>
        <SearchField
          typed={typed}
          onType={(words) => go({ typed: words, entered: null })}
          onEnter={(words) => go({ typed, entered: words })}
        />
      </div>
      <LoadingRows />
    </section>
  );
}
