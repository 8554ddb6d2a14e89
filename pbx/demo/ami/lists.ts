import { type Pbx, trunkOf } from '../model/call.ts';
import { bridgeSnapshot, type Channel, shown, snapshot } from '../model/channel.ts';
import { hintStatus, memberStatus } from '../model/phones.ts';
import type { Queue } from '../model/queues.ts';
import type { Action } from './action.ts';
import type { Header } from './frame.ts';
import type { ListItem, Session } from './session.ts';

/** Answers an action of one session. */
export type Handler = (pbx: Pbx, session: Session, action: Action) => void;

export const coreShowChannels: Handler = (pbx, session, action) => {
  const items = [...pbx.exchange.channels.values()].map((channel): ListItem => {
    const more: Header[] = [
      ['Application', channel.application === '' ? 'AppDial' : channel.application],
      ['ApplicationData', channel.application === '' ? '(Outgoing Line)' : channel.applicationData],
      ['Duration', hms(pbx.clock.now() - channel.createdAt)],
      ['BridgeId', channel.bridge?.id ?? ''],
    ];
    return { event: 'CoreShowChannel', headers: [...snapshot(channel), ...more] };
  });
  session.list(action, 'Channels will follow', items, 'CoreShowChannelsComplete');
};

export const bridgeList: Handler = (pbx, session, action) => {
  const items = [...pbx.exchange.bridges.values()].map((bridge) => ({
    event: 'BridgeListItem',
    headers: bridgeSnapshot(bridge),
  }));
  session.list(action, 'Bridge listing will follow', items, 'BridgeListComplete');
};

export const queueStatus: Handler = (pbx, session, action) => {
  const wanted = action.get('queue');
  const member = action.get('member');
  const items = pbx.queues
    .all()
    .filter(({ name }) => wanted === null || wanted === '' || name === wanted)
    .flatMap((queue) => [paramsOf(queue), ...membersOf(pbx, queue, member), ...entriesOf(pbx, queue)]);
  session.list(action, 'Queue status will follow', items, 'QueueStatusComplete');
};

function paramsOf(queue: Queue): ListItem {
  return {
    event: 'QueueParams',
    headers: [
      ['Queue', queue.name],
      ['Max', 0],
      ['Strategy', 'ringall'],
      ['Calls', queue.entries.length],
      ['Holdtime', queue.holdS],
      ['TalkTime', queue.talkS],
      ['Completed', queue.completed],
      ['Abandoned', queue.abandoned],
      ['ServiceLevel', 0],
      ['ServicelevelPerf', '0.0'],
      ['ServicelevelPerf2', '0.0'],
      ['Weight', 0],
    ],
  };
}

// QueueStatus says Name and Location where the events say MemberName and Interface.
function membersOf(pbx: Pbx, queue: Queue, device: string | null): ListItem[] {
  const renamed: Readonly<Record<string, string>> = { MemberName: 'Name', Interface: 'Location' };
  return queue.members
    .filter((member) => device === null || device === '' || member.device === device)
    .map((member) => ({
      event: 'QueueMember',
      headers: pbx.queues
        .memberHeaders(queue, member)
        .filter(([name]) => name !== 'Ringinuse')
        .map(([name, value]): Header => [renamed[name] ?? name, value]),
    }));
}

function entriesOf(pbx: Pbx, queue: Queue): ListItem[] {
  // Here Asterisk writes a bare `unknown`, unlike in events.
  const plain = (value: string | null) => (shown(value) === '<unknown>' ? 'unknown' : shown(value));
  return queue.entries.map(({ channel, joinedAt }, index) => ({
    event: 'QueueEntry',
    headers: [
      ['Queue', queue.name],
      ['Position', index + 1],
      ['Channel', channel.name],
      ['Uniqueid', channel.uniqueid],
      ['CallerIDNum', plain(channel.callerNum)],
      ['CallerIDName', plain(channel.callerName)],
      ['ConnectedLineNum', plain(channel.connectedNum)],
      ['ConnectedLineName', plain(channel.connectedName)],
      ['Wait', Math.floor((pbx.clock.now() - joinedAt) / 1000)],
      ['Priority', 0],
    ],
  }));
}

export const queueSummary: Handler = (pbx, session, action) => {
  const wanted = action.get('queue');
  const now = pbx.clock.now();
  const items = pbx.queues
    .all()
    .filter(({ name }) => wanted === null || wanted === '' || name === wanted)
    .map((queue): ListItem => {
      const waits = queue.entries.map(({ joinedAt }) => Math.floor((now - joinedAt) / 1000));
      const loggedIn = queue.members.filter(({ device }) => pbx.phones.state(device) !== 'UNAVAILABLE');
      return {
        event: 'QueueSummary',
        headers: [
          ['Queue', queue.name],
          ['LoggedIn', loggedIn.length],
          ['Available', pbx.queues.available(queue).length],
          ['Callers', queue.entries.length],
          ['HoldTime', queue.holdS],
          ['TalkTime', queue.talkS],
          ['LongestHoldTime', Math.max(0, ...waits)],
        ],
      };
    });
  session.list(action, 'Queue summary will follow', items, 'QueueSummaryComplete');
};

export const deviceStateList: Handler = (pbx, session, action) => {
  const devices = [...pbx.phones.all().map(({ device }) => device), trunkOf(pbx.site)];
  const items = devices.map((device): ListItem => {
    const headers: Header[] = [
      ['Device', device],
      ['State', pbx.phones.state(device)],
    ];
    return { event: 'DeviceStateChange', headers };
  });
  session.list(action, 'Device State Changes will follow', items, 'DeviceStateListComplete');
};

export const extensionStateList: Handler = (pbx, session, action) => {
  const items = pbx.phones.all().map(({ device, extension }): ListItem => {
    const [status, text] = hintStatus[pbx.phones.state(device)];
    return {
      event: 'ExtensionStatus',
      headers: [
        ['Exten', extension],
        ['Context', 'from-internal'],
        ['Hint', device],
        ['Status', status],
        ['StatusText', text],
      ],
    };
  });
  session.list(action, 'Extension Statuses will follow', items, 'ExtensionStateListComplete');
};

export const pjsipShowEndpoints: Handler = (pbx, session, action) => {
  const words: Readonly<Record<number, string>> = {
    1: 'Not in use',
    2: 'In use',
    5: 'Unavailable',
    6: 'Ringing',
    7: 'Ring, Inuse',
  };
  const isOn = (channel: Channel, device: string) => channel.device === device;
  const devices = [...pbx.phones.all().map(({ device }) => device), trunkOf(pbx.site)];
  const items = devices.map((device): ListItem => {
    const name = device.replace(/^PJSIP\//, '');
    const active = [...pbx.exchange.channels.values()].filter((channel) => isOn(channel, device));
    const isHere = pbx.phones.state(device) !== 'UNAVAILABLE';
    return {
      event: 'EndpointList',
      headers: [
        ['ObjectType', 'endpoint'],
        ['ObjectName', name],
        ['Transport', 'transport-udp'],
        ['Aor', name],
        ['Auths', name],
        ['OutboundAuths', ''],
        ['Contacts', isHere ? `${name}/sip:${name}@127.0.0.1:5060,` : ''],
        ['DeviceState', words[memberStatus[pbx.phones.state(device)]] ?? 'Invalid'],
        ['ActiveChannels', active.map((channel) => channel.name).join(',')],
      ],
    };
  });
  session.list(
    action,
    'A listing of Endpoints follows, presented as EndpointList events',
    items,
    'EndpointListComplete',
  );
};

function hms(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  return [Math.floor(s / 3600), Math.floor(s / 60) % 60, s % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
