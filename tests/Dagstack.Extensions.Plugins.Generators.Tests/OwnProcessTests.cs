using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>A class that runs in a process of its own, as its manifest says, is compared with what it can have there.</summary>
public sealed class OwnProcessTests
{
    private static readonly string s_worker = Analyzed.Manifest.Replace("in_process", "mcp_stdio", StringComparison.Ordinal);

    [Theory]
    [InlineData("IPluginRegistry registry", "The constructor of 'FixedChunker' takes IPluginRegistry registry, the host's view of its plugins that only the host's process has, and the plugin runs in one of its own")]
    [InlineData("PluginEvents events", "takes PluginEvents events, the events of the host that")]
    [InlineData("PluginTenant tenant", "takes PluginTenant tenant, the tenant whose access the host decides that")]
    [InlineData("IPlugins<IChunker> others", "takes IPlugins<IChunker> others, the host's view of its plugins that")]
    [InlineData("[FromKeyedServices(\"chunker:other\")] IChunker other", "takes IChunker other, the plugin 'chunker:other' that")]
    [InlineData("[FromKeyedServices(\"audit\")] TextWriter audit", "takes TextWriter audit, a service under the key 'audit' that")]
    [InlineData("TextWriter writer", "takes TextWriter writer, a service that")]
    [InlineData("TextWriter? writer", "takes TextWriter? writer, a service that")]
    public async Task Parameter_ThatOnlyTheHostHas_IsWarnedOfAtTheParameter(string parameter, string message)
    {
        var diagnostic = Assert.Single(await Analyzed.RunAsync(s_worker, Class(parameter)));

        Assert.Equal(("DSP047", DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.DefaultSeverity));
        Assert.Contains(message, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(parameter.Split(' ')[^1], diagnostic.Location.SourceTree!.ToString()[diagnostic.Location.SourceSpan.Start..diagnostic.Location.SourceSpan.End]);
    }

    [Theory]
    [InlineData("PluginContext context, PluginManifest manifest, PluginProgress progress, PluginCheckpoint checkpoint")]
    [InlineData("IOptions<Uri> one, IOptionsMonitor<Uri> two, ILogger logger, ILogger<FixedChunker> own, ILoggerFactory loggers, IConfiguration section")]
    [InlineData("IServiceProvider services, IServiceScopeFactory scopes")]
    [InlineData("TextWriter? writer = null")]
    [InlineData("int size")]
    [InlineData("Helper helper")]
    public async Task Parameter_ThatAPluginHasAnywhere_IsFine(string parameters) => Assert.Empty(await Analyzed.RunAsync(s_worker, Class(parameters)));

    [Fact]
    public async Task Parameter_ThatIsADeclaredResource_IsFine() =>
        Assert.Empty(await Analyzed.RunAsync(s_worker + "\n[plugin.resources]\nrequired = [\"clock\", \"rng\"]", Class("Clock clock, [FromKeyedServices(\"rng\")] Rng rng")));

    [Theory]
    [InlineData("Registering", "TextWriter writer", 0)]
    [InlineData("Registering", "IPluginRegistry registry", 1)]
    [InlineData("object", "TextWriter writer", 1)]
    public async Task Parameter_OfAClassThatRegistersServices_MayBeOneOfThem(string parent, string parameter, int count) =>
        Assert.Equal(count, (await Analyzed.RunAsync(s_worker, Class(parameter, parent))).Count);

    [Theory]
    [InlineData("public FixedChunker() { }", 0)]
    [InlineData("[ActivatorUtilitiesConstructor] public FixedChunker(PluginContext context) { }", 0)]
    [InlineData("public FixedChunker(IPluginRegistry registry) { }", 1)]
    [InlineData("private FixedChunker() { }", 1)]
    public async Task Constructors_OneWithoutSuchAParameter_IsEnough(string other, int count)
    {
        var source = Class("PluginContext context").Replace("(PluginContext context) :", " :", StringComparison.Ordinal).Replace("{ /* */", $"{{ public FixedChunker(TextWriter writer, PluginContext context) {{ }} {other}", StringComparison.Ordinal);

        Assert.Equal(count, (await Analyzed.RunAsync(s_worker, source)).Count);
    }

    [Theory]
    [InlineData("runtime = \"mcp_stdio\"", 1)]
    [InlineData("runtime = [\"mcp_http\", \"mcp_stdio\", \"in_process\"]", 1)]
    [InlineData("runtime = \"in_process\"\nexecution_model = \"process_cpu_bound\"", 1)]
    [InlineData("runtime = \"mcp_stdio\"\nexecution_model = \"process_cpu_bound\"", 1)]
    [InlineData("runtime = \"in_process\"", 0)]
    [InlineData("runtime = [\"in_process\", \"mcp_stdio\"]", 0)]
    [InlineData("runtime = \"mcp_http\"", 0)]
    [InlineData("runtime = \"mcp_stdio\"\n[plugin.mcp_stdio]\ncommand = [\"dotnet\", \"plugin.dll\"]", 0)]
    [InlineData("runtime = \"mcp_stdio\"\ncommand = \"dotnet plugin.dll\"", 0)]
    public async Task Manifest_ThatSaysAProcessOfItsOwn_IsMeant(string lines, int count) =>
        Assert.Equal(count, (await Analyzed.RunAsync(Analyzed.Manifest.Replace("runtime = \"in_process\"", lines, StringComparison.Ordinal), Class("IPluginRegistry registry"))).Count);

    [Theory]
    [InlineData("[Hook(Exposed = false)] Task<string> ChunkAsync(string text);", "Task<string> ChunkAsync(string text)", "the hook 'ChunkAsync' of 'IChunker' cannot leave the host's: its contract keeps it there, by [Hook(Exposed = false)]. Use runtime = \"in_process\"")]
    [InlineData("[Hook(Exposed = false)] string Chunk { get; }", "string Chunk", "the hook 'Chunk' of 'IChunker' cannot leave the host's: its contract keeps it there")]
    [InlineData("IAsyncEnumerable<string> ChunkAsync(string text);", "IAsyncEnumerable<string> ChunkAsync(string text)", "the hook 'ChunkAsync' of 'IChunker' cannot leave the host's: it is a stream.")]
    public async Task Hook_ThatStaysInTheHost_IsWarnedOfInTheManifest(string hook, string member, string message)
    {
        var diagnostic = Assert.Single(await Analyzed.RunAsync(s_worker, Contract(hook, member)));

        Assert.Equal(("DSP046", DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.DefaultSeverity));
        Assert.Contains(message, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var place = diagnostic.Location.GetLineSpan();
        Assert.Equal(("/repository/plugin/dagstack.toml", "runtime = \"mcp_stdio\""), (place.Path, s_worker.ReplaceLineEndings("\n").Split('\n')[place.StartLinePosition.Line]));
    }

    [Theory]
    [InlineData("mcp_stdio", "DSP046")]
    [InlineData("in_process", null)]
    public async Task Kind_ThatStaysInTheHost_IsWarnedOfOnce(string runtime, string? id)
    {
        var source = Contract("Task<string> ChunkAsync(string text); string Name { get; }", "Task<string> ChunkAsync(string text)", "string Name").Replace("\"chunker\")", "\"chunker\", InProcessOnly = true)", StringComparison.Ordinal);

        var found = await Analyzed.RunAsync(s_worker.Replace("mcp_stdio", runtime, StringComparison.Ordinal), source);

        Assert.Equal(id, found.SingleOrDefault()?.Id);
        Assert.Contains(id is null ? string.Empty : "its contract keeps all of the kind there, by InProcessOnly = true. Use runtime = \"in_process\"", found.SingleOrDefault()?.GetMessage(CultureInfo.InvariantCulture) ?? string.Empty, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mcp_stdio", "DSP046")]
    [InlineData("in_process", null)]
    public async Task Hook_OfAContractElsewhereThatJsonCannotCarry_IsWarnedOfWhereThePluginIsBuilt(string runtime, string? id)
    {
        var contract = Generated.From(Generated.Compile("contracts", Analyzed.Usings + "[PluginKind(\"chunker\")] public interface IChunker { Task ChunkAsync(Stream text); Task GoAsync(string text); }")).Output;
        var plugin = Generated.Compile("plugin", Analyzed.Usings + "public sealed class FixedChunker : IChunker { public Task ChunkAsync(Stream text) => Task.CompletedTask; public Task GoAsync(string text) => Task.CompletedTask; }")
            .AddReferences(contract.ToMetadataReference());

        var found = await Analyzed.OfAsync(plugin, s_worker.Replace("mcp_stdio", runtime, StringComparison.Ordinal));

        Assert.Equal(id, found.SingleOrDefault()?.Id);
        Assert.Contains(id is null ? string.Empty : "the hook 'ChunkAsync' of 'IChunker' cannot leave the host's: the parameter 'text' is a stream", found.SingleOrDefault()?.GetMessage(CultureInfo.InvariantCulture) ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hook_OfAContractHereThatJsonCannotCarry_IsWarnedOfOnce() =>
        Assert.Equal(["DSP036"], (await Analyzed.RunAsync(s_worker, Contract("Task ChunkAsync(Stream text);", "Task ChunkAsync(Stream text)"))).Select(static diagnostic => diagnostic.Id));

    [Fact]
    public async Task Hooks_ThatAreSynchronous_AreANote()
    {
        var diagnostic = Assert.Single(await Analyzed.RunAsync(s_worker, Contract("string Chunk(string text); int Size { get; } Task GoAsync();", "string Chunk(string text)", "int Size", "Task GoAsync()")));

        Assert.Equal(("DSP048", DiagnosticSeverity.Info), (diagnostic.Id, diagnostic.DefaultSeverity));
        Assert.Contains("callers of 'Chunk', 'Size' of 'IChunker' wait for it on their own threads", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_WhoseSchemasTheHostMakes_AreFine() =>
        Assert.Empty(await Analyzed.RunAsync(s_worker.Replace("\"chunker\"", "\"tool\"", StringComparison.Ordinal), Analyzed.Usings + """
            public sealed class FixedChunker : ITool
            {
                public ValueTask<IReadOnlyList<ToolSchema>> GetSchemaAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
                public ValueTask<ToolResult> ExecuteAsync(ToolRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();
            }
            """));

    [Fact]
    public async Task Class_OfAWorker_IsLookedAtAsInProcess()
    {
        Assert.Equal("DSP040", Assert.Single(await Analyzed.RunAsync(s_worker.Replace("FixedChunker", "Missing", StringComparison.Ordinal), Class("PluginContext context"))).Id);
        Assert.Equal("DSP042", Assert.Single(await Analyzed.RunAsync(s_worker, Class("Clock clock"))).Id);
        Assert.Equal("DSP035", Assert.Single(await Analyzed.RunAsync(s_worker, Class("PluginContext context").Replace("Task.FromResult(text)", "Task.FromResult(Task.FromResult(text).Result)", StringComparison.Ordinal))).Id);
    }

    private static string Class(string parameters, string parent = "object") => Analyzed.Usings + $$"""
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;
        using Microsoft.Extensions.Options;

        [PluginKind("chunker")] public interface IChunker { Task<string> ChunkAsync(string text); }
        public class Helper { }
        public class Registering : IPluginServices { public static void ConfigureServices(IServiceCollection services, PluginServicesContext context) { } }
        public sealed class FixedChunker({{parameters}}) : {{parent}}, IChunker
        { /* */
            public Task<string> ChunkAsync(string text) => Task.FromResult(text);
        }
        """;

    private static string Contract(string hooks, params string[] members) => Analyzed.Usings + $$"""
        [PluginKind("chunker")] public interface IChunker { {{hooks}} }
        public sealed class FixedChunker : IChunker { {{string.Concat(members.Select(static member => $"public {member} => throw new NotSupportedException(); "))}} }
        """;
}
