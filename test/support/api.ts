/** A small HTTP client with a cookie jar of one, as a browser of one person would be. */
export class ApiClient {
  readonly #base: string;
  #cookie = '';

  constructor(base: string) {
    this.#base = base;
  }

  get cookie(): string {
    return this.#cookie;
  }

  /** The same person at a service that has another address by now. */
  at(base: string): ApiClient {
    const there = new ApiClient(base);
    there.#cookie = this.#cookie;
    return there;
  }

  /** The answer's body as JSON; throws with status and body when it is not a success. */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.raw(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  async raw(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${this.#base}/api/v1/${path}`, {
      method,
      headers: {
        origin: this.#base,
        ...(this.#cookie ? { cookie: this.#cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
    const session = set.find((pair) => pair.startsWith('rb_session='));
    if (session) this.#cookie = session;
    return response;
  }
}
