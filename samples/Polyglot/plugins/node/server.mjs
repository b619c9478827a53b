// A dagstack plugin in Node: an MCP server on stdin and stdout. Node 18 or later, no packages.
//
// First comes the plugin, then the protocol. For a plugin of your own, keep the protocol and write another plugin.
import { Console } from 'node:console';
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

// The plugin ---------------------------------------------------------------------------------------------------------

/** Of the kind "reader", called "node". */
class Reader {
  name = 'reader.node';
  version = '0.1.0';
  config = {};

  /**
   * All that can be called: name, function, what it does, its parameters and what it returns as JSON Schema.
   * A parameter with a default may be left out. Parameters of null: whatever comes is taken.
   */
  tools() {
    const [object, string, integer] = [{ type: 'object' }, { type: 'string' }, { type: 'integer' }];
    const strings = { type: 'array', items: string };
    return [
      ['dagstack.setup', this.setup, 'Takes the configuration.', null, object],
      ['dagstack.health', this.health, 'Says how the plugin is.', null, object],
      ['dagstack.teardown', this.teardown, 'Releases everything.', null, object],
      ['reader.node.about', this.about, 'Says who reads.', {}, object],
      ['reader.node.count', this.count, 'Counts the words of a text.', { text: string }, integer],
      ['reader.node.read', this.read, 'Counts the words of pages.', { pages: strings }, integer],
    ];
  }

  setup(call, { config }) {
    this.config = config ?? {};
    call.log('info', 'ready to read');
    return {};
  }

  health = () => ({ status: 'healthy' });

  teardown = () => ({ released: true });

  about = call => ({ language: 'Node', process: process.pid, tenant: call.metadata.tenant_id ?? null });

  count(call, { text }) {
    if (text.length > Number(this.config.max_length ?? 1000)) {
      throw new PluginError('The text is too long.', 'too_long', { length: text.length });
    }
    return words(text);
  }

  async read(call, { pages }) {
    const digest = createHash('sha256').update(JSON.stringify(pages)).digest('hex');
    const key = `read-${digest.slice(0, 16)}`; // one for each thing to read
    let state = call.checkpoint(key) ?? { page: 0, words: 0 };
    while (state.page < pages.length) {
      await sleep(1000 * Number(this.config.seconds_per_page ?? 0), null, { signal: call.signal });
      state = { page: state.page + 1, words: state.words + words(pages[state.page]) };
      call.save(key, state);
      call.progress(state.page, pages.length);
    }
    return state.words;
  }
}

function words(text) {
  return text.split(/\s+/).filter(Boolean).length;
}

// The protocol -------------------------------------------------------------------------------------------------------

const DISCOVERED = ['2026-07-28']; // the revisions of which every request says which one it is of
const INITIALIZED = ['2025-11-25', '2025-06-18']; // those that are agreed upon once, by `initialize`
const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

/** What went wrong, with a code and data for the caller. */
export class PluginError extends Error {
  constructor(message, code = null, data = null) {
    super(message);
    Object.assign(this, { name: 'PluginError', code, data });
  }
}

/** A request that cannot be served, as opposed to a tool that fails. */
class Refusal extends PluginError {}

/** One call: what came with it, and what is said of it. Nothing is said any more once it is cancelled. */
class Call {
  #server;
  #id;
  #abort = new AbortController();
  signal = this.#abort.signal;
  cancel = () => this.#abort.abort();

  constructor(server, id, meta) {
    [this.#server, this.#id] = [server, id];
    this.meta = meta;
    this.metadata = meta['dev.dagstack/metadata'] ?? {};
    // A unit of work has what was kept for it, and nothing of what the plugin itself has kept.
    this.kept = meta['dev.dagstack/checkpoint'] ?? (this.metadata.unit_id ? {} : server.kept);
  }

  progress(progress, total, message = '') {
    const { progressToken } = this.meta;
    if (progressToken !== undefined) this.#say('notifications/progress', { progressToken, progress, total, message });
  }

  /** Has the host keep a value, also for the process that comes after this one. Nobody answers. */
  save(key, value) {
    this.kept[key] = { value };
    this.#say('dagstack/checkpoint', { key, value, version: null, unit_id: this.metadata.unit_id ?? null });
  }

  /** The value that was kept last, or null. */
  checkpoint = key => this.kept[key]?.value ?? null;

  /** Says it in the host's log, if that wants the level. Where it does not say, stderr goes there too. */
  log(level, data) {
    const wanted = LEVELS.indexOf(this.meta['io.modelcontextprotocol/logLevel'] ?? this.#server.logLevel);
    if (wanted < 0) console.error(data);
    else if (LEVELS.indexOf(level) >= wanted) this.#say('notifications/message', { level, data });
  }

  answer(answer) {
    if (!this.signal.aborted) this.#server.write({ id: this.#id, ...answer });
  }

  #say(method, params) {
    if (!this.signal.aborted) this.#server.write({ method, params });
  }
}

export class Server {
  #calls = new Map();
  kept = {};

  constructor(plugin) {
    this.plugin = plugin;
    this.tools = new Map(plugin.tools().map(([name, ...rest]) => [name, toolOf(name, ...rest)]));
    globalThis.console = new Console(process.stderr); // what console.log() writes is no message
    process.stdout.on('error', () => process.exit(1));
  }

  /** Serves until stdin ends. */
  async run() {
    let line = [];
    for await (const chunk of process.stdin.setEncoding('utf8')) {
      const [end, ...more] = chunk.split('\n');
      line.push(end);
      for (const begin of more) {
        this.#receive(line.join(''));
        line = [begin];
      }
    }
    process.exit(0); // at once, whatever still runs: nobody listens any more
  }

  write(message) {
    process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n');
  }

  #receive(line) {
    try {
      const { method, id, params } = JSON.parse(line);
      if (method === 'notifications/cancelled') this.#calls.get(params?.requestId)?.cancel();
      else if (method !== undefined && ['string', 'number'].includes(typeof id)) this.#serve(id, method, params ?? {});
    } catch (error) { // no JSON, or JSON of another kind: the next line may be better
      this.write({ id: null, error: { code: -32700, message: `This is no message: ${error.message}` } });
    }
  }

  async #serve(id, method, params) {
    const call = new Call(this, id, params._meta ?? {});
    this.#calls.set(id, call);
    try {
      call.answer({ result: { resultType: 'complete', ...(await this.#handle(call, method, params)) } });
    } catch (error) {
      const { code, data } = error instanceof Refusal ? error : { code: -32603 };
      call.answer({ error: { code, message: error.message, data } });
    }
    this.#calls.delete(id);
  }

  #handle(call, method, params) {
    const requested = call.meta['io.modelcontextprotocol/protocolVersion'] ?? DISCOVERED[0];
    if (!DISCOVERED.includes(requested)) {
      throw new Refusal(`Unsupported protocol version: ${requested}`, -32022, { supported: DISCOVERED, requested });
    }
    const { name, version } = this.plugin;
    const about = { capabilities: { tools: {}, logging: {} }, serverInfo: { name, version } };
    switch (method) {
      case 'server/discover':
        return { supportedVersions: DISCOVERED, ttlMs: 0, cacheScope: 'private', ...about };
      case 'initialize':
        return { protocolVersion: INITIALIZED.find(one => one === params.protocolVersion) ?? INITIALIZED[0], ...about };
      case 'logging/setLevel':
        this.logLevel = params.level;
        return {};
      case 'ping':
        return {};
      case 'tools/list':
        return { tools: [...this.tools.values()].map(tool => tool.listed), ttlMs: 0, cacheScope: 'private' };
      case 'tools/call':
        return this.#call(call, params.name, params.arguments ?? {});
      default:
        throw new Refusal(`Method not found: ${method}`, -32601);
    }
  }

  async #call(call, name, args) {
    const tool = this.tools.get(name);
    if (!tool) throw new Refusal(`Unknown tool: ${name}`, -32602);
    if (name === 'dagstack.setup') this.kept = call.kept;
    const { properties, required } = tool.listed.inputSchema;
    if (properties) {
      for (const key in properties) if (!required.includes(key) && !(key in args)) args[key] = properties[key].default;
      const [takes, given] = [properties, args].map(value => Object.keys(value).sort().join(', '));
      if (takes !== given) throw new Refusal(`${name} takes (${takes}), and was given (${given})`, -32602);
    }
    try {
      const value = (await tool.run.call(this.plugin, call, args)) ?? null;
      const structuredContent = tool.isObject ? value : { result: value };
      return { content: [{ type: 'text', text: JSON.stringify(value) }], structuredContent };
    } catch (error) {
      const { name: type, message = String(error), code, data } = Object(error);
      const about = { type, message, code, data };
      return { content: [{ type: 'text', text: message }], isError: true, _meta: { 'dev.dagstack/error': about } };
    }
  }
}

/** A tool, and how it is listed. A result that is no object is in one, as "result". */
function toolOf(name, run, description, properties, returned) {
  const required = Object.keys(properties ?? {}).filter(key => properties[key].default === undefined);
  const inputSchema = properties ? { type: 'object', properties, required } : { type: 'object' };
  const isObject = returned.type === 'object';
  const outputSchema = isObject ? returned : { type: 'object', properties: { result: returned }, required: ['result'] };
  return { run, isObject, listed: { name, description, inputSchema, outputSchema } };
}

if (fileURLToPath(import.meta.url) === realpathSync(process.argv[1])) {
  await new Server(new Reader()).run();
}
