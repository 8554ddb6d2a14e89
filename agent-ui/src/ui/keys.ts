import { useEffect, useRef } from 'react';

/** True where keys are letters, not commands. */
export function isTyping(target: EventTarget | null = document.activeElement): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  return target.matches(
    'textarea, select, [role="combobox"], [role="slider"], input:not([type="checkbox"]):not([type="radio"])',
  );
}

let lastTyped = 0;
if (typeof document !== 'undefined') {
  document.addEventListener('input', () => {
    lastTyped = Date.now();
  });
}
const pauseMs = 5000;
let fieldWantedAt = Number.NEGATIVE_INFINITY;

/** Says that a key has asked for a field: until it stands there, and a moment on, its page belongs to who will type. */
export function wantsField(): void {
  fieldWantedAt = Date.now();
}

/** The field that was asked for is gone with its page. */
export function fieldLeft(): void {
  fieldWantedAt = Number.NEGATIVE_INFINITY;
}

/** True while somebody writes or is about to: words stand in the focused field, a key fell a moment ago, or a field was asked for. */
export function isWriting(): boolean {
  if (Date.now() - fieldWantedAt < pauseMs) return true;
  const field = document.activeElement;
  if (!isTyping(field)) return false;
  const text = field && 'value' in field ? String(field.value) : (field?.textContent ?? '');
  return text.trim() !== '' || Date.now() - lastTyped < pauseMs;
}

const dialogOpen = (): boolean => document.querySelector('[role="dialog"][aria-modal="true"]') !== null;

/** The physical key, so that a shortcut works in every keyboard layout; `?` is Shift and slash. */
function nameOf(event: KeyboardEvent): string {
  if (event.key === '?') return '?';
  if (event.code === 'Slash' || event.key === '/') return event.shiftKey ? '?' : '/';
  if (event.code.startsWith('Key')) return event.code.slice(3).toLowerCase();
  if (event.code.startsWith('Digit')) return event.code.slice(5);
  return event.key;
}

/** Single keys as commands: `d`, `/`, `1`… They are dead while typing, in dialogs and with modifiers. */
export function useKeys(keys: Readonly<Record<string, (() => void) | undefined>>): void {
  const newest = useRef(keys);
  newest.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
      if (isTyping(event.target) || dialogOpen()) return;
      const act = newest.current[nameOf(event)];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

/** `Esc` leaves the field one types in, so that the single keys work again. What is typed stays. */
export function useLeaveField(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || dialogOpen()) return;
      fieldLeft();
      if (isTyping(event.target) && event.target instanceof HTMLElement) event.target.blur();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}
