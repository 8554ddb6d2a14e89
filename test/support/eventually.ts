/** Repeats the assertions until they hold, and fails with their last error when the deadline passes. */
export async function eventually<T>(
  assertions: () => T | Promise<T>,
  { withinMs = 5_000, everyMs = 25 }: { withinMs?: number; everyMs?: number } = {},
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await assertions();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
