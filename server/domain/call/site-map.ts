/**
 * What the classifier must know of a site: which channels are trunks, which are phones, which DID is which line.
 * Built from SITE.yaml (replay) or from the database (the running service). Pure data.
 */
export interface SiteMap {
  /** ISO 3166 country for numbers that come without one. */
  readonly country: string;
  readonly areaCode: string | null;
  /** Glob patterns on channel names without the `-0000…` suffix, such as `PJSIP/trunk*` or `DAHDI/*`. */
  readonly trunks: readonly string[];
  readonly inboundContexts: readonly string[];
  readonly lines: readonly SiteLine[];
  readonly phones: readonly SitePhone[];
  /** Shortest shared bridge that counts as talk, milliseconds. */
  readonly minTalkMs: number;
}

export interface SiteLine {
  readonly key: string;
  /** As carriers send it: compared in E.164 after normalising, else literally. */
  readonly dids: readonly string[];
  readonly group: string;
  readonly country: string;
  readonly areaCode: string | null;
}

export interface SitePhone {
  /** `PJSIP/1001` */
  readonly device: string;
  readonly extension: string;
}
