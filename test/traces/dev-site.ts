import type { SiteMap } from '../../server/domain/call/site-map.ts';

const line = (key: string, ...dids: string[]) => ({ key, dids, group: 'main', country: 'GB', areaCode: '20' });

/** The development PBX on which the traces of `own/` were recorded. */
export const devSite: SiteMap = {
  country: 'GB',
  areaCode: '20',
  trunks: ['PJSIP/trunk'],
  inboundContexts: ['from-trunk'],
  lines: [
    line('sales', '+442079460100', '+442079460190'),
    line('support', '+442079460101'),
    line('office', '+442079460110', '+442079460192'),
    line('anna', '+442079460111', '+442079460191'),
    line('dina', '+442079460120'),
    line('menu', '+442079460130'),
    line('evening', '+442079460140'),
  ],
  phones: [1, 2, 3, 4, 5, 6].map((n) => ({ device: `PJSIP/100${n}`, extension: `100${n}` })),
  minTalkMs: 1000,
};
