import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Figure } from './ports.ts';

/** Counts of this server, in a register of its own so that two servers in one process do not mix. */
export function measure(app: FastifyInstance): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const served = new Histogram({
    name: 'ringback_http_request_seconds',
    help: 'Time to answer a request, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const labels = { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode };
    served.observe(labels, reply.elapsedTime / 1000);
  });
  return registry;
}

/** The figures of the moment in a register of their own: what is not told this time does not linger. */
export async function exposed(registry: Registry, figures: readonly Figure[]): Promise<string> {
  const moment = new Registry();
  const gauges = new Map<string, Gauge>();
  for (const { name, help, labels = {}, value } of figures) {
    const gauge =
      gauges.get(name) ??
      new Gauge({ name: `ringback_${name}`, help, labelNames: Object.keys(labels), registers: [moment] });
    gauges.set(name, gauge);
    gauge.set(labels, value);
  }
  return Registry.merge([registry, moment]).metrics();
}
