import type { Visit } from '../../pbx/ami/inspect.ts';
import type { Finding } from './doctor-checks.ts';

/** Whether calls can be accepted and held from the screen. Nobody is lost without it, so it is told and never counted as wrong. */
export async function phoneFindings(visit: Pick<Visit, 'getvar' | 'hasContext'>): Promise<Finding[]> {
  const hasContext = await visit.hasContext('ringback-phone');
  if (hasContext === null) return [];
  if (!hasContext) {
    const cure =
      'extensions.conf: the newest ringback-dialplan.conf (its points 7 and 8), then "asterisk -rx \'dialplan reload\'"';
    return [
      { state: 'unknown', what: 'calls are not accepted from the screen: the dialplan has no [ringback-phone]', cure },
    ];
  }
  const module = await visit.getvar('IFMODULE(res_pjsip_notify.so)');
  const sender = await visit.getvar('AST_CONFIG(pjsip.conf,global,default_outbound_endpoint)');
  if (module === '0') {
    const cure = 'modules.conf: load = res_pjsip_notify.so   (it wants a pjsip_notify.conf with one entry at least)';
    return [{ state: 'unknown', what: 'calls are not accepted from the screen: NOTIFY cannot be sent', cure }];
  }
  if (sender === '') {
    const cure = 'pjsip.conf, [global]: default_outbound_endpoint = <an endpoint with the transport of your phones>';
    return [{ state: 'unknown', what: 'pjsip.conf names no sender of a NOTIFY outside of a call', cure }];
  }
  return [{ state: 'ok', what: 'phones that obey a NOTIFY can be answered from the screen' }];
}
