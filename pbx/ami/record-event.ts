import type { Fictitious } from './fictitious.ts';

type Rewrite = (value: string, fictitious: Fictitious) => string;

const same: Rewrite = (value) => value;
const nothing: Rewrite = (value) => (value === '' ? '' : 'x');
const number: Rewrite = (value, { number: other }) => other(value);
const numbersIn: Rewrite = (value, fictitious) => fictitious.numbersIn(value);
/** An id is kept only if it looks like one: a caller who forges headers is not taken at his word. */
const id: Rewrite = (value, fictitious) => (/^[A-Za-z0-9_.:-]{1,80}$/.test(value) ? value : fictitious.word(value));
const instant: Rewrite = (value, fictitious) => (/^[0-9.]{0,20}$/.test(value) ? value : fictitious.word(value));

/** What is done to the value of a header; the first that fits its name. What fits none says nothing any more. */
const headers: readonly (readonly [RegExp, Rewrite])[] = [
  [/^(Event|Privilege)$/, same],
  [/^(Timestamp|LastCall|LastPause|LoginTime|Uptime|LastReload)$/, instant],
  [/(Uniqueid|Linkedid)$/i, id],
  [/^(ActionID|Attempt|SequenceNumber)$/, id],
  [/(CallerIDNum|ConnectedLineNum)$/, (value, fictitious) => party(value, fictitious)],
  [/(CallerIDName|ConnectedLineName)$/, (value, { name }) => name(value)],
  [/(Exten|Extension)$/, number],
  [/^MemberName$/, (value, fictitious) => (value.includes('/') ? fictitious.numbersIn(value) : fictitious.name(value))],
  [/^BridgeName$/, (value, { name }) => name(value)],
  [/AccountCode$/, (value, { word }) => word(value)],
  [/(Channel|ChannelState|ChannelStateDesc|Language|Context|Priority)$/, numbersIn],
  [/^(Interface|StateInterface|Device|Queue|DialString|AOR|EndpointName|ParkingSpace|ParkingLot)$/, numbersIn],
  [/^Bridge(Type|Technology|Creator|NumChannels|VideoSourceMode)$/, same],
  [/^(Cause|Cause-txt|TechCause|DialStatus|ContactStatus|CID-CallingPres|Status|State|Reason|Response)$/, numbersIn],
  [/^(Result|IsExternal|DestType|Success|Position|OriginalPosition|Count|HoldTime|TalkTime|RingTime)$/, numbersIn],
  [
    /^(Paused|InCall|Penalty|CallsTaken|Membership|Ringinuse|Wrapuptime|Variable|UserEvent|Shutdown|Restart)$/,
    numbersIn,
  ],
];

const file: Rewrite = (value, { word }) => (value === '' ? '' : `fictitious/${word(value)}.wav`);

/** What our own dialplan says; anybody else's user events are left out. */
const tellsUs = new Set(['RingbackAttempt', 'RingbackRequest']);

/** Channel variables a verdict can hang on; all others are left out. */
const variables: readonly (readonly [RegExp, Rewrite])[] = [
  [/^(DID|RB_DID|FROM_DID|RB_NUMBER)$/, number],
  [/^(MIXMONITOR_FILENAME|RECFILE|RECORDINGFILE)$/, file],
  [/^(QUEUESTATUS|DIALSTATUS|VMSTATUS|RB_RESULT|RB_CLOSED|RB_REQUEST|CALLERID\(PRES\))$/, numbersIn],
  [/^RB_(ATTEMPT|LEG)$/, id],
];

/** A number, or what a PBX puts in its place. */
function party(value: string, fictitious: Fictitious): string {
  return /[A-Za-z]/.test(value) && !value.includes('<') ? fictitious.name(value) : fictitious.number(value);
}

/**
 * One event as it may be shown to a stranger: every line still there that decides a verdict, and nobody's number or
 * name. Null: an event of which nothing may be kept.
 */
export function fictitiousEvent(text: string, fictitious: Fictitious): string | null {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const told: string[] = [];
  let variable: string | null = null;
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = colon < 1 ? '' : line.slice(0, colon).trim();
    const value = line.slice(colon + 1).trim();
    if (name === 'UserEvent' && !tellsUs.has(value)) return null;
    if (name === 'Variable') variable = value.replace(/^_{1,2}/, '').toUpperCase();
    const rewritten = lineOf(name, value, variable, fictitious);
    if (rewritten !== null) told.push(rewritten);
  }
  if (variable !== null && rewriteOf(variables, variable) === null) return null;
  return `${told.join('\r\n')}\r\n\r\n`;
}

function lineOf(name: string, value: string, variable: string | null, fictitious: Fictitious): string | null {
  // A line that is no header shows that the message was tampered with; what stands in it is somebody's text.
  if (name === '' || !/^[A-Za-z][A-Za-z0-9_-]{0,40}(\([^()\s]{1,80}\))?$/.test(name)) return 'x';
  if (/ChanVariable(\(|$)/.test(name)) {
    const equals = value.indexOf('=');
    const rewrite = rewriteOf(variables, value.slice(0, Math.max(0, equals)).toUpperCase());
    if (rewrite === null) return null;
    return `${fictitious.numbersIn(name)}: ${value.slice(0, equals)}=${rewrite(value.slice(equals + 1), fictitious)}`;
  }
  if (name === 'Value' && variable !== null) {
    return `Value: ${(rewriteOf(variables, variable) ?? nothing)(value, fictitious)}`;
  }
  return `${name}: ${(rewriteOf(headers, name) ?? nothing)(value, fictitious)}`;
}

function rewriteOf(rules: readonly (readonly [RegExp, Rewrite])[], name: string): Rewrite | null {
  return rules.find(([fits]) => fits.test(name))?.[1] ?? null;
}
