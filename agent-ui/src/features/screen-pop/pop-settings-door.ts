import { onRequest } from '../../ui/on-request.tsx';

/** How calls are shown and how they sound: opened from the menu of the person. */
export const popSettings = onRequest('pop-settings', async () => (await import('./pop-settings.tsx')).PopSettings);
