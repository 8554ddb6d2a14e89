import { viewOf } from '../live/view.ts';
import type { CallState, Chan } from './call-state.ts';
import { partiesOf } from './parties.ts';
import { say, type World } from './world.ts';

/** `call.updated` only when what a screen shows of the call has changed since it was last told. */
export function tellChanges(world: World, chan: Chan, at: number): void {
  const { call } = chan;
  if (!chan.root && !chan.outside) return;
  const told = shown(world, call);
  if (told === call.told) return;
  const first = call.told === '';
  call.told = told;
  if (!first) say(world, { type: 'call.updated', at, call: viewOf(call, world.ground) });
}

/** What changed is not in the words of `shown`: a hold, a silenced recording, a leg that stood aside. */
export function tellNow(world: World, call: CallState, at: number): void {
  wasTold(world, call);
  say(world, { type: 'call.updated', at, call: viewOf(call, world.ground) });
}

/** A fact that carries the whole call was just told: what it shows needs no update of its own. */
export function wasTold(world: World, call: CallState): void {
  call.told = shown(world, call);
}

function shown(world: World, call: CallState): string {
  const { direction, customers } = partiesOf(call, world.ground);
  const customer = customers[0];
  return `${direction} ${customer?.confirmed} ${customer?.firstNum ?? ''} ${customer?.presentation ?? ''} ${customer?.vars.DID ?? ''} ${call.queue ?? ''}`;
}
