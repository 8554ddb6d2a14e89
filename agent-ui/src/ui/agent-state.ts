import type { AgentPresence } from '../../../schema/contracts/live.ts';
import { plainName } from '../i18n/plain-name.ts';
import { useCommon } from '../i18n/words.ts';

/** Words for why somebody is where they are: ours in every language, the company's own as they stand. */
export function useReasonWords(): (reason: string) => string {
  const { maybe } = useCommon();
  return (reason) => {
    const known = reason.trim().toLowerCase().replaceAll(' ', '_');
    // A reason may come from a phone, and says whatever it likes.
    return maybe(`reason.${known}`) ?? plainName(reason).slice(0, 60);
  };
}

/** The state in one word, and what there is to say about it. */
export function useAgentWords(): (agent: Pick<AgentPresence, 'state' | 'detail'>) => {
  readonly state: string;
  readonly reason: string | null;
} {
  const { t } = useCommon();
  const reasonOf = useReasonWords();
  return ({ state, detail }) => ({
    state: t(`state.${state}`),
    // An unreachable phone says so itself; the rest adds something.
    reason: detail === null || detail === 'phone_offline' ? null : reasonOf(detail),
  });
}
