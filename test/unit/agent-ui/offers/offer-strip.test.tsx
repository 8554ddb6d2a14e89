// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import { OfferStrip } from '../../../../agent-ui/src/features/offers/offer-strip.tsx';
import { aCallback } from '../debt-board/a-callback.ts';
import { aSession, draw, press, serve, shown, the, undraw, until } from '../drawn.tsx';

afterEach(undraw);

const callback = aCallback({ id: 7, number: '+442079460101', contact: null });
const offered = { offer: { id: 3, untilAt: Date.now() + 15_000, callback } };

test('asks me, and yes takes the claim of the offer to dial', async () => {
  const asked = serve({
    'GET offers/mine': offered,
    'POST offers/3/accept': { callbackId: 7, fence: 4 },
    'POST callbacks/7/dial': {},
  });
  await draw(<OfferStrip />, { session: aSession('agent') });
  await until(() => expect(document.querySelector('[data-offer]')).not.toBeNull());
  expect(shown()).toContain('020 7946 0101');
  await press(the('button', 'Call now'));
  await until(() => expect(asked.find(({ what }) => what === 'POST callbacks/7/dial')?.body).toEqual({ fence: 4 }));
});

test('no gives it to the next', async () => {
  const asked = serve({ 'GET offers/mine': offered, 'POST offers/3/decline': null });
  await draw(<OfferStrip />, { session: aSession('agent') });
  await until(() => expect(document.querySelector('[data-offer]')).not.toBeNull());
  await press(the('button', 'Not now'));
  await until(() => expect(asked.map(({ what }) => what)).toContain('POST offers/3/decline'));
});

test('takes no room when nothing is offered, or its time is over', async () => {
  const asked = serve({ 'GET offers/mine': { offer: { ...offered.offer, untilAt: Date.now() - 1 } } });
  await draw(<OfferStrip />, { session: aSession('agent') });
  await until(() => expect(asked.length).toBeGreaterThan(0));
  expect(document.querySelector('[data-offer]')).toBeNull();
});
