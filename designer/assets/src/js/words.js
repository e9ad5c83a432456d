/** Says the editors' own words in the reader's language; small and capital letters are the same. */
export function speak(phrases = {}) {
  const known = new Map(Object.entries(phrases).map(([english, said]) => [english.toLowerCase(), said]));
  return (template, values) => (phrases[template] ?? known.get(String(template).toLowerCase()) ?? template)
    .replace(/{\s*([^}\s]+)\s*}/g, (whole, name) => values?.[name] ?? whole);
}
