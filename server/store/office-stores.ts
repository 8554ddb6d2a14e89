import type { DbTx } from '../platform/db.ts';
import { apiTokenStore } from './api-tokens.ts';
import { blindWindowStore } from './blind-windows.ts';
import { callDetailStore } from './call-details.ts';
import { callRowStore } from './call-rows.ts';
import { callbackCountStore } from './callback-counts.ts';
import { callbackViewStore } from './callback-views.ts';
import { chainStore } from './chain.ts';
import { contactMergeStore } from './contact-merges.ts';
import { contactViewStore } from './contact-views.ts';
import { contactStore } from './contacts.ts';
import { erasureStore } from './erasure.ts';
import { explainStore } from './explain.ts';
import { feedStore } from './feed.ts';
import { leavingStore } from './leaving.ts';
import { matchStore } from './matches.ts';
import { noteStore } from './notes.ts';
import { occasionStore } from './occasions.ts';
import { personalDataStore } from './personal-data.ts';
import { presenceStore } from './presence.ts';
import { pushStore } from './push.ts';
import { recordingPauseStore } from './recording-pauses.ts';
import { recordingStore } from './recordings.ts';
import { type RememberedViews, rememberViews } from './remembered-views.ts';
import { requestAnswerStore } from './request-answers.ts';
import { requestKeyStore } from './request-keys.ts';
import { ruleStore } from './rules.ts';
import { linkStore, sessionStore } from './sessions.ts';
import { siteStore } from './site.ts';
import { statementStore } from './statement.ts';
import { touchedStore } from './touched.ts';
import { storesOf } from './transact.ts';
import { wallStore } from './wall.ts';

/** The stores of the ledger and those of people, contacts, recordings and the log, within one transaction. */
export function officeStoresOf(tx: DbTx, remembered?: RememberedViews) {
  return {
    ...storesOf(tx),
    sessions: sessionStore(tx),
    links: linkStore(tx),
    tokens: apiTokenStore(tx),
    requestKeys: requestKeyStore(tx),
    answers: requestAnswerStore(tx),
    feed: feedStore(tx),
    erasure: erasureStore(tx),
    personalData: personalDataStore(tx),
    explain: explainStore(tx),
    blindWindows: blindWindowStore(tx),
    chain: chainStore(tx),
    presence: presenceStore(tx),
    push: pushStore(tx),
    statement: statementStore(tx),
    leaving: leavingStore(tx),
    rules: ruleStore(tx),
    site: siteStore(tx),
    contacts: contactStore(tx),
    contactMerges: contactMergeStore(tx),
    contactViews: contactViewStore(tx),
    matches: matchStore(tx),
    notes: noteStore(tx),
    occasions: occasionStore(tx),
    recordings: recordingStore(tx),
    recordingPauses: recordingPauseStore(tx),
    callRows: callRowStore(tx),
    callDetails: callDetailStore(tx),
    callbackViews: callbackViewStore(tx, remembered),
    callbackCounts: callbackCountStore(tx),
    wall: wallStore(tx),
    touched: touchedStore(tx),
  };
}
/** The same for all transactions of one service on one database, which remember together. */
export function officeStoresOver() {
  const remembered = rememberViews();
  return (tx: DbTx) => officeStoresOf(tx, remembered);
}
export type OfficeStores = ReturnType<typeof officeStoresOf>;
