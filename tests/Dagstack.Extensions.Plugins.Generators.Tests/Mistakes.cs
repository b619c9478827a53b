namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>Mistakes that users make in their code, and in a manifest that is compiled with it. Each is made for real.</summary>
internal static class Mistakes
{
    private const string Manifest = """
        [plugin]
        name = "fixed"
        kind = "chunker"
        runtime = "in_process"
        core_version = ">=0.1.0,<1.0.0"
        entry_point = "FixedChunker:FixedChunker"
        """;

    /// <summary>Gets the mistakes in the order of a first hour: contract, hooks, plugin, manifest, host.</summary>
    public static IReadOnlyList<Mistake> All { get; } =
    [
        new("a class with [PluginKind]", """
            [PluginKind("chunker")]
            public abstract class Chunker { public abstract string Chunk(string text); }
            """),
        new("a class as the contract of a kind", """
            [assembly: PluginKind<Chunker>("chunker")]
            public abstract class Chunker { public abstract string Chunk(string text); }
            """),
        new("a name of a kind that is none", """
            [PluginKind("Text.Chunker")]
            public interface IChunker { string Chunk(string text); }
            """),
        new("a version of a contract that is none", """
            [PluginKind("chunker", ApiVersion = "v2")]
            public interface IChunker { string Chunk(string text); }
            """),
        new("a contract with type parameters", """
            [PluginKind("chunker")]
            public interface IChunker<T> { T Chunk(string text); }
            """),
        new("a private contract", """
            public class Chunking
            {
                [PluginKind("chunker")]
                private interface IChunker { string Chunk(string text); }
            }
            """),
        Contract("a hook with type parameters", "T Chunk<T>(string text);"),
        Contract("a hook that gives back by 'out'", "bool TryChunk(string text, out string chunk);"),
        Contract("a hook with a span", "int Count(ReadOnlySpan<char> text);"),
        Contract("an event in a contract", "event EventHandler Chunked;"),
        Contract("an init accessor in a contract", "int Size { get; init; }"),
        Contract("a hook with two tokens", "Task ChunkAsync(string text, CancellationToken soft, CancellationToken hard);"),
        Contract("two hooks of one name", "string Chunk(string text);\n    string Chunk(Uri address);"),
        Contract("a chain hook that returns another type", "[Hook(DispatchClass.Chain)] int Clean(string text);"),
        Contract("a broadcast_notify hook that returns something", "[Hook(DispatchClass.BroadcastNotify)] bool Saved(string text);"),
        Contract("a name of a hook that other processes do not take", "[Hook(Name = \"find.all\")] string FindAll(string text);"),
        Contract("a parameter with a letter that other processes do not take", "string Chunk(string text, int größe);"),
        Contract("a chain hook that is hidden from other processes", "[Hook(DispatchClass.Chain, Exposed = false)] string Clean(string text);"),
        Contract("an error policy of a hook that has none", "[Hook(DispatchClass.BroadcastNotify, BestEffort = true)] void Saved(string text);"),
        new("a hook for many plugins of a kind with one", """
            [PluginKind("chunker", SingletonPerRuntime = true)]
            public interface IChunker { [Hook(DispatchClass.BroadcastCollect)] string Chunk(string text); }
            """),
        Contract("a placeholder in a tool's name that stands for nothing", "[Hook(ToolNameTemplate = \"{kind}.{name}\")] string Chunk(string text);"),
        Contract("keywords of a schema that are no JSON", "string Chunk([JsonSchema(Keywords = \"minLength: 1\")] string text);"),
        Contract("a key of a hook specification that does not begin with x-", "[HookspecExtension(\"owner\", \"1\")] string Chunk(string text);"),
        Contract("a hook with a type that JSON cannot carry", "string Chunk(Stream text);"),
        Plugin("a plugin that reads the time", "public string Chunk(string text) => $\"{DateTime.UtcNow:O} {text}\";"),
        Plugin("a plugin that draws a random value", "public string Chunk(string text) => $\"{Guid.NewGuid()} {text}\";"),
        Plugin("a plugin that reads the environment", "public string Chunk(string text) => Environment.GetEnvironmentVariable(\"SEPARATOR\") + text;"),
        Plugin("a plugin that keeps state in a static member", "private static int s_calls;\n    public string Chunk(string text) => $\"{++s_calls} {text}\";"),
        Plugin("a plugin that makes a client", "private readonly HttpClient _client = new();\n    public string Chunk(string text) => _client.BaseAddress + text;"),
        Plugin("a plugin that blocks", "public string Chunk(string text) => ReadAsync(text).Result;\n    private static Task<string> ReadAsync(string text) => Task.FromResult(text);"),
        new("a hook that returns a sequence which is made while it is read", """
            [PluginKind("chunker")] public interface IChunker { IEnumerable<string> Chunk(string text); }

            public sealed class FixedChunker : IChunker
            {
                public IEnumerable<string> Chunk(string text) => text.Split('\n').Select(line => line.Trim());
            }
            """, Manifest),
        Plugin("an allowance that does not say why", "[AllowPluginViolation(\"AmbientStateViolation\", \"\")]\n    public string Chunk(string text) => text;"),
        Plugin("an entry point with a misspelled class", "public string Chunk(string text) => text;", manifest: Manifest.Replace(":FixedChunker", ":FixdChunker", StringComparison.Ordinal)),
        Plugin("a plugin's class that is not public", "public string Chunk(string text) => text;", head: "internal sealed class FixedChunker : IChunker"),
        Plugin("a plugin's class without the contract", "public string Chunk(string text) => text;", head: "public sealed class FixedChunker"),
        Plugin("a kind that is not the contract's", "public string Chunk(string text) => text;", manifest: Manifest.Replace("\"chunker\"", "\"chnuker\"", StringComparison.Ordinal)),
        Plugin("a resource in a constructor, and not in the manifest", "public string Chunk(string text) => $\"{clock.GetUtcNow():O} {text}\";", head: "public sealed class FixedChunker(Clock clock) : IChunker"),
        Plugin(
            "an optional resource that is taken as if it were always there",
            "public string Chunk(string text) => $\"{clock.GetUtcNow():O} {text}\";",
            Manifest + "\n[plugin.resources]\noptional = [\"clock\"]",
            "public sealed class FixedChunker(Clock clock) : IChunker"),
        Own("a hook that stays in the host's process, and a plugin in one of its own", "[Hook(Exposed = false)] Task<string> ChunkAsync(string text);", string.Empty),
        Own("a service of the host in a process of its own", "Task<string> ChunkAsync(string text);", "(TextWriter log)"),
        Plugin("an execution model that is not the contract's", "public string Chunk(string text) => text;", manifest: Manifest + "\nexecution_model = \"async\""),
        Host("a chain hook that is called on one plugin", "[Hook(DispatchClass.Chain)] string Clean(string text);", "plugins[\"fixed\"].Clean(\"One\")"),
        Host("a property for all plugins that is read of one", "[Hook(DispatchClass.BroadcastCollect)] int Size { get; }", "plugins[\"fixed\"].Size.ToString()"),
    ];

    private static Mistake Contract(string title, string hooks) => new(title, $$"""
        [PluginKind("chunker")]
        public interface IChunker
        {
            {{hooks}}
        }
        """);

    private static Mistake Plugin(string title, string members, string? manifest = null, string head = "public sealed class FixedChunker : IChunker") => new(
        title,
        $$"""
        [PluginKind("chunker")] public interface IChunker { string Chunk(string text); }

        {{head}}
        {
            {{members}}
        }
        """,
        manifest ?? Manifest);

    /// <summary>A class that runs in a process of its own.</summary>
    private static Mistake Own(string title, string hook, string parameters) => new(
        title,
        $$"""
        [PluginKind("chunker")] public interface IChunker { {{hook}} }

        public sealed class FixedChunker{{parameters}} : IChunker
        {
            public Task<string> ChunkAsync(string text) => Task.FromResult(text);
        }
        """,
        Manifest.Replace("in_process", "mcp_stdio", StringComparison.Ordinal));

    private static Mistake Host(string title, string hook, string call) => new(title, $$"""
        [PluginKind("chunker")] public interface IChunker { {{hook}} }

        public sealed class Document(IPlugins<IChunker> plugins)
        {
            public string Read() => {{call}};
        }
        """);
}
