import { appendFileSync } from 'node:fs';
import type { WireEvent } from '../../pbx/demo/ami/frame.ts';
import type { Channel } from '../../pbx/demo/model/channel.ts';

/** What the CEL needs to know of the exchange. */
interface Ground {
  readonly channels: ReadonlyMap<string, Channel>;
}

/** Writes down what truly happens as cel_custom of a real PBX does: the source that never lies. */
export function createCel(path: string, ground: () => Ground): (event: WireEvent) => void {
  /** The Dial that runs on a channel. */
  const dialling = new Map<string, string>();
  const wantedEnd = new Map<string, string>();
  const live = new Map<string, number>();
  /** All that were met: the exchange has let a channel go before its last rows are written. */
  const gone = new Map<string, Channel>();

  function write(
    type: string,
    at: number,
    channel: Channel,
    extra: Readonly<Record<string, string | number>> | null = null,
  ) {
    const { uniqueid, linkedid } = channel;
    const isLeg = uniqueid !== linkedid;
    const dial = dialling.get(uniqueid);
    const origin = ground().channels.get(linkedid);
    const byOriginate = !isLeg && channel.vars.has('RB_ATTEMPT');
    const isOver = type === 'HANGUP' || type === 'CHAN_END' || type === 'LINKEDID_END';
    const app =
      type === 'CHAN_START'
        ? ''
        : isLeg
          ? 'AppDial'
          : dial !== undefined && !isOver
            ? 'Dial'
            : byOriginate
              ? 'AppDial2'
              : '';
    const data = app === 'Dial' ? `${dial},30,t` : app === '' ? '' : '(Outgoing Line)';
    const fromOutside = !isLeg && channel.device.startsWith('PJSIP/trunk');
    const field =
      fromOutside && type !== 'CHAN_START' ? `pres=allowed_not_screened,did=${channel.vars.get('DID') ?? ''}` : '';
    const time = `${Math.floor(at / 1000)}.${String(Math.round((at % 1000) * 1000)).padStart(6, '0')}`;
    const exten = type === 'CHAN_START' || !isLeg ? channel.exten : (origin?.exten ?? '');
    const fields = [
      type,
      time,
      channel.callerName ?? '',
      channel.callerNum ?? '',
      exten,
      channel.context,
      channel.name,
    ];
    fields.push(app, data, uniqueid, linkedid, '', extra === null ? '' : JSON.stringify(extra), field);
    appendFileSync(path, `${fields.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')}\n`);
  }

  return (event) => {
    const header = (name: string) => String(event.headers.find(([known]) => known === name)?.[1] ?? '');
    const { at } = event;
    const channel = ground().channels.get(header('Uniqueid')) ?? gone.get(header('Uniqueid'));
    if (channel === undefined) return;
    const { uniqueid, linkedid } = channel;
    switch (event.name) {
      case 'Newchannel': {
        live.set(linkedid, (live.get(linkedid) ?? 0) + 1);
        gone.set(uniqueid, channel);
        const origin = ground().channels.get(linkedid);
        if (uniqueid !== linkedid && origin !== undefined && !dialling.has(linkedid)) {
          const outside = channel.device.startsWith('PJSIP/trunk');
          dialling.set(linkedid, outside ? `PJSIP/${origin.exten}@trunk` : channel.device);
          write('APP_START', at, origin);
        }
        write('CHAN_START', at, channel);
        return;
      }
      case 'Newstate':
        if (channel.state === 'Up') write('ANSWER', at, channel);
        return;
      case 'BridgeEnter':
      case 'BridgeLeave': {
        const type = event.name === 'BridgeEnter' ? 'BRIDGE_ENTER' : 'BRIDGE_EXIT';
        write(type, at, channel, { bridge_id: header('BridgeUniqueid'), bridge_technology: 'simple_bridge' });
        return;
      }
      case 'HangupRequest':
        wantedEnd.set(linkedid, channel.name);
        return;
      case 'Hangup': {
        if (dialling.has(uniqueid)) write('APP_END', at, channel);
        dialling.delete(uniqueid);
        const dialstatus = uniqueid === linkedid ? (channel.vars.get('DIALSTATUS') ?? '') : '';
        const hangupsource = wantedEnd.get(linkedid) ?? '';
        write('HANGUP', at, channel, { hangupcause: Number(header('Cause')), hangupsource, dialstatus });
        write('CHAN_END', at, channel);
        const left = (live.get(linkedid) ?? 1) - 1;
        live.set(linkedid, left);
        gone.delete(uniqueid);
        if (left > 0) return;
        write('LINKEDID_END', at, channel);
        live.delete(linkedid);
        wantedEnd.delete(linkedid);
      }
    }
  };
}
