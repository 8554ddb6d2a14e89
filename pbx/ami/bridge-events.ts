import type { ChannelFacts } from './ami-event.ts';
import { channelIn, type EventKinds, kind, maybeChannelIn } from './event-kind.ts';
import { bridgeNames } from './header-names.ts';
import type { Told } from './message.ts';
import { textOf } from './values.ts';

const bridgeNeeds = ['BridgeUniqueid', 'BridgeType'] as const;

function bridgeOf(message: Told) {
  return { bridgeId: message.field('BridgeUniqueid') ?? '', bridgeType: message.field('BridgeType') ?? '' };
}

function membersOf(message: Told): { members?: number } {
  const told = message.field('BridgeNumChannels') ?? '';
  return /^\d{1,4}$/.test(told) ? { members: Number(told) } : {};
}

function pairOf(message: Told): { one: ChannelFacts; two: ChannelFacts } {
  return { one: channelIn(message, 'LocalOne'), two: channelIn(message, 'LocalTwo') };
}

/** Who talks inside what, and the Local pairs that stand between. */
export const bridgeEvents: EventKinds = {
  BridgeCreate: kind({ channels: [], needs: bridgeNeeds, only: bridgeNames }, (message, at) => ({
    event: 'BridgeCreate',
    at,
    ...bridgeOf(message),
  })),
  BridgeDestroy: kind({ channels: [], needs: bridgeNeeds, only: bridgeNames }, (message, at) => ({
    event: 'BridgeDestroy',
    at,
    bridgeId: bridgeOf(message).bridgeId,
  })),
  BridgeMerge: kind(
    {
      channels: [],
      needs: ['FromBridgeUniqueid', 'ToBridgeUniqueid'],
      only: bridgeNames.flatMap((name) => [`From${name}`, `To${name}`]),
    },
    (message, at) => ({
      event: 'BridgeMerge',
      at,
      fromBridgeId: message.field('FromBridgeUniqueid') ?? '',
      toBridgeId: message.field('ToBridgeUniqueid') ?? '',
    }),
  ),
  BridgeEnter: kind({ channels: [''], needs: bridgeNeeds }, (message, at) => ({
    event: 'BridgeEnter',
    at,
    chan: channelIn(message, ''),
    ...bridgeOf(message),
    technology: textOf(message.field('BridgeTechnology')),
    ...membersOf(message),
  })),
  BridgeLeave: kind({ channels: [''], needs: bridgeNeeds }, (message, at) => ({
    event: 'BridgeLeave',
    at,
    chan: channelIn(message, ''),
    bridgeId: bridgeOf(message).bridgeId,
    ...membersOf(message),
  })),
  LocalBridge: kind({ channels: ['LocalOne', 'LocalTwo'], own: ['Context', 'Exten'] }, (message, at) => ({
    event: 'LocalBridge',
    at,
    ...pairOf(message),
  })),
  // A failed optimisation leaves everything where it was.
  LocalOptimizationEnd: kind({ channels: ['LocalOne', 'LocalTwo'], needs: ['Success'] }, (message, at) =>
    message.field('Success') === 'Yes' ? { event: 'LocalOptimizationEnd', at, ...pairOf(message) } : null,
  ),
  Pickup: kind({ channels: ['', 'Target'] }, (message, at) => ({
    event: 'Pickup',
    at,
    chan: channelIn(message, ''),
    target: channelIn(message, 'Target'),
  })),
  ParkedCall: kind({ channels: ['Parkee'], maybe: ['Parker', 'Retriever'] }, (message, at) => ({
    event: 'ParkedCall',
    at,
    parkee: channelIn(message, 'Parkee'),
    space: textOf(message.field('ParkingSpace')),
  })),
  UnParkedCall: kind({ channels: ['Parkee'], maybe: ['Parker', 'Retriever'] }, (message, at) => ({
    event: 'UnParkedCall',
    at,
    parkee: channelIn(message, 'Parkee'),
    retriever: maybeChannelIn(message, 'Retriever'),
  })),
  ParkedCallGiveUp: kind({ channels: ['Parkee'], maybe: ['Parker', 'Retriever'] }, (message, at) => ({
    event: 'ParkedCallGiveUp',
    at,
    parkee: channelIn(message, 'Parkee'),
  })),
  ParkedCallTimeOut: kind({ channels: ['Parkee'], maybe: ['Parker', 'Retriever'] }, (message, at) => ({
    event: 'ParkedCallTimeOut',
    at,
    parkee: channelIn(message, 'Parkee'),
  })),
  BlindTransfer: kind(
    { channels: ['Transferer'], maybe: ['Transferee'], needs: ['Result'], own: ['Context'] },
    (message, at) => ({
      event: 'BlindTransfer',
      at,
      result: message.field('Result') ?? '',
      transferer: channelIn(message, 'Transferer'),
      transferee: maybeChannelIn(message, 'Transferee'),
      context: textOf(message.field('Context')),
      exten: textOf(message.field('Extension')),
    }),
  ),
  AttendedTransfer: kind(
    {
      channels: ['OrigTransferer', 'SecondTransferer'],
      maybe: ['Transferee', 'TransferTarget', 'LocalOne', 'LocalTwo'],
      needs: ['Result', 'DestType'],
    },
    (message, at) => ({
      event: 'AttendedTransfer',
      at,
      result: message.field('Result') ?? '',
      origTransferer: channelIn(message, 'OrigTransferer'),
      secondTransferer: channelIn(message, 'SecondTransferer'),
      transferee: maybeChannelIn(message, 'Transferee'),
      target: maybeChannelIn(message, 'TransferTarget'),
      destType: message.field('DestType') ?? '',
      destBridgeId: textOf(message.field('DestBridgeUniqueid')),
    }),
  ),
};
