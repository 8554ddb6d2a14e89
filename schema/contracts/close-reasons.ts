/** Why a debt may end without a talk. */
export const closeReasons = [
  'reached_another_way',
  'answered_in_writing',
  'paid',
  'not_needed',
  'wrong_number',
  'customer_declined',
  'duplicate',
  'test_call',
  'not_a_customer',
  'cannot_be_reached',
  'other',
] as const;
export type CloseReason = (typeof closeReasons)[number];

/** What a customer who called and reached nobody, or asked for a call, can be closed with. A letter does not pay such a debt. */
const ofCustomers: readonly CloseReason[] = [
  'reached_another_way',
  'wrong_number',
  'customer_declined',
  'duplicate',
  'test_call',
  'not_a_customer',
  'cannot_be_reached',
  'other',
];

const ofPlans: readonly CloseReason[] = [
  'reached_another_way',
  'not_needed',
  'customer_declined',
  'wrong_number',
  'duplicate',
  'not_a_customer',
  'cannot_be_reached',
  'other',
];

const lists: Readonly<Record<string, readonly CloseReason[]>> = {
  missed_call: ofCustomers,
  requested: ofCustomers,
  follow_up: ['answered_in_writing', ...ofPlans],
  cadence: ['answered_in_writing', ...ofPlans],
  birthday: ['answered_in_writing', ...ofPlans],
  reply: ['answered_in_writing', ...ofPlans],
  payment: ['paid', 'answered_in_writing', ...ofPlans],
};

/** The reasons by which items of this origin end, the likeliest first. */
export function closeReasonsFor(origin: string): readonly CloseReason[] {
  return lists[origin] ?? ofCustomers;
}

/** Those by which items of all these origins may end. */
export function closeReasonsForAll(origins: readonly string[]): readonly CloseReason[] {
  const [first = 'missed_call', ...others] = origins;
  return closeReasonsFor(first).filter((reason) => others.every((origin) => closeReasonsFor(origin).includes(reason)));
}
