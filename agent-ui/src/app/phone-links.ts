/** Browsers hand `tel:` links only to pages that are served safely. */
export const canTakePhoneLinks = (): boolean => window.isSecureContext && 'registerProtocolHandler' in navigator;

/** Asks the browser to open `tel:` links of other pages here; it asks the person. */
export function takePhoneLinks(): void {
  navigator.registerProtocolHandler('tel', `${window.location.origin}/dial?number=%s`);
}
