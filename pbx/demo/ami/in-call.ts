import { between } from '../chance.ts';
import type { Call, Pbx } from '../model/call.ts';
import { snapshot } from '../model/channel.ts';
import { agentIsPeer, beginConsult, cancelConsult, hold, swapConsult, talkOfAgent } from '../model/consult.ts';
import { blindTransfer, muteRecording } from '../model/flow.ts';
import { ringPhone } from '../model/place.ts';
import { type Crowd, idlePlan } from '../scenes/people.ts';
import type { Action } from './action.ts';
import type { Handler } from './lists.ts';

/** BlindTransfer: whoever talks with the channel goes on to an extension, and the colleague there picks up after a while. */
export function blindTransferAction(crowd: Crowd): Handler {
  return (pbx, session, action) => {
    const found = talkOfAgent(pbx, action.get('channel') ?? '');
    const phone = pbx.phones.byExtension(action.get('exten') ?? '');
    if (found === null) return session.refuse(action, 'Channel specified does not exist');
    if (phone === undefined) return session.refuse(action, 'Extension does not exist.');
    session.reply(action, 'Success', ['Message', 'Transfer succeeded']);
    const { call, agent } = found;
    const answer = { device: phone.device, afterMs: between(pbx.random, 3_000, 6_000) };
    crowd.plan(call, { ...idlePlan(pbx, call.party.number), answer });
    agentIsPeer(call, agent);
    blindTransfer(pbx, call, phone.extension, [ringPhone(phone.device, 25_000)]);
  };
}

export const atxfer: Handler = (pbx, session, action) => {
  const found = talkOfAgent(pbx, action.get('channel') ?? '');
  if (found === null) return session.refuse(action, 'Channel specified does not exist');
  session.reply(action, 'Success', ['Message', 'Atxfer successfully queued']);
  beginConsult(pbx, found.call, found.agent, action.get('exten') ?? '');
};

export const cancelAtxfer: Handler = (pbx, session, action) => {
  const found = talkOfAgent(pbx, action.get('channel') ?? '');
  if (found === null) return session.refuse(action, 'Channel specified does not exist');
  session.reply(action, 'Success', ['Message', 'CancelAtxfer successfully queued']);
  cancelConsult(pbx, found.call);
};

/** Keys the other side hears are only taken note of; the swap's two keys change sides. */
export const playDtmf: Handler = (pbx, session, action) => {
  const channel = pbx.exchange.find(action.get('channel') ?? '');
  if (channel === undefined) return session.refuse(action, 'Channel not found');
  session.reply(action, 'Success', ['Message', 'DTMF successfully queued']);
  const found = talkOfAgent(pbx, channel.uniqueid);
  if (found !== null && action.get('receive') === 'true' && action.get('digit') === '4') swapConsult(pbx, found.call);
};

export const mixMonitorMute: Handler = (pbx, session, action) => {
  const channel = pbx.exchange.find(action.get('channel') ?? '');
  const call = channel === undefined ? undefined : pbx.calls.get(channel.linkedid);
  if (channel === undefined || call === undefined || call.recording === null) {
    return session.refuse(action, 'Cannot find Mixmonitor on channel');
  }
  const muted = action.get('state') === '1';
  session.reply(action, 'Success');
  muteRecording(pbx, call, muted);
  pbx.exchange.emit('call', 'MixMonitorMute', [...snapshot(channel), ['Direction', 'both'], ['State', muted ? 1 : 0]]);
};

/** Our dialplan's NOTIFY: every phone of the demonstration obeys. True when the action was this one. */
export function toldPhone(pbx: Pbx, action: Action, endpoint: string): boolean {
  const wish = /^Local\/(talk|hold)@ringback-phone$/.exec(action.get('channel') ?? '')?.[1];
  if (wish === undefined) return false;
  const device = `PJSIP/${endpoint}`;
  const rings = [...pbx.calls.values()].flatMap((call) => call.app?.rings ?? []);
  const ring = rings.find(({ leg, over }) => !over && leg.device === device);
  const talk = [...pbx.calls.values()].find((call) => call.phase === 'talking' && sides(call).includes(device));
  if (wish === 'talk' && ring !== undefined) ring.call.app?.answer(ring);
  else if (talk !== undefined) {
    const channel = talk.origin.device === device ? talk.origin : talk.peer;
    if (channel !== null) hold(pbx, channel, wish === 'hold');
  }
  return true;
}

const sides = ({ origin, peer }: Call) => [origin.device, peer?.device];
