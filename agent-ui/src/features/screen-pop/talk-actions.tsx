import {
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerRecord,
  IconPlayerRecordFilled,
} from '@tabler/icons-react';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { useKeys } from '../../ui/keys.ts';
import { BarButton } from './bar-button.tsx';
import { Keypad } from './keypad.tsx';
import { TransferMenu } from './transfer-menu.tsx';
import type { Order } from './use-order.ts';
import { useWords } from './words.ts';

interface Props {
  readonly card: LiveCard;
  readonly order: Order;
}

/** So long a recording is silent when a card number is read out; then it goes on by itself. */
const pauseS = 60;
const icon = { size: 18, stroke: 1.6, 'aria-hidden': true } as const;

/** Mute, hold, transfer, keypad, pause of the recording, and apart from them, without a key, hanging up. */
export function TalkActions({ card, order }: Props) {
  const { t } = useWords();
  const held = card.hold !== 'none';
  const mute = () => order.give('mute', { on: !card.muted });
  const hold = () => order.give('hold', { on: !held });
  const paused = card.recording === 'paused';
  useKeys({ m: mute, h: hold });
  return (
    <>
      <BarButton
        kind="plain"
        cap="M"
        tight
        pressed={card.muted}
        busy={order.busy('mute')}
        icon={card.muted ? <IconMicrophoneOff {...icon} /> : <IconMicrophone {...icon} />}
        onClick={mute}
      >
        {card.muted ? t('talk.unmute') : t('talk.mute')}
      </BarButton>
      <BarButton
        kind="plain"
        cap="H"
        tight
        pressed={held}
        busy={order.busy('hold')}
        icon={held ? <IconPlayerPlay {...icon} /> : <IconPlayerPause {...icon} />}
        onClick={hold}
      >
        {held ? t('talk.resume') : t('talk.hold')}
      </BarButton>
      <TransferMenu order={order} />
      <Keypad card={card} />
      {card.recording === 'none' ? null : (
        <BarButton
          kind="plain"
          bare
          pressed={paused}
          busy={order.busy('recording')}
          icon={paused ? <IconPlayerRecord {...icon} /> : <IconPlayerRecordFilled {...icon} />}
          onClick={() => order.give('recording', paused ? { paused: false } : { paused: true, forS: pauseS })}
        >
          {paused ? t('record.resume') : t('record.pause')}
        </BarButton>
      )}
      <BarButton
        kind="danger"
        busy={order.busy('hangup')}
        icon={<IconPhoneOff {...icon} />}
        onClick={() => order.give('hangup')}
      >
        {t('talk.hangUp')}
      </BarButton>
    </>
  );
}
