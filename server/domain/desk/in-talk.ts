import type { LiveCall, LivePhone } from '../live/live-call.ts';
import type { Consult, DeskCard, DeskDirectory } from './desk.ts';

/** What goes on around one person's talk: aside, whom they ask, hold and recording. */
export function inTalk(
  call: LiveCall,
  userId: number,
  directory: DeskDirectory,
): Pick<DeskCard, 'aside' | 'consult' | 'held' | 'recording'> {
  const mine = (phones: readonly LivePhone[]) => phones.filter(({ device }) => directory.ownerOf(device) === userId);
  const aside = mine(call.aside);
  const own = [...mine(call.talking), ...aside];
  return {
    aside: aside.length > 0,
    consult: consultOf(call, own, directory),
    held: own.some(({ uniqueid }) => call.held.includes(uniqueid)),
    recording: call.recorded.length === 0 ? 'none' : call.recorded.every(({ muted }) => muted) ? 'paused' : 'on',
  };
}

/** The colleague this person has asked: in the call already, or the phone that rings since the talk began. */
function consultOf(call: LiveCall, own: readonly LivePhone[], directory: DeskDirectory): Consult | null {
  const [first] = own;
  if (first === undefined) return null;
  const since = Math.min(...own.map((phone) => phone.since));
  const answered = call.consulted[0];
  const asked = answered ?? call.ringing.find((phone) => phone.since > since);
  if (asked === undefined) return null;
  const owner = directory.ownerOf(asked.device);
  const name = owner === null ? (asked.extension ?? asked.device) : directory.nameOf(owner);
  return { extension: asked.extension, name, state: answered === undefined ? 'ringing' : 'talking' };
}

/** Who stood aside and is no longer there has handed the call on, or hung up: to them it is over. */
export function leftAside(before: DeskCard, after: DeskCard, at: number, directory: DeskDirectory): DeskCard {
  const back = after.call.talking.some(({ device }) => directory.ownerOf(device) === after.userId);
  if (!before.aside || after.aside || back || after.state !== 'talking') return after;
  return { ...after, state: 'ended', endedAt: at };
}
