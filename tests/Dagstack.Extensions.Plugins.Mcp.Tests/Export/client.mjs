// Calls the tools of a host by the official client, over stdio or HTTP: node client.mjs SDK stdio COMMAND… | http URL
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const [sdk, kind, ...rest] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(join(sdk, 'dist', 'esm', 'client', name)).href);
const { Client } = await load('index.js');

async function transport() {
  if (kind === 'http') {
    const { StreamableHTTPClientTransport } = await load('streamableHttp.js');
    return new StreamableHTTPClientTransport(new URL(rest[0]));
  }

  const { StdioClientTransport } = await load('stdio.js');
  return new StdioClientTransport({ command: rest[0], args: rest.slice(1), stderr: 'ignore' });
}

const client = new Client({ name: 'test', version: '1.0.0' });
await client.connect(await transport());

// The client keeps the output schemas, and refuses results that do not fit.
const { tools } = await client.listTools();
const answers = { tools: tools.map((tool) => tool.name) };
const calls = {
  chunk: ['chunker_fixed_chunk', { text: 'Hello, dagstack!', max_size: 5 }],
  report: ['chunker_fixed_report', { text: 'ab' }],
  nothing: ['chunker_fixed_wait', { how: 'nothing' }],
  context: ['chunker_fixed_context', {}],
  day: ['clock_add_days', { date: '2026-01-31', days: 1 }],
  fail: ['chunker_fixed_wait', { how: 'fail' }],
  mistakes: ['chunker_fixed_chunk', { max_sise: 5, text: 1 }],
};
for (const [name, [tool, args]] of Object.entries(calls)) {
  answers[name] = await client.callTool({ name: tool, arguments: args });
}

await client.close();
console.log(JSON.stringify(answers));
