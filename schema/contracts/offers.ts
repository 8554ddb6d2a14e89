import { z } from 'zod';
import { CallbackView } from './callbacks.ts';
import { At, Id } from './common.ts';

/** A callback that waits for this person's yes. */
export const OfferView = z.object({ id: Id, untilAt: At, callback: CallbackView });
export type OfferView = z.infer<typeof OfferView>;
/** What an accepted offer gives: what `POST /callbacks/:id/dial` asks for. */
export const OfferAccepted = z.object({ callbackId: Id, fence: z.number().int() });
