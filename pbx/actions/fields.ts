import { z } from 'zod';

/** `PJSIP/1001`: one device of one technology. No `&` (a list), no `@`, no second slash (a number behind a trunk). */
export const Device = z.string().regex(/^[A-Za-z0-9]+\/[A-Za-z0-9_.-]{1,64}$/);

/** A queue member as the PBX told it: a phone, or `Local/1004@from-queue/n` in front of one. */
export const MemberInterface = z.string().regex(/^[A-Za-z0-9]+\/[A-Za-z0-9_.+@/-]{1,120}$/);

/** What may be dialled: digits, perhaps a plus. */
export const DialExten = z.string().regex(/^\+?[0-9]{3,15}$/);

/** A dialplan context. */
export const Context = z.string().regex(/^[A-Za-z0-9_-]{1,79}$/);

/** An id we gave: an attempt, a channel. */
export const WireId = z.string().regex(/^[A-Za-z0-9-]{1,128}$/);

/** A live channel's name as the PBX told it: `PJSIP/1001-0000002a`, `Local/1001@from-queue-00000001;2`. */
export const ChannelName = z.string().regex(/^[A-Za-z0-9]+\/[A-Za-z0-9_.+*#:@;/-]{1,150}$/);

/** `1700000000.42`, one with a system name in front, or an id we gave. */
export const Uniqueid = z
  .string()
  .regex(/^(?:(?:[A-Za-z0-9_-]{1,60}-)?[0-9]{1,12}\.[0-9]{1,10}|rb-[A-Za-z0-9-]{8,120})$/);

/** A queue's name. */
export const QueueName = z.string().regex(/^[A-Za-z0-9_.-]{1,79}$/);

// `$`, `{` and `}` would be evaluated by the dialplan, `,` and `"` would end the value there.
const plain = /^[^$"\\{}[\]<>,;&|`()=]*$/;

/** Text that a dialplan can hold without evaluating it. */
export const PlainText = z.string().max(120).regex(plain);

/** A channel variable's value: ids, numbers, instants, a name. */
export const VariableValue = PlainText;

/** A channel variable's name; `__` in front lets called channels inherit it. */
export const VariableName = z.string().regex(/^_{0,2}[A-Z][A-Z0-9_]{0,60}$/);
