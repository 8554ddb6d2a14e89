import type { ReplayedCall } from '../../../server/cli/replay.ts';

type Verdict = Partial<ReplayedCall>;

/** What each stream recorded elsewhere must give: chan_sip, Asterisk 13 and 16, everything through Local channels. */
export const verdicts: Readonly<Record<string, Verdict>> = {
  'c13-queue-abandon': {
    direction: 'inbound',
    caller: '+31150010001',
    called: '+31150010004',
    outcome: 'missed',
    reason: 'abandoned_waiting',
    callback: 'open',
  },
  'c13-queue-simple': { direction: 'inbound', outcome: 'talked', talkedWith: ['150010002'], callback: 'none' },
  'c13-queue-attn-xfer': { direction: 'inbound', outcome: 'talked', talkedWith: ['150010001', '150010002'] },
  'c13-inbound-no-dial': {
    direction: 'inbound',
    outcome: 'missed',
    reason: 'abandoned_before_offer',
    callback: 'open',
  },
  'c13-internal-reject': { direction: 'internal', outcome: 'not_answered', talkedWith: [], callback: 'none' },
  'c13-internal-group-answer': { direction: 'internal', outcome: 'talked', talkedWith: ['150010002'] },
  'c13-dial-out-of-order': { direction: 'internal', outcome: 'talked' },
  'c13-mobile-confirm-ok': { direction: 'inbound', outcome: 'talked', talkedWith: ['+31260010001'] },
  'c13-mobile-confirm-rejected': { direction: 'inbound', caller: '+31150010003', outcome: 'missed', callback: 'open' },
  'c13-click2dial-ok': { direction: 'outbound', called: '+31260010001', outcome: 'talked', talkedWith: ['150010001'] },
  'c13-click2dial-agent-refuses': { direction: 'outbound', outcome: 'not_answered', talkedWith: [], callback: 'none' },
  'c13-blonde-xfer': {
    direction: 'inbound',
    caller: '+31260010001',
    outcome: 'talked',
    talkedWith: ['150010001', '150010002'],
  },
  'c13-blind-xfer-group-noanswer': {
    direction: 'inbound',
    outcome: 'missed',
    reason: 'lost_in_transfer',
    talkedWith: ['150010001'],
    callback: 'open',
  },
  'c13-pickup-star': { direction: 'internal', outcome: 'talked', talkedWith: ['150010003'] },
  'a16-billing-call-glued': {
    direction: 'outbound',
    called: '9898',
    outcome: 'talked',
    talkedWith: ['9170'],
    recordings: ['/var/spool/asterisk/monitor/okon.ferry.sip.com/20200831112801-9656c8c56eba099fef31a8e2eb694483.wav'],
  },
};
