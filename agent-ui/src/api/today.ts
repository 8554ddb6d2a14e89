import { Today } from '../../../schema/contracts/callbacks.ts';
import { watched } from '../socket/use-news.ts';
import { get } from './client.ts';
import { todayKey } from './dialing.ts';

/** My list. While the desk looks at it, what is read and the news that follow miss nothing. */
export const todayQuery = {
  queryKey: todayKey,
  async queryFn(): Promise<Today> {
    await watched('today');
    return get('today', Today);
  },
};
