"""A dagstack plugin in Python: an MCP server on stdin and stdout. Python 3.9 or later, no packages.

First comes the plugin, which is yours to write, then the protocol.
"""
import asyncio
import inspect
import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor


# The plugin ---------------------------------------------------------------------------------------------------------

class PluginNameKindName:
    """Of the kind "KIND_ID", called "PLUGIN_ID". A function that waits is `async def`; any other runs on a thread."""

    name, version, config = "KIND_ID.PLUGIN_ID", "0.1.0", {}

    def tools(self):
        """All that can be called: {name: (function, what it does, its parameters, what it returns)}, as JSON Schema.

        A parameter with a default may be left out. Parameters of None: whatever comes is taken.
        """
        return {
            "dagstack.setup": (self.setup, "Takes the configuration.", None, {"type": "object"}),
#if (makesContract)
            "KIND_ID.PLUGIN_ID.process": (self.process, "Makes something of a text.", {"text": {"type": "string"}}, {"type": "string"}),
#elseif (kind == "tool")
            "greet": (self.greet, "Greets somebody.", {"name": {"type": "string"}}, {"type": "string"}),
#else
TOOLS
#endif
        }

    def setup(self, call, args):
        self.config = args.get("config") or {}
        call.log("info", "ready")
        return {}
#if (makesContract)

    def process(self, call, args):
        return args["text"].upper()
#elseif (kind == "tool")

    def greet(self, call, args):
        return f"Good day, {args['name']}."
#else
MEMBERS
#endif


# The protocol -------------------------------------------------------------------------------------------------------

DISCOVERED = ["2026-07-28"]  # the revisions of which every request says which one it is of
INITIALIZED = ["2025-11-25", "2025-06-18"]  # those that are agreed upon once, by `initialize`
LEVELS = ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"]


class PluginError(Exception):
    """What went wrong, with a code and data for the caller."""

    def __init__(self, message, code=None, data=None):
        super().__init__(message)
        self.code, self.data = code, data


class Refusal(PluginError):
    """A request that cannot be served, as opposed to a tool that fails."""


class Call:
    """One call: what came with it, and what is said of it. Nothing is said any more once it is cancelled."""

    def __init__(self, server, id, meta):
        self.cancelled, self.meta, self._server, self._id = False, meta, server, id
        self.metadata = meta.get("dev.dagstack/metadata") or {}
        # A unit of work has what was kept for it, and nothing of what the plugin itself has kept.
        self.kept = meta.get("dev.dagstack/checkpoint") or ({} if self.metadata.get("unit_id") else server.kept)

    def progress(self, done, total, message=""):
        token = self.meta.get("progressToken")
        if token is not None:
            self._say("notifications/progress", progressToken=token, progress=done, total=total, message=message)

    def save(self, key, value):
        """Has the host keep a value, also for the process that comes after this one. Nobody answers."""
        self.kept[key] = {"value": value}
        self._say("dagstack/checkpoint", key=key, value=value, version=None, unit_id=self.metadata.get("unit_id"))

    def checkpoint(self, key):
        """The value that was kept last, or None."""
        return self.kept.get(key, {}).get("value")

    def log(self, level, text):
        """Says it in the host's log, if that wants the level. Where it does not say, stderr goes there too."""
        wanted = self.meta.get("io.modelcontextprotocol/logLevel", self._server.log_level)
        if wanted not in LEVELS:
            print(text, file=sys.stderr, flush=True)
        elif LEVELS.index(level) >= LEVELS.index(wanted):
            self._say("notifications/message", level=level, data=text)

    def answer(self, **answer):
        if not self.cancelled:
            self._server.write(id=self._id, **answer)

    def _say(self, method, **params):
        if not self.cancelled:
            self._server.write(method=method, params=params)


class Server:
    def __init__(self, plugin):
        self.plugin, self.tools, self.log_level, self.kept = plugin, plugin.tools(), None, {}
        self._calls, self._threads, self._lock = {}, ThreadPoolExecutor(64), threading.Lock()
        self._out, sys.stdout = sys.stdout.buffer, sys.stderr  # what print() writes is no message

    async def run(self):
        """Serves until stdin ends."""
        loop, reader = asyncio.get_running_loop(), ThreadPoolExecutor(1)
        while line := await loop.run_in_executor(reader, sys.stdin.buffer.readline):
            try:
                self._receive(json.loads(line))
            except Exception as error:  # no JSON, or JSON of another kind: the next line may be better
                self.write(id=None, error={"code": -32700, "message": f"This is no message: {error}"})
        os._exit(0)  # at once, whatever still runs: nobody listens any more

    def write(self, **message):
        text = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False, allow_nan=False)
        line = (text + "\n").encode(errors="backslashreplace")  # half of a pair of characters, as JSON escapes it
        with self._lock:
            try:
                self._out.write(line)
                self._out.flush()
            except OSError:
                os._exit(1)

    def _receive(self, message):
        method, id, params = message.get("method"), message.get("id"), message.get("params") or {}
        if method == "notifications/cancelled" and params.get("requestId") in self._calls:
            call, task = self._calls[params["requestId"]]
            call.cancelled = True
            task.cancel()
        elif method is not None and isinstance(id, (str, int)):
            call = Call(self, id, params.get("_meta") or {})
            task = asyncio.create_task(self._serve(call, method, params))
            self._calls[id] = call, task
            task.add_done_callback(lambda _: self._calls.pop(id, None))

    async def _serve(self, call, method, params):
        try:
            call.answer(result={"resultType": "complete", **await self._handle(call, method, params)})
        except Refusal as error:
            call.answer(error={"code": error.code, "message": str(error), "data": error.data})
        except Exception as error:
            call.answer(error={"code": -32603, "message": f"{type(error).__name__}: {error}"})

    async def _handle(self, call, method, params):
        revision = call.meta.get("io.modelcontextprotocol/protocolVersion", DISCOVERED[0])
        if revision not in DISCOVERED:
            data = {"supported": DISCOVERED, "requested": revision}
            raise Refusal(f"Unsupported protocol version: {revision}", -32022, data)
        info = {"name": self.plugin.name, "version": self.plugin.version}
        about = {"capabilities": {"tools": {}, "logging": {}}, "serverInfo": info}
        if method == "server/discover":
            return {"supportedVersions": DISCOVERED, "ttlMs": 0, "cacheScope": "private", **about}
        if method == "initialize":
            asked = params.get("protocolVersion")
            return {"protocolVersion": asked if asked in INITIALIZED else INITIALIZED[0], **about}
        if method in ("ping", "logging/setLevel"):
            self.log_level = params.get("level", self.log_level)
            return {}
        if method == "tools/list":
            tools = [listed(name, *rest) for name, (_, *rest) in self.tools.items()]
            return {"tools": tools, "ttlMs": 0, "cacheScope": "private"}
        if method == "tools/call":
            return await self._call(call, params.get("name"), params.get("arguments") or {})
        raise Refusal(f"Method not found: {method}", -32601)

    async def _call(self, call, name, args):
        if name not in self.tools:
            raise Refusal(f"Unknown tool: {name}", -32602)
        run, _, parameters, returned = self.tools[name]
        if name == "dagstack.setup":
            self.kept = call.kept
        if parameters is not None:
            args = {**{key: schema["default"] for key, schema in parameters.items() if "default" in schema}, **args}
            takes, given = (", ".join(sorted(value)) for value in (parameters, args))
            if takes != given:
                raise Refusal(f"{name} takes ({takes}), and was given ({given})", -32602)
        try:
            if inspect.iscoroutinefunction(run):
                value = await run(call, args)
            else:
                value = await asyncio.get_running_loop().run_in_executor(self._threads, run, call, args)
            text = {"type": "text", "text": json.dumps(value, allow_nan=False)}
            return {"content": [text], "structuredContent": value if is_object(returned) else {"result": value}}
        except Exception as error:
            about = {"type": type(error).__name__, "message": str(error)}
            if isinstance(error, PluginError):
                about.update(code=error.code, data=error.data)
            return {"content": [{"type": "text", "text": str(error)}], "isError": True, "_meta": {"dev.dagstack/error": about}}


def is_object(schema):
    return schema.get("type") == "object"


def listed(name, description, parameters, returned):
    """A tool as it is listed. A result that is no object is in one, as "result"."""
    takes = {"type": "object"}
    if parameters is not None:
        takes["properties"] = parameters
        takes["required"] = [key for key, schema in parameters.items() if "default" not in schema]
    if not is_object(returned):
        returned = {"type": "object", "properties": {"result": returned}, "required": ["result"]}
    return {"name": name, "description": description, "inputSchema": takes, "outputSchema": returned}


if __name__ == "__main__":
    asyncio.run(Server(PluginNameKindName()).run())
