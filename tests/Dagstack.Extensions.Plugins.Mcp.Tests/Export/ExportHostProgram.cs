using ModelContextProtocol.Client;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>The program tests/fixtures/ExportHost, whose plugins are tools, to the SDK's client.</summary>
internal static class ExportHostProgram
{
    /// <summary>The last revision of the era with <c>initialize</c>.</summary>
    public const string Old = "2025-11-25";

    /// <summary>The first revision without.</summary>
    public const string New = "2026-07-28";

    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "tests", "fixtures", "ExportHost", "bin", Repository.Configuration, "net10.0", "ExportHost.dll");

    /// <summary>Makes the options of a client that waits for a server on a busy machine.</summary>
    public static McpClientOptions OptionsFor(string revision) => new()
    {
        ProtocolVersion = revision,
        DiscoverProbeTimeout = Timeout.InfiniteTimeSpan,
        InitializationTimeout = TimeSpan.FromMinutes(2),
    };

    /// <summary>Starts it as an application for language models does.</summary>
    /// <param name="revision">What the client speaks.</param>
    /// <param name="errors">Told of each line of its error output.</param>
    public static Task<McpClient> StartAsync(string revision, Action<string>? errors = null) => McpClient.CreateAsync(
        new StdioClientTransport(new() { Command = "dotnet", Arguments = [Path], StandardErrorLines = errors }),
        OptionsFor(revision),
        cancellationToken: TestContext.Current.CancellationToken);
}
