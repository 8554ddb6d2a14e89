import type { Call, Pbx } from '../model/call.ts';
import { cancelConsult } from '../model/consult.ts';
import { endTalk, originGone, redirect } from '../model/flow.ts';
import { placeOriginate } from '../model/originate.ts';
import { ringPhone } from '../model/place.ts';
import { type Crowd, idlePlan } from '../scenes/people.ts';
import type { Action } from './action.ts';
import { clean } from './frame.ts';
import { toldPhone } from './in-call.ts';
import type { Handler } from './lists.ts';

const longestUniqueid = 149;

/** Originate: always queued when it can be read; what came of it is told by OriginateResponse. */
export function originate(crowd: Crowd): Handler {
  return (pbx, session, action) => {
    const device = action.get('channel');
    const channelId = action.get('channelid');
    const timeout = action.get('timeout') ?? '30000';
    if (toldPhone(pbx, action, variablesOf(action).get('RB_ENDPOINT') ?? '')) {
      return session.reply(action, 'Success', ['Message', 'Originate successfully queued']);
    }
    if (device === null || device === '') return session.refuse(action, 'Channel not specified');
    if (!/^[0-9]{1,9}$/.test(timeout)) return session.refuse(action, 'Invalid timeout');
    if (channelId !== null && channelId.length > longestUniqueid) {
      return session.refuse(action, `Uniqueid length exceeds maximum of ${longestUniqueid}`);
    }
    if (action.get('exten') === null && action.get('application') === null) {
      return session.refuse(action, 'Originate requires Exten or Application');
    }
    session.reply(action, 'Success', ['Message', 'Originate successfully queued']);
    const caller = callerIdOf(action.get('callerid') ?? '');
    const isTaken = channelId !== null && pbx.exchange.find(channelId) !== undefined;
    placeOriginate(
      pbx,
      {
        actionId: action.id,
        device: isTaken ? '' : clean(device),
        channelId: channelId === null ? null : clean(channelId),
        context: clean(action.get('context') ?? ''),
        exten: clean(action.get('exten') ?? ''),
        timeoutMs: Number(timeout),
        callerNum: caller.num,
        callerName: caller.name,
        variables: variablesOf(action),
        checksFirst: (action.get('predialgosub') ?? '').startsWith('ringback-callback-agent,'),
      },
      (call) => crowd.plan(call, { ...idlePlan(pbx, call.party.number), endedBy: 'peer' }),
    );
  };
}

/** `Variable: a=b,__c=d`, the header repeated or not; leading underscores only say who inherits. */
function variablesOf(action: Action): Map<string, string> {
  const variables = new Map<string, string>();
  for (const pair of action.all('variable').flatMap((each) => each.split(','))) {
    const equals = pair.indexOf('=');
    const name = pair
      .slice(0, equals)
      .trim()
      .replace(/^_{1,2}/, '');
    if (equals > 0 && name !== '') variables.set(clean(name), clean(pair.slice(equals + 1)));
  }
  return variables;
}

/** `"Name" <number>`, `Name <number>` or a bare number. */
function callerIdOf(text: string): { num: string | null; name: string | null } {
  const both = /^\s*"?([^"<]*?)"?\s*<([^>]*)>\s*$/.exec(text);
  const [, name = '', num = ''] = both ?? ['', '', text.trim()];
  return { num: num === '' ? null : clean(num), name: name === '' ? null : clean(name) };
}

/** Hangup of any channel, by name or Uniqueid. */
export const hangup: Handler = (pbx, session, action) => {
  const channel = pbx.exchange.find(action.get('channel') ?? '');
  const call = channel === undefined ? undefined : callOf(pbx, channel.linkedid);
  if (channel === undefined || call === undefined) return session.refuse(action, 'No such channel');
  session.reply(action, 'Success', ['Message', 'Channel Hungup']);
  const ring = call.app?.rings.find(({ leg, over }) => leg === channel && !over);
  if (call.consult?.leg === channel) cancelConsult(pbx, call);
  else if (call.phase === 'talking') endTalk(pbx, call, channel, true);
  else if (ring !== undefined) call.app?.refuse(ring, 'cut');
  else if (channel === call.origin) originGone(pbx, call, true);
};

/** Redirect: sends the party behind a channel to an extension; its companion is let go. */
export const redirectAction: Handler = (pbx, session, action) => {
  const name = action.get('channel') ?? '';
  const exten = clean(action.get('exten') ?? '');
  const channel = pbx.exchange.find(name);
  const call = channel === undefined ? undefined : callOf(pbx, channel.linkedid);
  if (channel === undefined || call === undefined) {
    return session.refuse(action, `Channel does not exist: ${name}`);
  }
  session.reply(action, 'Success', ['Message', 'Redirect successful']);
  if (call.peer === channel && call.phase === 'talking') {
    call.peer = call.origin;
    call.origin = channel;
  }
  const phone = pbx.phones.byExtension(exten);
  const queue = pbx.queues.get(exten);
  if (phone !== undefined) redirect(pbx, call, exten, [ringPhone(phone.device, 25_000)]);
  else if (queue !== undefined) redirect(pbx, call, exten, [{ do: 'queue', queue: exten, waitMs: 60_000 }]);
  else redirect(pbx, call, exten, []);
};

export const queuePause: Handler = (pbx, session, action) => {
  const device = action.get('interface');
  const paused = action.get('paused');
  if (device === null || paused === null) return session.refuse(action, "Need 'Interface' and 'Paused' parameters.");
  const isPaused = ['1', 'true', 'yes', 'on'].includes(paused.toLowerCase());
  const found = pbx.queues.pause(device, isPaused, clean(action.get('reason') ?? ''), action.get('queue'));
  if (!found) return session.refuse(action, 'Interface not found');
  const message = isPaused ? 'Interface paused successfully' : 'Interface unpaused successfully';
  session.reply(action, 'Success', ['Message', message]);
};

export const queueAdd: Handler = (pbx, session, action) => {
  const [queue, device] = [action.get('queue'), action.get('interface')];
  if (queue === null) return session.refuse(action, "'Queue' not specified.");
  if (device === null) return session.refuse(action, "'Interface' not specified.");
  const paused = ['1', 'true', 'yes', 'on'].includes((action.get('paused') ?? '').toLowerCase());
  const added = pbx.queues.add(queue, clean(device), clean(action.get('membername') ?? device), paused);
  if (added === null) return session.refuse(action, 'Unable to add interface to queue: No such queue');
  if (!added) return session.refuse(action, 'Unable to add interface: Already there');
  session.reply(action, 'Success', ['Message', 'Added interface to queue']);
};

export const queueRemove: Handler = (pbx, session, action) => {
  const [queue, device] = [action.get('queue'), action.get('interface')];
  if (queue === null || device === null) return session.refuse(action, "Need 'Queue' and 'Interface' parameters.");
  const removed = pbx.queues.remove(queue, device);
  if (removed === null) return session.refuse(action, 'Unable to remove interface: Member not dynamic');
  if (!removed) return session.refuse(action, 'Unable to remove interface: Not there');
  session.reply(action, 'Success', ['Message', 'Removed interface from queue']);
};

export const setvar: Handler = (pbx, session, action) => {
  const variable = action.get('variable');
  if (variable === null || variable === '') return session.refuse(action, 'No variable specified');
  const channel = pbx.exchange.find(action.get('channel') ?? '');
  if (channel === undefined) return session.refuse(action, 'No such channel');
  // A function, such as MUTEAUDIO(in): it does something to the channel and leaves no variable behind.
  if (/^[A-Z]+\([a-z]+\)$/.test(variable)) return session.reply(action, 'Success', ['Message', 'Variable Set']);
  pbx.exchange.setVar(channel, clean(variable).replace(/^_{1,2}/, ''), clean(action.get('value') ?? ''));
  session.reply(action, 'Success', ['Message', 'Variable Set']);
};

export const getvar: Handler = (pbx, session, action) => {
  const variable = action.get('variable');
  if (variable === null || variable === '') return session.refuse(action, 'No variable specified');
  const name = action.get('channel') ?? '';
  const channel = pbx.exchange.find(name);
  if (name !== '' && channel === undefined) return session.refuse(action, 'No such channel');
  session.reply(action, 'Success', ['Variable', variable], ['Value', channel?.vars.get(variable) ?? '']);
};

/** Puts a UserEvent of the client's own on the stream. */
export const userEvent: Handler = (pbx, session, action) => {
  const name = action.get('userevent');
  if (name === null || name === '') return session.refuse(action, 'No UserEvent specified');
  pbx.exchange.emit('user', 'UserEvent', [['UserEvent', name]]);
  session.reply(action, 'Success', ['Message', 'Event Sent']);
};

function callOf(pbx: Pbx, linkedid: string): Call | undefined {
  return pbx.calls.get(linkedid);
}
