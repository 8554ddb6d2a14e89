import { within } from '../sip/deadline.ts';
import { handed, type Story, stretch, wait } from './stage.ts';
import { served, takenBy, twoTalks } from './stories-transfer.ts';

const anna = '+442079460111';

/** Transfers by digits: ## blind, *2 attended. Until the last digit the customer is on hold, which is part of the talk. */
export const digitStories: readonly Story[] = [
  {
    name: 'dtmf-blind-transfer-answered',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const one = await served(stage);
      await one.agent.media.sendDigits('##');
      await wait(700);
      await one.agent.media.sendDigits('1002');
      const leftAt = Date.now();
      const second = await takenBy(stage, '1002');
      await wait(1_500);
      one.it.call.hangup();
      await within(second.ended, 3_000, 'the end');
      return [twoTalks(one, leftAt, second)];
    },
  },
  {
    name: 'dtmf-blind-transfer-to-nobody',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const one = await served(stage);
      await one.agent.media.sendDigits('##');
      await wait(700);
      await one.agent.media.sendDigits('1002');
      const leftAt = Date.now();
      await stage.phone('1002').nextCall();
      await wait(1_000);
      one.it.call.hangup();
      await within(one.it.call.ended, 3_000, 'the end');
      return [handed('anna', anna, one.it, one.answeredAt, [stretch('1001', one.answeredAt, leftAt)], { lost: true })];
    },
  },
  {
    name: 'dtmf-attended-transfer',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const one = await served(stage);
      await one.agent.media.sendDigits('*2');
      await wait(700);
      await one.agent.media.sendDigits('1002');
      const heldAt = Date.now();
      const second = await takenBy(stage, '1002');
      await wait(1_500);
      one.agent.hangup();
      const movedAt = Date.now();
      await wait(1_500);
      one.it.call.hangup();
      await within(second.ended, 3_000, 'the end');
      return [twoTalks(one, heldAt, second, movedAt)];
    },
  },
  {
    name: 'dtmf-blonde-transfer-answered',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const one = await served(stage);
      await one.agent.media.sendDigits('*2');
      await wait(700);
      await one.agent.media.sendDigits('1002');
      const heldAt = Date.now();
      const second = await stage.phone('1002').nextCall(8_000);
      await wait(500);
      one.agent.hangup();
      await wait(700);
      second.answer();
      await wait(1_500);
      one.it.call.hangup();
      await within(second.ended, 3_000, 'the end');
      return [twoTalks(one, heldAt, second)];
    },
  },
  {
    name: 'dtmf-attended-transfer-to-nobody',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const one = await served(stage);
      await one.agent.media.sendDigits('*2');
      await wait(700);
      await one.agent.media.sendDigits('1002');
      const heldAt = Date.now();
      await stage.phone('1002').nextCall(8_000);
      await wait(500);
      one.agent.hangup();
      await wait(1_500);
      one.it.call.hangup();
      await within(one.it.call.ended, 3_000, 'the end');
      return [handed('anna', anna, one.it, one.answeredAt, [stretch('1001', one.answeredAt, heldAt)], { lost: true })];
    },
  },
];
