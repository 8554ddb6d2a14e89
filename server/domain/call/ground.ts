import type { E164 } from '../../../schema/values/e164.ts';
import { type NumberPlace, normalise } from '../number/normalise.ts';
import { anyOf, type ChannelClass, createClassifier } from './channel-kind.ts';
import type { SiteLine, SiteMap } from './site-map.ts';

/** What a site means for a call, worked out once: names to kinds, numbers to E.164, DIDs to lines. */
export interface Ground {
  readonly pbx: string;
  readonly site: SiteMap;
  readonly classify: (channel: string) => ChannelClass;
  readonly isInboundContext: (context: string) => boolean;
  readonly e164: (raw: string | null, place: NumberPlace) => E164 | null;
  readonly lineOf: (did: string | null) => SiteLine | null;
  readonly isOurExtension: (digits: string) => boolean;
}

const maxRemembered = 5_000;

/** Prepares a site for the reducer. */
export function groundOf(site: SiteMap, pbx: string): Ground {
  const e164 = remembering(normalise);
  const lines = new Map<string, SiteLine>();
  for (const line of site.lines) {
    for (const did of line.dids) {
      lines.set(did, line);
      const number = e164(did, line);
      if (number !== null) lines.set(number, line);
    }
  }
  const extensions = new Set(site.phones.map((phone) => phone.extension));
  return {
    pbx,
    site,
    classify: createClassifier(site),
    isInboundContext: anyOf(site.inboundContexts),
    e164,
    lineOf: (did) => (did === null ? null : (lines.get(did) ?? lines.get(e164(did, site) ?? '') ?? null)),
    isOurExtension: (digits) => extensions.has(digits),
  };
}

/** Reading a number costs tens of microseconds and every view of a call needs it; bounded, as callers choose numbers. */
function remembering(read: typeof normalise): Ground['e164'] {
  const known = new Map<NumberPlace, Map<string, E164 | null>>();
  let remembered = 0;
  return (raw, place) => {
    if (raw === null) return null;
    const found = known.get(place)?.get(raw);
    if (found !== undefined) return found;
    if (remembered >= maxRemembered) {
      known.clear();
      remembered = 0;
    }
    const here = known.get(place) ?? new Map<string, E164 | null>();
    const number = read(raw, place);
    here.set(raw, number);
    known.set(place, here);
    remembered += 1;
    return number;
  };
}
