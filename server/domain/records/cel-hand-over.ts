import type { AmiEvent, ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import type { CelRow } from '../../../pbx/records/record-rows.ts';
import type { Channels } from './cel-channels.ts';

/** Transfers, pickups and parking as the live stream tells them. */
export function handOver(row: CelRow, chan: ChannelFacts, channels: Channels, events: AmiEvent[]): void {
  const { at, extra } = row;
  const other = (field: string) => channels.facts(extra[`${field}_channel_uniqueid`] ?? extra[`${field}_uniqueid`]);
  switch (row.type) {
    case 'BLINDTRANSFER':
      events.push({
        event: 'BlindTransfer',
        at,
        result: 'Success',
        transferer: chan,
        transferee: other('transferee'),
        context: extra.context ?? null,
        exten: extra.extension ?? null,
      });
      return;
    case 'ATTENDEDTRANSFER':
      events.push({
        event: 'AttendedTransfer',
        at,
        result: 'Success',
        origTransferer: chan,
        secondTransferer: other('channel2') ?? chan,
        transferee: other('transferee'),
        target: other('transfer_target'),
        destType: extra.bridge2_id === undefined ? 'App' : 'Bridge',
        destBridgeId: extra.bridge2_id ?? null,
      });
      return;
    case 'PICKUP': {
      const taker = other('pickup');
      if (taker !== null) events.push({ event: 'Pickup', at, chan: taker, target: chan });
      return;
    }
    case 'PARK_START':
      events.push({ event: 'ParkedCall', at, parkee: chan, space: null });
      return;
    case 'PARK_END':
      events.push({ event: 'UnParkedCall', at, parkee: chan, retriever: null });
      return;
    default:
  }
}
