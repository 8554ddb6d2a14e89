import type { AmiEvent } from '../../../pbx/ami/ami-event.ts';
import type { LiveCall } from '../live/live-call.ts';
import { viewOf } from '../live/view.ts';
import { originateFailed } from './attempt-steps.ts';
import {
  bridgeCreated,
  bridgeDestroyed,
  bridgeEntered,
  bridgeLeft,
  bridgesMerged,
  settleAll,
  settleCall,
} from './bridge-events.ts';
import type { CallFact } from './call-fact.ts';
import { applyChannelEvent } from './channel-events.ts';
import { endOfStream, forgetAll, pbxStopped } from './ending.ts';
import { groundOf } from './ground.ts';
import { applyHandOver } from './hand-over.ts';
import { applyQueueEvent } from './queue-events.ts';
import { type PbxSnapshot, reconcile } from './reconcile.ts';
import { recordedBefore, silencedBefore, unheard } from './recorded-before.ts';
import type { SiteMap } from './site-map.ts';
import { newWorld } from './world.ts';

/** The calls of one PBX: a fold over its events. Pure but for its own state: no clock, no randomness, no waiting. */
export interface Calls {
  /** Applies one event. Total: an event that makes no sense now changes nothing. */
  apply(event: AmiEvent): readonly CallFact[];
  /** All calls that live now. */
  live(): readonly LiveCall[];
  /** How many live now, without copying them. */
  size(): number;
  /**
   * Reconciles with what the PBX says is there: ends what is gone, adds what was not seen. `pending` are the live events
   * kept meanwhile, applied next: a channel whose Hangup is among them is not lost, its end is only still to come.
   */
  restore(snapshot: PbxSnapshot, pending?: readonly AmiEvent[]): readonly CallFact[];
  /** The recording of a channel holds silence since then, though nobody here heard it begin. What is known changes nothing. */
  silencedBefore(channel: string, since: number, at: number): readonly CallFact[];
  /** Channels that live and of whose recording nothing was heard: after a gap the PBX may be asked. */
  unheard(): readonly { readonly uniqueid: string; readonly channel: string }[];
  /** The PBX was asked: this channel is recorded into that file. What has ended meanwhile or is known changes nothing. */
  recordedBefore(uniqueid: string, file: string, at: number): readonly CallFact[];
  /** Lines, phones or trunks have changed: from now on calls are read so. Channels that live keep their kind. */
  useSite(site: SiteMap): void;
  /** Tells that an Originate with this channel id is about to be sent, so that its failure is recognised. */
  expectAttempt(attemptId: string): void;
  /** The PBX stopped, or a new life of it began: every call still here was lost with it. */
  pbxGone(at: number): readonly CallFact[];
  /** The stream is over (a recording): judges what still lives as far as it can be known. */
  finish(at: number): readonly CallFact[];
}

/**
 * Folds AMI events into facts. The state is changed in place behind this closed face: at a thousand calls a second a
 * copy of the maps per event would cost more than all the rest together. Whoever holds a fact or a view holds a copy.
 */
export function createCalls(site: SiteMap, { pbx = 'pbx' }: { readonly pbx?: string } = {}): Calls {
  const world = newWorld(groundOf(site, pbx));

  function collect(act: () => void): readonly CallFact[] {
    world.facts = [];
    act();
    return world.facts;
  }

  function applyEvent(event: AmiEvent): void {
    settleAll(world, event.at);
    switch (event.event) {
      case 'BridgeCreate':
        bridgeCreated(world, event);
        return;
      case 'BridgeEnter':
        bridgeEntered(world, event);
        return;
      case 'BridgeLeave':
        bridgeLeft(world, event);
        return;
      case 'BridgeMerge':
        bridgesMerged(world, event);
        return;
      case 'BridgeDestroy':
        bridgeDestroyed(world, event);
        return;
      case 'BlindTransfer':
      case 'AttendedTransfer':
      case 'Pickup':
      case 'ParkedCall':
      case 'UnParkedCall':
      case 'ParkedCallGiveUp':
      case 'ParkedCallTimeOut':
        applyHandOver(world, event);
        return;
      case 'QueueCallerJoin':
      case 'QueueCallerLeave':
      case 'QueueCallerAbandon':
      case 'AgentCalled':
      case 'AgentConnect':
        applyQueueEvent(world, event);
        return;
      case 'OriginateResponse':
        if (event.response !== 'Success') originateFailed(world, event.uniqueid ?? event.actionId ?? '', event.at);
        return;
      case 'Shutdown':
        pbxStopped(world, event.at);
        return;
      default:
        applyChannelEvent(world, event);
        return;
    }
  }

  const callsNow = () => [...new Set(world.calls.values())];
  return {
    apply: (event) => collect(() => applyEvent(event)),
    live: () => callsNow().map((call) => viewOf(call, world.ground)),
    size: () => new Set(world.calls.values()).size,
    restore: (snapshot, pending = []) => collect(() => reconcile(world, snapshot, pending)),
    silencedBefore: (channel, since, at) => collect(() => silencedBefore(world, channel, since, at)),
    unheard: () => unheard(world),
    recordedBefore: (uniqueid, file, at) => collect(() => recordedBefore(world, uniqueid, file, at)),
    useSite: (next) => {
      world.ground = groundOf(next, pbx);
    },
    expectAttempt: (attemptId) => {
      // Never grows beyond what can be in flight, even if no answer ever comes.
      if (world.expected.size >= 1000) world.expected.clear();
      world.expected.add(attemptId);
    },
    pbxGone: (at) => collect(() => pbxStopped(world, at)),
    finish: (at) =>
      collect(() => {
        for (const call of callsNow()) {
          settleCall(world, call, at);
          endOfStream(world, call, at);
        }
        forgetAll(world);
      }),
  };
}
