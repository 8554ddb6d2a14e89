const months = ['იან', 'თებ', 'მარ', 'აპრ', 'მაი', 'ივნ', 'ივლ', 'აგვ', 'სექ', 'ოქტ', 'ნოე', 'დეკ'];
/** The months in full, where they stand by themselves. */
export const georgianMonths = [
  'იანვარი',
  'თებერვალი',
  'მარტი',
  'აპრილი',
  'მაისი',
  'ივნისი',
  'ივლისი',
  'აგვისტო',
  'სექტემბერი',
  'ოქტომბერი',
  'ნოემბერი',
  'დეკემბერი',
] as const;
const weekdays: Readonly<Record<string, string>> = {
  Mon: 'ორშ',
  Tue: 'სამ',
  Wed: 'ოთხ',
  Thu: 'ხუთ',
  Fri: 'პარ',
  Sat: 'შაბ',
  Sun: 'კვი',
};

/** A date in Georgian, built from the parts an English formatter with numeric months gives. */
export function georgianDate(english: Intl.DateTimeFormat, at: number): string {
  const parts = english.formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value;
  const month = months[Number(of('month')) - 1] ?? '';
  const day = [of('day') === undefined ? '' : Number(of('day')), month].join(' ').trim();
  const clock = [of('hour'), of('minute'), of('second')].filter((part) => part !== undefined).join(':');
  const pieces = [weekdays[of('weekday') ?? ''], day, of('year'), clock];
  return pieces.filter(Boolean).join(', ');
}
