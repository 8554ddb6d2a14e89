import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { EscalationShape, ladderOf, ladderProblems } from '../../../server/cli/site-ladder.ts';
import { readSource } from '../house/source-files.ts';

test('the ladder that the page on escalation shows is one that a site file may hold', () => {
  const text = readSource('docs/escalation.md');
  const [, block = ''] = /```yaml\n([\s\S]*?)```/.exec(text) ?? [];
  const { lines } = parse(block) as { lines: { escalation: unknown }[] };
  const shape = EscalationShape.parse(lines[0]?.escalation);
  expect(ladderProblems('line sales', shape, new Set(['lena']))).toEqual([]);
  expect(ladderOf(shape).map(({ step, minutes, to }) => [step, minutes, to])).toEqual([
    ['due_soon', 10, ['owner']],
    ['overdue', 0, ['owner', 'supervisors']],
    ['breached', 60, ['lena', 'supervisors']],
  ]);
});
