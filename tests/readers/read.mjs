// What N3.js and Comunica make of a file, as one line of JSON.
//   node read.mjs count FILE          number of triples or quads, by N3.js
//   node read.mjs ask FILE QUERY...   answers to the queries in these files, by Comunica
//                                     (FILE may be the address of an endpoint)
import { createReadStream, readFileSync } from 'node:fs';
import process from 'node:process';

async function count(file) {
  const { StreamParser } = await import('n3');
  const format = file.endsWith('.nq') ? 'N-Quads' : 'Turtle';
  const parser = new StreamParser({ format });
  let found = 0;
  for await (const _ of createReadStream(file).pipe(parser)) found += 1;
  return found;
}

async function ask(file, queries) {
  const { QueryEngine } = await import('@comunica/query-sparql-file');
  const engine = new QueryEngine();
  const source = file.startsWith('http:') ? { type: 'sparql', value: file } : file;
  const answers = [];
  for (const query of queries) {
    const found = await engine.query(readFileSync(query, 'utf8'), { sources: [source], unionDefaultGraph: true });
    const names = (await found.metadata()).variables.map((each) => (each.variable ?? each).value);
    const rows = await (await found.execute()).toArray();
    answers.push(rows.map((row) => names.map((name) => row.get(name)?.value ?? '')));
  }
  return answers;
}

const [verb, file, ...rest] = process.argv.slice(2);
const answer = verb === 'count' ? await count(file) : await ask(file, rest);
process.stdout.write(JSON.stringify(answer));
