import { describe, expect, test, vi } from 'vitest';
import { nextSpeed, seekByKey, takeTheFloor } from '../../../../agent-ui/src/features/recordings/playback.ts';

describe('the player', () => {
  test('goes through its speeds and begins again', () => {
    expect([1, 1.25, 1.5, 2].map(nextSpeed)).toEqual([1.25, 1.5, 2, 1]);
  });

  test('moves by keys, right is later in every language', () => {
    expect(seekByKey('ArrowRight', 10, 60)).toBe(15);
    expect(seekByKey('ArrowLeft', 10, 60)).toBe(5);
    expect(seekByKey('PageUp', 10, 60)).toBe(40);
    expect(seekByKey('Home', 10, 60)).toBe(0);
    expect(seekByKey('End', 10, 60)).toBe(60);
    expect(seekByKey('a', 10, 60)).toBeNull();
  });

  test('never moves outside the sound', () => {
    expect(seekByKey('ArrowLeft', 2, 60)).toBe(0);
    expect(seekByKey('ArrowRight', 58, 60)).toBe(60);
  });

  test('lets one recording speak at a time', () => {
    const one = { pause: vi.fn() } as unknown as HTMLAudioElement;
    const other = { pause: vi.fn() } as unknown as HTMLAudioElement;
    takeTheFloor(one);
    takeTheFloor(one);
    expect(one.pause).not.toHaveBeenCalled();
    takeTheFloor(other);
    expect(one.pause).toHaveBeenCalledOnce();
    expect(other.pause).not.toHaveBeenCalled();
  });
});
