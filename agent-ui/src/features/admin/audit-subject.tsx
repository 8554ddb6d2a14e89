import { Link } from 'react-router';
import { useSession } from '../../api/session.ts';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { useWords } from './words.ts';

const pages: Readonly<Record<string, string>> = { contact: '/people/', call: '/calls/', callback: '/callbacks?item=' };

/** What an entry of the record is about: people and lines by their name, numbers as such, the rest by its kind and id with the way to it. */
export function AuditSubject({ subject }: { readonly subject: string }) {
  const { maybe } = useWords();
  const { people, lines } = useSession();
  const cut = subject.indexOf(':');
  const [kind, id] = [subject.slice(0, cut), subject.slice(cut + 1)];
  const known = kind === 'user' ? people : kind === 'line' ? lines : [];
  const named = known.find((one) => String(one.id) === id);
  if (named) return <bdi>{named.name}</bdi>;
  if (kind === 'number' && id !== '') return <PhoneNumber number={id} />;
  const words = <bdi>{maybe(`subject.${kind}`, { id }) ?? subject}</bdi>;
  const page = pages[kind];
  return page && /^[0-9]+$/.test(id) ? <Link to={`${page}${id}`}>{words}</Link> : words;
}
