import { describe, expect, test } from 'vitest';
import { createReplyFilter } from '../../../../pbx/actions/reply-filter.ts';
import { channelEvent, hangup } from '../../../support/fake-ami/messages.ts';

const reply = 'Response: Success\r\nActionID: rb-1\r\nMessage: Ok\r\n\r\n';

describe('what reaches the command library', () => {
  test('is replies, without the greeting and without events', () => {
    const filter = createReplyFilter();
    const text = `Asterisk Call Manager/11.0.0\r\n${reply}${channelEvent('rawevent')}${reply}${hangup()}`;
    expect(filter(Buffer.from(text))?.toString()).toBe(reply + reply);
  });

  test('is the same whatever the splits', () => {
    const bytes = Buffer.from(`Asterisk Call Manager/11.0.0\r\n${reply}${channelEvent('Close')}${reply}`);
    for (let size = 1; size < 20; size++) {
      const filter = createReplyFilter();
      let out = '';
      for (let at = 0; at < bytes.length; at += size) out += filter(bytes.subarray(at, at + size))?.toString();
      expect(out).toBe(reply + reply);
    }
  });

  test.each([
    ['a reply with an event inside', 'Response: Success\r\nActionID: x\r\n event : rawevent\r\n\r\n'],
    ['command output', 'Response: Follows\r\nPrivilege: Command\r\n\r\n'],
    ['a block that is neither', 'CallerIDName: x\r\nUniqueid: 1\r\n\r\n'],
    ['an event in another case', 'EVENT: rawevent\r\nResponse: Success\r\n\r\n'],
  ])('is never %s', (_what, block) => {
    expect(createReplyFilter()(Buffer.from(block + reply))?.toString()).toBe(reply);
  });

  test('is nothing of a peer that sends without end', () => {
    const filter = createReplyFilter();
    let result: Buffer | null = Buffer.alloc(0);
    for (let i = 0; i < 20 && result; i++) result = filter(Buffer.alloc(100_000, 0x61));
    expect(result).toBeNull();
  });
});
