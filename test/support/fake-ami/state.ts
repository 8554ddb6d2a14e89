import { type ChannelLike, channel, type Lines } from './messages.ts';

/** What the fake PBX says is going on when it is asked. Change it between questions. */
export interface FakePbx {
  startupDate: string;
  startupTime: string;
  channels: (ChannelLike & { readonly bridgeId?: string; readonly application?: string })[];
  bridges: string[];
  devices: Record<string, string>;
  queues: { name: string; members: Lines[]; entries: Lines[] }[];
}

export function quietPbx(): FakePbx {
  return { startupDate: '2026-11-21', startupTime: '08:00:00', channels: [], bridges: [], devices: {}, queues: [] };
}

/** The entries of a list reply, or null when the action is no list. */
export function listFor(action: string, pbx: FakePbx): { items: [name: string, lines: Lines][]; done: string } | null {
  switch (action) {
    case 'CoreShowChannels':
      return {
        items: pbx.channels.map((like) => [
          'CoreShowChannel',
          [
            ...channel(like),
            ['Application', like.application ?? 'Queue'],
            ['ApplicationData', ''],
            ['Duration', '00:01:05'],
            ['BridgeId', like.bridgeId ?? ''],
          ],
        ]),
        done: 'CoreShowChannelsComplete',
      };
    case 'BridgeList':
      return {
        items: pbx.bridges.map((id) => [
          'BridgeListItem',
          [
            ['BridgeUniqueid', id],
            ['BridgeType', 'basic'],
          ],
        ]),
        done: 'BridgeListComplete',
      };
    case 'DeviceStateList':
      return {
        items: Object.entries(pbx.devices).map(([device, state]) => [
          'DeviceStateChange',
          [
            ['Device', device],
            ['State', state],
          ],
        ]),
        done: 'DeviceStateListComplete',
      };
    case 'QueueStatus':
      return {
        items: pbx.queues.flatMap(({ name, members, entries }) => [
          ['QueueParams', [['Queue', name]]] as [string, Lines],
          ...members.map((lines): [string, Lines] => ['QueueMember', [['Queue', name], ...lines]]),
          ...entries.map((lines): [string, Lines] => ['QueueEntry', [['Queue', name], ...lines]]),
        ]),
        done: 'QueueStatusComplete',
      };
    default:
      return null;
  }
}
