using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Processes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Wire;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Languages;

/// <summary>A plugin in another language: a child process, and the connection to it.</summary>
internal sealed class LanguageServer : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private LineTransport? _line;
    private McpConnection? _connection;

    private LanguageServer(string language, bool isProbe)
    {
        Language = language;
        Name = isProbe ? $"probe.{language}" : $"reader.{language}";
        var folder = isProbe ? _folder.AddProbe(language) : _folder.AddSample(language);
        var (program, file) = language == Languages.Language.Python ? ("python3", "server.py") : ("node", "server.mjs");
        var command = new ChildCommand
        {
            Name = Name,
            File = CommandLookup.Find(program, folder, Languages.Language.Variables, Name),
            Arguments = isProbe ? [file, language] : [file],
            Folder = folder,
            Environment = Languages.Language.Variables,
        };
        Child = Children.Start(command, new() { Watch = Children.Watch, ErrorLine = ErrorLines.Enqueue });
    }

    public string Language { get; }

    /// <summary>Kind and name, with which the names of its tools begin.</summary>
    public string Name { get; }

    public ChildProcess Child { get; }

    public McpConnection Connection => _connection!;

    public ConcurrentQueue<string> ErrorLines { get; } = new();

    public ConcurrentQueue<WireLog> Logs { get; } = new();

    public ConcurrentQueue<WireReport> Reports { get; } = new();

    public ConcurrentQueue<JsonObject> Checkpoints { get; } = new();

    /// <summary>Starts one, without a word to it.</summary>
    public static LanguageServer Start(string language, bool isProbe = false) => new(language, isProbe);

    /// <summary>Starts one, and greets it.</summary>
    public static async Task<LanguageServer> ConnectAsync(string language, string era = nameof(ProtocolEra.Discovery), bool isProbe = false, string? logLevel = null)
    {
        var server = new LanguageServer(language, isProbe);
        server._line = new(server.Child.Input, server.Child.Output, server.Child.LeaderEnded, new() { Report = server.Reports.Enqueue });
        var options = new McpConnectionOptions { Era = Enum.Parse<ProtocolEra>(era), Log = server.Logs.Enqueue, LogLevel = logLevel, Report = server.Reports.Enqueue };
        server._connection = await McpConnection.ConnectAsync(server._line, options, TestContext.Current.CancellationToken).WaitAsync(FakeServer.Patience);
        server._connection.Subscribe("dagstack/checkpoint", parameters => server.Checkpoints.Enqueue(JsonNode.Parse(parameters.Span)!.AsObject()));
        return server;
    }

    /// <summary>Calls a tool, by the last part of its name or by all of it.</summary>
    public async Task<JsonNode> CallAsync(string tool, string arguments = "{}", WireMeta? meta = null, IProgress<WireProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var name = tool.Contains('.', StringComparison.Ordinal) ? tool : $"{Name}.{tool}";
        using var result = await Connection.CallAsync(arguments, name, meta, progress, cancellationToken);
        return JsonNode.Parse(result.Json.Span)!;
    }

    /// <summary>Calls a tool, and gives its structured result as text.</summary>
    public async Task<string> ResultAsync(string tool, string arguments = "{}", WireMeta? meta = null) =>
        (await CallAsync(tool, arguments, meta))["structuredContent"]!.ToJsonString();

    /// <summary>Asks a probe how it looks, until it is so.</summary>
    public async Task UntilAsync(Func<JsonNode, bool> condition)
    {
        using var limit = new CancellationTokenSource(Limits.Patience);
        while (!condition((await CallAsync("look", cancellationToken: limit.Token))["structuredContent"]!))
        {
        }
    }

    /// <summary>Writes a line to one that was not greeted, and reads the next one from it.</summary>
    public async Task<JsonNode> AskAsync(string line)
    {
        await Children.WriteAsync(Child, line + "\n");
        return JsonNode.Parse(await Children.LineAsync(Child))!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
            await _line!.DisposeAsync();
        }

        await Child.DisposeAsync();
        _folder.Dispose();
    }
}
