import { within } from '../sip/deadline.ts';
import { customerCalls, handed, missed, type Story, stretch, wait } from './stage.ts';

const followMe = '+442079460164';
const mobile = '+447700900555';
/** Until the voice that announces the call comes to the choice; no digit is heard before. */
const voiceMs = 2_600;
/** So long a digit sounds. */
const digitMs = 100;

/** Asterisk's own FollowMe: desk and mobile ring at once, and whoever answers is asked to press 1. */
export const followMeStories: readonly Story[] = [
  {
    name: 'follow-me-app-mobile-accepts',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, followMe);
      const [far] = await Promise.all([stage.trunk.nextCall(8_000), stage.phone('1001').nextCall()]);
      await wait(500);
      far.answer();
      await wait(voiceMs);
      const pressedAt = Date.now() + digitMs;
      await far.media.sendDigits('1');
      await wait(2_000);
      it.call.hangup();
      await within(far.ended, 3_000, 'the end');
      return [handed('anna', followMe, it, pressedAt, [stretch(mobile, pressedAt, far.endedAt)])];
    },
  },
  {
    name: 'follow-me-app-desk-accepts',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, followMe);
      const [, desk] = await Promise.all([stage.trunk.nextCall(8_000), stage.phone('1001').nextCall()]);
      await wait(500);
      desk.answer();
      await wait(voiceMs);
      const pressedAt = Date.now() + digitMs;
      await desk.media.sendDigits('1');
      await wait(2_000);
      desk.hangup();
      await within(it.call.ended, 3_000, 'the end');
      return [handed('anna', followMe, it, pressedAt, [stretch('1001', pressedAt, desk.endedAt)])];
    },
  },
  {
    name: 'follow-me-app-not-confirmed',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, followMe);
      const [far] = await Promise.all([stage.trunk.nextCall(8_000), stage.phone('1001').nextCall()]);
      await wait(500);
      far.answer();
      await wait(1_800);
      it.call.hangup();
      await within(it.call.ended, 3_000, 'the end');
      await within(far.ended, 8_000, 'the end of the mobile');
      return [missed('anna', followMe, 'abandoned_ringing', it)];
    },
  },
  {
    name: 'follow-me-app-desk-not-confirmed',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, followMe);
      const [, desk] = await Promise.all([stage.trunk.nextCall(8_000), stage.phone('1001').nextCall()]);
      await wait(500);
      desk.answer();
      await within(it.call.ended, 12_000, 'the end');
      return [{ ...missed('anna', followMe, 'no_answer', it), offers: ['1001 declined', 'PJSIP/trunk no_answer'] }];
    },
  },
  {
    name: 'follow-me-app-declined',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, followMe);
      const [far, desk] = await Promise.all([stage.trunk.nextCall(8_000), stage.phone('1001').nextCall()]);
      await wait(500);
      desk.reject(603);
      far.answer();
      await wait(voiceMs);
      await far.media.sendDigits('2');
      await within(it.call.ended, 12_000, 'the end');
      return [missed('anna', followMe, 'all_rejected', it)];
    },
  },
];
