import type { Frame } from '../../pbx/ami/frame.ts';
import { headerOf } from '../../pbx/ami/frame.ts';
import { variablesIn } from '../../pbx/ami/inspect.ts';
import type { PbxSettings } from './doctor-settings.ts';

/** One thing that was looked at. `cure` is the exact line to add or the exact thing to do. */
export interface Finding {
  readonly state: 'ok' | 'wrong' | 'unknown';
  readonly what: string;
  readonly cure?: string;
}

/** All that was seen of a PBX. */
export interface Evidence {
  readonly eventsUser: string;
  readonly actionsUser: string;
  readonly context: string;
  readonly hasContext: boolean | null;
  /** The other contexts of our file; null where it cannot be asked. */
  readonly has: Readonly<Record<OwnContext, boolean | null>>;
  /** Null when the PBX does not tell its settings. */
  readonly settings: PbxSettings | null;
  readonly cdrEnabled: boolean | null;
  readonly celWriters: readonly string[] | null;
  /** How our dialplan reaches the outside world; null when it may not be asked. */
  readonly dialBefore: string | null;
  /** What was told of the test call; null when it could not be placed. */
  readonly call: readonly Frame[] | null;
}

const eventRights = ['call', 'agent', 'cdr', 'user', 'system'];
const actionRights = ['originate', 'call', 'agent', 'reporting'];
/** Channel variables a verdict hangs on. Names of your dialplan's own (DID, RECFILE) come on top. */
const variables = [
  ...['QUEUESTATUS', 'DIALSTATUS', 'VMSTATUS', 'RB_CLOSED', 'CALLERID(pres)', 'RB_ATTEMPT', 'RB_RESULT'],
  ...['RB_LEG', 'RB_REQUEST'],
];
/** What else our dialplan file holds, and what is lost without it. */
export const ownContexts = {
  'ringback-tell': 'the records are not told what they have no column for',
  'ringback-customer-first': 'lines with `dialOrder: customer_first` cannot call',
  'ringback-customer': 'customers who were called first and have answered are connected with nobody',
} as const;
type OwnContext = keyof typeof ownContexts;
/** Rows of CEL a verdict hangs on; without those of a hand-over every transferred call is in doubt. */
const celEvents = [
  ...['CHAN_START', 'CHAN_END', 'HANGUP', 'ANSWER', 'BRIDGE_ENTER', 'BRIDGE_EXIT', 'APP_START', 'APP_END'],
  ...['BLINDTRANSFER', 'ATTENDEDTRANSFER', 'PICKUP', 'PARK_START', 'PARK_END'],
];
const celApps = ['dial', 'queue'];

const reload = (what: string) => `, then "asterisk -rx '${what}'"`;
const ok = (what: string): Finding => ({ state: 'ok', what });
const wrong = (what: string, cure: string): Finding => ({ state: 'wrong', what, cure });
const unknown = (what: string, cure?: string): Finding => ({ state: 'unknown', what, ...(cure && { cure }) });

/** What is right and wrong with a PBX that lets us in. */
export function judgePbx(evidence: Evidence): Finding[] {
  return [
    ...rights(evidence),
    ...dialplan(evidence),
    timestamps(evidence),
    channelVariables(evidence),
    ...callRecords(evidence),
    ...eventLog(evidence),
  ];
}

function rights({ settings, call, eventsUser, actionsUser, hasContext }: Evidence): Finding[] {
  const cure = (user: string, verb: string, words: readonly string[]) =>
    `manager.conf, [${user}]: ${verb} = ${words.join(',')}${reload('manager reload')}`;
  const findings: Finding[] = [];
  const unseen = call === null || hasContext === false ? [] : missingClasses(call);
  const read = settings === null ? unseen : [...new Set([...lacking(settings.eventsRead, eventRights), ...unseen])];
  if (read.length > 0) {
    const all = [...new Set([...wordsOf(settings?.eventsRead ?? ''), ...eventRights])];
    findings.push(wrong(`the events account may not read: ${read.join(', ')}`, cure(eventsUser, 'read', all)));
  } else if (settings !== null) findings.push(ok('the events account may read all it needs'));
  else if (call !== null)
    findings.push(ok('the events of a call come in (whether those of queue members do, cannot be seen)'));
  const write = settings === null ? [] : lacking(settings.actionsWrite, actionRights);
  if (write.length > 0) {
    const all = [...new Set([...wordsOf(settings?.actionsWrite ?? ''), ...actionRights])];
    findings.push(wrong(`the actions account may not: ${write.join(', ')}`, cure(actionsUser, 'write', all)));
  } else if (settings !== null) findings.push(ok('the actions account may do all it needs'));
  return findings;
}

/** Classes of events the test call must have shown and has not. */
function missingClasses(call: readonly Frame[]): string[] {
  const seen = new Set(call.map(({ name }) => name));
  const call2 = ['Newchannel', 'Hangup'].every((name) => seen.has(name));
  return [...(call2 ? [] : ['call']), ...(seen.has('UserEvent') || !call2 ? [] : ['user'])];
}

function dialplan({ context, hasContext, has, call, dialBefore }: Evidence): Finding[] {
  const include =
    'extensions.conf: #include ringback-dialplan.conf   (the file is pbx/asterisk/etc/ringback-dialplan.conf)' +
    reload('dialplan reload');
  if (hasContext === false) return [wrong(`the dialplan has no [${context}]`, include)];
  const found =
    hasContext === null
      ? unknown(`whether the dialplan has [${context}] cannot be asked with these rights`)
      : ok(`the dialplan has [${context}]`);
  const findings = [found];
  // Of a PBX that may not be asked, it was said above.
  const lacking = Object.entries(ownContexts).filter(([name]) => has[name as OwnContext] === false);
  for (const [name, lost] of lacking) {
    const anew = `an older file: copy it anew to /etc/asterisk/ringback-dialplan.conf\n${include}`;
    findings.push(wrong(`the dialplan has no [${name}]: ${lost}`, anew));
  }
  if (call !== null) {
    const refused = call.some(
      (frame) =>
        headerOf(frame, 'Result') === 'refused_no_attempt' || frame.text.includes('RB_RESULT=refused_no_attempt'),
    );
    if (refused) findings.push(ok('a call without our mark is refused by it'));
    else if (call.some(({ name }) => name === 'UserEvent' || name === 'Hangup')) {
      findings.push(
        wrong(`[${context}] did not refuse a call without our mark: it is not ours, or an old one`, include),
      );
    }
  }
  if (hasContext && dialBefore === '') {
    const cure = `extensions.conf, [globals]: RINGBACK_DIAL_BEFORE = PJSIP/+   and RINGBACK_DIAL_AFTER = @your-trunk${reload('dialplan reload')}`;
    findings.push(wrong('the dialplan does not know how to reach the outside world', cure));
  }
  return findings;
}

function timestamps({ call, settings }: Evidence): Finding {
  const cure = `manager.conf, [general]: timestampevents = yes${reload('manager reload')}`;
  const stamped = call?.map((frame) => headerOf(frame, 'Timestamp') !== null) ?? [];
  if (stamped.length > 0) {
    return stamped.every(Boolean)
      ? ok('events carry the time of the PBX')
      : wrong('events carry no time (timestampevents)', cure);
  }
  if (settings === null) return unknown('whether events carry the time of the PBX cannot be seen');
  return isTrue(settings.timestampevents)
    ? ok('events carry the time of the PBX')
    : wrong('events carry no time (timestampevents)', cure);
}

function channelVariables({ call, settings }: Evidence): Finding {
  const told = wordsOf(settings?.channelvars ?? '');
  const onChannels = call?.flatMap((frame) => variablesIn(frame) ?? []) ?? [];
  if (onChannels.length === 0 && settings === null)
    return unknown('which channel variables events carry cannot be seen');
  const seen = new Set(
    onChannels.length > 0 ? onChannels.flatMap((names) => [...names]) : told.map((name) => name.toUpperCase()),
  );
  const missing = variables.filter((name) => !seen.has(name.toUpperCase()));
  if (missing.length === 0) return ok('events carry the channel variables a verdict hangs on');
  const all = [...new Set([...(told.length > 0 ? told : ['DID', 'RECFILE']), ...variables])];
  return wrong(
    `events do not carry the channel variables ${missing.join(', ')}`,
    `manager.conf, [general]: channelvars = ${all.join(',')}${reload('manager reload')}`,
  );
}

function callRecords({ cdrEnabled, settings, call }: Evidence): Finding[] {
  if (cdrEnabled === false) {
    return [
      wrong('the PBX writes no call records (CDR)', `cdr.conf, [general]: enable = yes${reload('module reload cdr')}`),
    ];
  }
  const cure = `cdr.conf, [general]: unanswered = yes${reload('module reload cdr')}`;
  const seen = call?.some(({ name }) => name === 'Cdr') ?? false;
  const set = settings === null ? null : isTrue(settings.cdrUnanswered);
  if (seen || set === true) return [ok('calls that nobody took leave a call record (CDR)')];
  if (set === false) return [wrong('calls that nobody took leave no call record (unanswered=no)', cure)];
  return [unknown('whether calls that nobody took leave a call record (CDR) cannot be asked with these rights', cure)];
}

function eventLog({ settings, celWriters }: Evidence): Finding[] {
  const after = reload('module reload cel');
  if (settings === null) {
    const cure = `cel.conf, [general]: enable = yes, apps = dial,queue,park, events = ALL${after}`;
    return [unknown('whether the PBX writes its event log (CEL) cannot be asked with these rights', cure)];
  }
  if (!writesEventLog(settings)) {
    return [wrong('the PBX writes no event log (CEL is off)', `cel.conf, [general]: enable = yes${after}`)];
  }
  const findings: Finding[] = [];
  const events = lacking(settings.celEvents.toUpperCase(), celEvents);
  if (events.length > 0) {
    findings.push(wrong(`the event log (CEL) lacks ${events.join(', ')}`, `cel.conf, [general]: events = ALL${after}`));
  }
  const apps = lacking(settings.celApps.toLowerCase(), celApps);
  if (apps.length > 0) {
    findings.push(
      wrong(
        `the event log (CEL) lacks the applications ${apps.join(', ')}`,
        `cel.conf, [general]: apps = dial,queue,park${after}`,
      ),
    );
  }
  if (celWriters !== null && celWriters.length === 0) {
    const cure =
      'modules.conf: load = cel_custom.so   (and [mappings] in cel_custom.conf, as pbx/asterisk/etc has it), then restart';
    findings.push(wrong('the event log (CEL) is written nowhere', cure));
  }
  const where = celWriters === null ? '' : ` through ${celWriters.join(', ')}`;
  return findings.length > 0 ? findings : [ok(`the PBX writes its event log (CEL)${where}`)];
}

/** Whether CEL is on. */
export function writesEventLog({ celEnable }: PbxSettings): boolean {
  return isTrue(celEnable);
}

function wordsOf(list: string): string[] {
  return list.split(',').flatMap((word) => word.trim() || []);
}

function lacking(list: string, needed: readonly string[]): string[] {
  const words = new Set(wordsOf(list).map((word) => word.toLowerCase()));
  return words.has('all') ? [] : needed.filter((word) => !words.has(word.toLowerCase()));
}

/** As Asterisk reads a yes. */
function isTrue(value: string): boolean {
  return /^(yes|true|y|t|1|on)$/i.test(value.trim());
}
