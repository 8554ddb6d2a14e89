import type { SiteMap } from './site-map.ts';

/**
 * The site of a PBX nobody has described yet (`replay` without a SITE.yaml): trunks and inbound contexts by the names
 * people commonly give them, phones by being `TECH/digits`.
 */
export const defaultSite: SiteMap = {
  country: '',
  areaCode: null,
  trunks: [
    '*trunk*',
    '*siproute*',
    '*provider*',
    '*carrier*',
    '*gateway*',
    '*pstn*',
    'DAHDI/*',
    'Zap/*',
    'mISDN/*',
    'Dongle/*',
    'Quectel/*',
  ],
  inboundContexts: [
    'from-trunk*',
    'from-pstn*',
    'from-did*',
    'from-carrier*',
    'from-external*',
    'from-outside*',
    'incoming*',
    'inbound*',
    'ext-did*',
    '*_in',
    '*-in',
  ],
  lines: [],
  phones: [],
  minTalkMs: 1000,
};
