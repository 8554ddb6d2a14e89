import type { ReactNode } from 'react';
import type { CallRow } from '../../../../schema/contracts/calls.ts';
import { useSession } from '../../api/session.ts';
import { useCommon } from '../../i18n/words.ts';
import type { GlyphName } from '../../ui/glyph-shapes.tsx';
import { useWords } from './words.ts';

/** The sign of a call in a timeline. */
export function glyphOfCall({ direction, outcome }: CallRow): GlyphName {
  if (outcome === 'missed') return 'missed';
  if (direction === 'outbound') return outcome === 'talked' ? 'outbound' : 'not_reached';
  return direction === 'internal' ? 'internal' : 'inbound';
}

/** A call as one sentence: bold verb, plain rest. */
export function useCallWords(): (call: CallRow) => ReactNode {
  const { t, rich } = useWords();
  const common = useCommon();
  const { user } = useSession();
  return (call) => {
    const [agent] = call.agents;
    const name = !agent ? common.t('person.nobody') : agent.id === user.id ? common.t('person.you') : agent.name;
    const line = call.line?.name;
    const names = { name: <bdi>{name}</bdi>, line: <bdi>{line}</bdi> };
    if (call.outcome === 'unknown') return rich('entry.unknown', {});
    if (call.direction === 'internal') return rich('entry.internal', names);
    if (call.direction === 'outbound') return rich(call.outcome === 'talked' ? 'entry.out' : 'entry.outNot', names);
    if (call.outcome === 'missed') {
      const reason = common.maybe(`missed.${call.reason ?? 'ended_unknown'}`) ?? t('entry.owed');
      return rich(line === undefined ? 'entry.missed' : 'entry.missedOn', names, { reason });
    }
    return rich(line === undefined ? 'entry.in' : 'entry.inOn', names);
  };
}
