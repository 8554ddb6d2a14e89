import { type Application, type Call, later, type Party, type Pbx, type Ring, type Step } from './call.ts';
import { beginCall, finish, proceed, record, sayAttempt } from './flow.ts';
import { dialString } from './leg.ts';
import { companyNumber, ringPhone } from './place.ts';

/** An AMI Originate, read and cleaned. */
export interface OriginateRequest {
  readonly actionId: string | null;
  readonly device: string;
  readonly channelId: string | null;
  readonly context: string;
  readonly exten: string;
  readonly timeoutMs: number;
  readonly callerNum: string | null;
  readonly callerName: string | null;
  readonly variables: ReadonlyMap<string, string>;
  /** `PreDialGoSub` names our check that runs before the agent's phone rings. */
  readonly checksFirst: boolean;
}

const reasons = { failed: 0, noAnswer: 3, answered: 4 } as const;

/** Rings the agent's phone; once it is taken, the dialplan rings the customer. Never throws: the event tells the result. */
export function placeOriginate(pbx: Pbx, request: OriginateRequest, planned: (call: Call) => void): void {
  const { exchange, phones } = pbx;
  const phone = phones.get(request.device);
  const respond = (success: boolean, reason: number, channel: string, uniqueid: string) =>
    exchange.emit('call', 'OriginateResponse', [
      ...(request.actionId === null ? [] : ([['ActionID', request.actionId]] as const)),
      ['Response', success ? 'Success' : 'Failure'],
      ['Channel', channel],
      ['Context', request.context],
      ['Exten', request.exten],
      ['Application', ''],
      ['Data', ''],
      ['Reason', reason],
      ['Uniqueid', uniqueid],
      ['CallerIDNum', request.callerNum ?? '<unknown>'],
      ['CallerIDName', request.callerName ?? '<unknown>'],
    ]);
  const givenId = request.channelId ?? '<unknown>';
  if (phone === undefined || phone.manner === 'unregistered') {
    respond(false, reasons.failed, request.device, givenId);
    return;
  }
  const engaged = !phones.isFree(phone.device);
  const origin = exchange.open({
    device: phone.device,
    state: 'Down',
    context: 'from-internal',
    exten: 's',
    callerNum: phone.extension,
    callerName: phone.name,
    ...(request.channelId === null ? {} : { uniqueid: request.channelId }),
  });
  const customer: Party = { number: request.exten, name: null, withheld: false };
  const call = beginCall(pbx, { kind: 'originate', origin, party: customer, line: null, steps: [] });
  for (const [name, value] of request.variables) exchange.setVar(origin, name, value);
  exchange.setCallerId(origin, request.callerNum, request.callerName);
  planned(call);

  const ring: Ring = {
    call,
    leg: origin,
    target: { kind: 'phone', device: phone.device },
    startedAt: pbx.clock.now(),
    over: false,
  };
  const fail = (reason: number, cause: number, tech?: string) => {
    ring.over = true;
    exchange.hangup(origin, cause, tech);
    respond(false, reason, request.device, givenId);
    finish(pbx, call);
  };
  const app: Application = {
    kind: 'originate',
    rings: [ring],
    begin() {
      const refused = request.checksFirst ? whyNot(request, pbx.clock.now()) : null;
      if (refused !== null) {
        sayAttempt(pbx, call, refused, 0);
        exchange.hangupRequest(origin, 16, undefined, true);
        fail(reasons.failed, 16);
        return;
      }
      exchange.dialBegin(null, origin, dialString(ring.target));
      if (engaged) {
        app.refuse(ring, 'busy');
        return;
      }
      app.alert(ring);
      later(pbx, call, request.timeoutMs, () => {
        if (ring.over) return;
        ring.over = true;
        // A phone that rang out: the response first, and no DialEnd (Asterisk 22).
        respond(false, reasons.noAnswer, request.device, givenId);
        exchange.hangup(origin, 19);
        finish(pbx, call);
      });
      pbx.people.offered(ring);
    },
    alert() {
      exchange.setState(origin, 'Ringing');
      exchange.dialState(null, origin, 'RINGING');
    },
    answer() {
      if (ring.over) return;
      ring.over = true;
      exchange.setState(origin, 'Up');
      respond(true, reasons.answered, origin.name, origin.uniqueid);
      exchange.dialEnd(null, origin, 'ANSWER');
      enterDialplan(pbx, call, request);
    },
    refuse(_ring, how) {
      if (ring.over) return;
      if (how !== 'cut') exchange.dialEnd(null, origin, how === 'busy' ? 'BUSY' : 'NOANSWER');
      if (how === 'busy') fail(reasons.failed, 17, '486');
      else if (how === 'declined') fail(reasons.failed, 21, '603');
      else fail(reasons.failed, 16);
    },
    cancel() {
      if (ring.over) return;
      ring.over = true;
      respond(false, reasons.failed, request.device, givenId);
    },
  };
  call.app = app;
  app.begin();
}

type Refused = 'refused_late' | 'refused_no_attempt' | 'refused_number';

/** The agent has answered: the checks of our callback context, then the customer. Other contexts just dial. */
function enterDialplan(pbx: Pbx, call: Call, request: OriginateRequest): void {
  const { context, exten } = request;
  const isOurs = context === pbx.site.pbx.originateContext;
  call.app = null;
  call.origin.context = context;
  call.origin.exten = exten;
  const step = customerStep(pbx, exten);
  const refused = step === null ? 'refused_number' : isOurs ? whyNot(request, pbx.clock.now()) : null;
  if (step === null || refused !== null) {
    call.lastCause = refused === 'refused_number' ? 28 : 21;
    if (isOurs) sayAttempt(pbx, call, refused ?? 'refused_number', call.lastCause);
  } else {
    call.saysResult = isOurs;
    pbx.exchange.setCallerId(call.origin, companyNumber(pbx), companyNumber(pbx));
    record(pbx, call);
    call.steps = [step];
  }
  proceed(pbx, call);
}

function customerStep(pbx: Pbx, exten: string): Step | null {
  const colleague = pbx.phones.byExtension(exten);
  if (colleague !== undefined) return ringPhone(colleague.device, 30_000);
  if (!/^\+?[0-9]{3,15}$/.test(exten)) return null;
  const number = `+${exten.replace('+', '')}`;
  return { do: 'dial', targets: [{ kind: 'outside', number }], ringMs: 30_000 };
}

/** Our dialplan dials only for an attempt that names itself and is not late; `RB_NOT_AFTER` is epoch seconds. */
function whyNot({ variables }: OriginateRequest, now: number): Refused | null {
  const attempt = (variables.get('RB_ATTEMPT') ?? '').replace(/[^0-9A-Za-z-]/g, '');
  if (attempt === '') return 'refused_no_attempt';
  const notAfter = Number((variables.get('RB_NOT_AFTER') ?? '').replace(/[^0-9]/g, ''));
  return notAfter < Math.floor(now / 1000) ? 'refused_late' : null;
}
