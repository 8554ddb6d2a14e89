import type { z } from 'zod';
import type { HealthCheck } from '../../schema/contracts/admin.ts';
import type { Role } from '../../schema/contracts/common.ts';
import type { DemoPhoneAction, DemoState, PlaceDemoCall } from '../../schema/contracts/demo.ts';
import type { AttemptView } from '../../schema/contracts/dial.ts';
import type { AgentPresence, Coverage, LiveCard } from '../../schema/contracts/live.ts';
import type { RecordingsRoot } from '../platform/recordings-root.ts';
import type { Attempt } from '../store/attempts.ts';
import type { Deps } from '../usecases/deps.ts';
import type { DialPort } from '../usecases/dial.ts';
import type { Office } from '../usecases/office.ts';
import type { PresencePort } from '../usecases/presence-port.ts';

/** What is ringing now: kept in memory by the intake, never read from the database. */
export interface LivePort {
  /** The cards that stand on a person's screen. */
  cardsOf(userId: number): readonly LiveCard[];
  /** How far a placed call has come; null when it is not live. */
  attemptStep(attempt: Pick<Attempt, 'id' | 'dialOrder'>): AttemptView['step'] | null;
  coverage(): Coverage;
  presenceOf(userId: number): AgentPresence | null;
  agents(): readonly AgentPresence[];
  /** Customers who wait for a person now. */
  waiting(): { readonly count: number; readonly longestSince: number | null };
  /** A browser of this person showed the card. */
  painted(userId: number, cardId: string): void;
  /** A person said who is meant by a number that several people have. */
  chosen(e164: string, userId: number, contactId: number): void;
  /** How many browsers of this person are connected now. */
  screens(userId: number, connected: number): void;
}

/** Orders to the PBX about one's own legs. Each answers false when there is no such leg of this person. */
export interface CommandsPort {
  hangUpAttempt(userId: number, attemptId: string): Promise<boolean>;
  hangUpCard(userId: number, cardId: string): Promise<boolean>;
  rejectCard(userId: number, cardId: string): Promise<boolean>;
}

/** Orders about one's own leg of a call that rings or runs; each throws a `Refusal`, or resolves once the PBX accepted it. */
export interface InCallPort {
  accept(userId: number, cardId: string): Promise<void>;
  mute(userId: number, cardId: string, on: boolean): Promise<void>;
  hold(userId: number, cardId: string, on: boolean): Promise<void>;
  press(userId: number, cardId: string, digit: string): Promise<void>;
  handOn(userId: number, cardId: string, extension: string): Promise<void>;
  consult(userId: number, cardId: string, extension: string): Promise<void>;
  swap(userId: number, cardId: string): Promise<void>;
  back(userId: number, cardId: string): Promise<void>;
  complete(userId: number, cardId: string): Promise<void>;
  tick(userId: number, cardId: string, item: string, on: boolean): void;
  pauseRecording(userId: number, cardId: string, forMs: number): Promise<number>;
  resumeRecording(userId: number, cardId: string): Promise<number>;
}

export interface DemoAccount {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

/** The demonstration PBX as a newcomer plays with it. */
export interface DemoPort {
  accounts(): readonly DemoAccount[];
  state(userId: number): Promise<DemoState>;
  placeCall(userId: number, call: z.infer<typeof PlaceDemoCall>): Promise<void>;
  phone(userId: number, action: z.infer<typeof DemoPhoneAction>['action']): Promise<void>;
  /** False when there is no such call. */
  hangUp(userId: number, callId: string): Promise<boolean>;
  scenes(running: boolean): Promise<void>;
}

/** Tells what works and what does not. */
export interface HealthPort {
  checks(): Promise<z.infer<typeof HealthCheck>[]>;
  /** The same as numbers, for a monitoring system. */
  figures(): Promise<readonly Figure[]>;
}

/** One number of the service; exported as `ringback_<name>`. */
export interface Figure {
  readonly name: string;
  readonly help: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Ends live connections when a session does. */
export interface SessionsPort {
  signedOut(userId: number): void;
  /** Only the connections of one browser. */
  browserSignedOut(tokenHash: string): void;
}

/** Browsers that are told of ringing calls beside the pages. */
export interface PushPort {
  publicKey(): Promise<string>;
  /** Whether what a browser gave may be written to. */
  mayPush(subscription: { readonly endpoint: string; readonly p256dh: string; readonly auth: string }): boolean;
}

/** Everything the routes reach for. */
export interface HttpDeps {
  readonly house: Office & Deps;
  readonly live: LivePort;
  readonly dial: DialPort;
  readonly commands: CommandsPort;
  /** Answers null until a PBX is followed. */
  readonly inCall?: () => InCallPort | null;
  readonly presence: PresencePort;
  readonly push: PushPort;
  readonly health: HealthPort;
  readonly sessions: SessionsPort;
  /** A key of another program was made or ended. */
  readonly tokensChanged?: () => void;
  /** Null when a real PBX is connected. */
  readonly demo: DemoPort | null;
  readonly recordings: RecordingsRoot;
  /** Origin people use, when a proxy stands in front. */
  readonly publicUrl: string | null;
  readonly trustProxy: boolean | string;
  /** Sites that may show the form for callbacks; none: there is no form. */
  readonly formOrigins?: readonly string[];
  readonly metricsToken: string | null;
  readonly version: string;
  /** Requests from one address in a minute (default 6000). */
  readonly requestsAMinute?: number;
  /** The built screens; null serves none. */
  readonly uiDir: string | null;
}
