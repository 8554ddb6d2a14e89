/** One call as `cel_custom` of the development PBX writes it, row by row. */
export interface WrittenCall {
  readonly linkedid: string;
  readonly caller: string;
  readonly startedAt: number;
  /** Null is a call nobody takes. */
  readonly talkedMs: number | null;
}

const ringMs = 4_000;

/** The rows of calls to `+442079460111`, which rings 1001, in the order of time. */
export function celText(calls: readonly WrittenCall[]): string {
  return calls
    .flatMap(rowsOf)
    .sort((a, b) => a.at - b.at)
    .map(({ line }) => `${line}\n`)
    .join('');
}

function rowsOf({ linkedid, caller, startedAt, talkedMs }: WrittenCall): { at: number; line: string }[] {
  const [epoch = '0', counter = '0'] = linkedid.split('.');
  const leg = `${epoch}.${Number(counter) + 1}`;
  const trunk = `PJSIP/trunk-${Number(counter).toString(16).padStart(8, '0')}`;
  const phone = `PJSIP/1001-${(Number(counter) + 1).toString(16).padStart(8, '0')}`;
  const row = (type: string, at: number, side: 'caller' | 'agent', app = '', extra = '') => {
    const [num, exten, context, channel, uniqueid] =
      side === 'caller'
        ? [caller, '442079460111', 'from-trunk', trunk, linkedid]
        : ['1001', 's', 'from-internal', phone, leg];
    const appData = app === 'Dial' ? 'PJSIP/1001,20,t' : '';
    const fields = [
      type,
      seconds(at),
      '',
      num,
      exten,
      context,
      channel,
      app,
      appData,
      uniqueid,
      linkedid,
      '',
      extra,
      '',
    ];
    return { at, line: fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',') };
  };
  const bridge = JSON.stringify({ bridge_id: `b-${linkedid}`, bridge_technology: 'simple_bridge' });
  const hangup = (cause: number, source: string, dialstatus = '') =>
    JSON.stringify({ hangupcause: cause, hangupsource: source, dialstatus });
  const begun = [
    row('CHAN_START', startedAt, 'caller'),
    row('APP_START', startedAt + 1, 'caller', 'Dial'),
    row('CHAN_START', startedAt + 2, 'agent'),
  ];
  const answeredAt = startedAt + ringMs;
  const endedAt = answeredAt + (talkedMs ?? 0);
  const talk =
    talkedMs === null
      ? []
      : [
          row('ANSWER', answeredAt, 'agent', 'AppDial'),
          row('ANSWER', answeredAt, 'caller', 'Dial'),
          row('BRIDGE_ENTER', answeredAt, 'agent', 'AppDial', bridge),
          row('BRIDGE_ENTER', answeredAt, 'caller', 'Dial', bridge),
          row('BRIDGE_EXIT', endedAt, 'caller', 'Dial', bridge),
          row('BRIDGE_EXIT', endedAt, 'agent', 'AppDial', bridge),
        ];
  const cause = talkedMs === null ? 127 : 16;
  return [
    ...begun,
    ...talk,
    row('HANGUP', endedAt, 'agent', 'AppDial', hangup(cause, talkedMs === null ? '' : trunk)),
    row('CHAN_END', endedAt, 'agent', 'AppDial'),
    row('APP_END', endedAt + 1, 'caller', 'Dial'),
    row('HANGUP', endedAt + 1, 'caller', '', hangup(cause, trunk, talkedMs === null ? 'CANCEL' : 'ANSWER')),
    row('CHAN_END', endedAt + 1, 'caller'),
    row('LINKEDID_END', endedAt + 1, 'caller'),
  ];
}

function seconds(at: number): string {
  return `${Math.floor(at / 1000)}.${String(at % 1000).padStart(3, '0')}000`;
}
