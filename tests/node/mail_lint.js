// Reads {"clients": […], "html": […]} from stdin; prints what caniemail finds in all of them, as a JSON list of objects.
import { readFileSync } from 'node:fs';
import { caniemail } from 'caniemail';

const { clients, html } = JSON.parse(readFileSync(0, 'utf8'));
const found = html.flatMap((one) => {
  const { errors, warnings } = caniemail({ clients, html: one }).issues;
  return [errors, warnings].flatMap((issues, partly) =>
    [...issues.entries()].flatMap(([client, list]) =>
      list.map(({ title, notes }) => ({ client, title, partly: Boolean(partly), notes })),
    ),
  );
});
const unique = new Map(found.map((issue) => [JSON.stringify(issue), issue]));
console.log(JSON.stringify([...unique.values()]));
