import type { Language } from '../../../schema/contracts/common.ts';
import { formWords } from './words.ts';

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => marks[mark] ?? '');

/** The form as a whole page: nothing inline, so that its policy allows nothing inline. */
export function formPage(lineKey: string, language: Language): string {
  const words = formWords[language];
  const optional = `<small>(${words.optional})</small>`;
  return `<!doctype html>
<html lang="${language}" dir="${language === 'fa' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${words.title}</title>
<link rel="stylesheet" href="/request-form/form.css">
<script src="/request-form/form.js" defer></script>
</head>
<body>
<main>
<h1 id="title" tabindex="-1">${words.title}</h1>
<p id="lead">${words.lead}</p>
<noscript><p>${words.noScript}</p></noscript>
<form id="form" novalidate data-line="${escaped(lineKey)}" data-words="${escaped(JSON.stringify(words))}">
<label for="number">${words.number}</label>
<input id="number" name="number" type="tel" dir="ltr" autocomplete="tel" maxlength="60" required aria-describedby="wrong">
<label for="name">${words.name} ${optional}</label>
<input id="name" name="name" autocomplete="name" maxlength="100" dir="auto">
<label for="note">${words.note} ${optional}</label>
<textarea id="note" name="note" rows="2" maxlength="1000" dir="auto"></textarea>
<div class="unseen" aria-hidden="true"><label for="fax">${words.fax}</label>
<input id="fax" name="companyFax" tabindex="-1" autocomplete="off"></div>
<p id="wrong" role="alert"></p>
<button type="submit">${words.send}</button>
</form>
</main>
</body>
</html>
`;
}
