import { describe, expect, test } from 'vitest';
import { type InCallCommands, inCallCommands } from '../../../../pbx/actions/in-call.ts';

type Sent = Readonly<Record<string, unknown>>;

async function sent(order: (commands: InCallCommands) => Promise<void>): Promise<Sent[]> {
  const actions: Sent[] = [];
  await order(inCallCommands(async (fields) => void actions.push(fields)));
  return actions;
}

const leg = '1795888490.1';

describe('what is sent for a call that runs', () => {
  test('a phone is asked through our own context, with nothing of its name in a dial string', async () => {
    expect(await sent((to) => to.tellPhone('PJSIP/1001', 'talk', 'id-1'))).toEqual([
      {
        Action: 'Originate',
        Channel: 'Local/talk@ringback-phone',
        Context: 'ringback-phone',
        Exten: 'talk',
        Priority: '1',
        ChannelId: 'id-1',
        OtherChannelId: 'id-1-2',
        Timeout: '2000',
        Async: 'true',
        Variable: { RB_ENDPOINT: '1001' },
      },
    ]);
  });

  test('mute goes by the dialplan function, which needs no right to the system', async () => {
    expect(await sent((to) => to.muteAudio(leg, 'in', true))).toEqual([
      { Action: 'Setvar', Channel: leg, Variable: 'MUTEAUDIO(in)', Value: 'on' },
    ]);
  });

  test('a recording is silenced on both sides', async () => {
    expect(await sent((to) => to.muteRecording(leg, true))).toEqual([
      { Action: 'MixMonitorMute', Channel: leg, Direction: 'both', State: '1' },
    ]);
  });

  test('keys are sent to a side, or pressed for a feature', async () => {
    expect(await sent((to) => to.playDtmf(leg, '#', 'sent'))).toEqual([
      { Action: 'PlayDTMF', Channel: leg, Digit: '#' },
    ]);
    expect(await sent((to) => to.playDtmf(leg, '*', 'received'))).toMatchObject([{ Receive: 'true' }]);
  });

  test.each<[string, (to: InCallCommands) => Promise<void>]>([
    ['another technology is not asked by NOTIFY', (to) => to.tellPhone('SIP/1001', 'talk', 'id-1')],
    ['a device with a second line', (to) => to.tellPhone('PJSIP/1001\r\nAction: Ping', 'talk', 'id-1')],
    ['a device that the dialplan would evaluate', (to) => to.tellPhone(`PJSIP/${'$'}{SHELL(id)}`, 'talk', 'id-1')],
    ['two keys at once', (to) => to.playDtmf(leg, '12', 'sent')],
    ['a letter as a key', (to) => to.playDtmf(leg, 'x', 'sent')],
    [
      'an outside number as the target',
      (to) => to.blindTransfer({ channel: leg, context: 'a', exten: '+447700900123' }),
    ],
    ['a feature code as the target', (to) => to.attendedTransfer({ channel: leg, context: 'a', exten: '*8' })],
    ['a context with a comma', (to) => to.blindTransfer({ channel: leg, context: 'a,b', exten: '1002' })],
    ['a channel with a line break', (to) => to.cancelTransfer('PJSIP/1001-1\r\nX: y')],
  ])('%s is refused before anything is sent', async (_what, order) => {
    await expect(sent(order)).rejects.toMatchObject({ code: 'invalid' });
  });
});
