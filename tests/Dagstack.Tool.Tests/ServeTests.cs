using System.Diagnostics;
using Dagstack.Extensions.Plugins.Tests;
using ModelContextProtocol.Client;

namespace Dagstack.Tool.Tests;

/// <summary>Plugins as an MCP server, by the client of the SDK.</summary>
public sealed class ServeTests
{
    private static readonly Dictionary<string, object?> s_arguments = new() { ["text"] = "Hello", ["max_size"] = 3 };

    [Fact]
    public async Task Serve_OnStandardInputAndOutput_ListsAndCalls()
    {
        await using var client = await McpClient.CreateAsync(
            new StdioClientTransport(new() { Command = "dotnet", Arguments = [DagstackProcess.Program, "serve", Plugins.Fixed] }),
            cancellationToken: TestContext.Current.CancellationToken);

        await AssertServesAsync(client);
    }

    [Fact]
    public async Task Serve_OverHttp_SaysWhereAndListsAndCalls()
    {
        using var folder = new TempFolder();
        using var server = DagstackProcess.Start(folder.Path, ["serve", Plugins.Fixed, "--http", "0"]);
        try
        {
            var url = await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.Matches(@"^http://127\.0\.0\.1:\d+/mcp$", url);
            await using var client = await McpClient.CreateAsync(new HttpClientTransport(new() { Endpoint = new(url!) }), cancellationToken: TestContext.Current.CancellationToken);

            await AssertServesAsync(client);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Serve_TwoPluginsOfOneName_SaysSo()
    {
        using var folder = Plugins.OfThePage();

        var ran = await DagstackProcess.RunAsync(folder.Path, "serve", "more", "--contract", "Chunking.Contracts.dll");

        Assert.Equal((1, string.Empty), (ran.ExitCode, ran.Output));
        Assert.StartsWith("AmbiguousPlugin: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_PortThatIsTaken_IsWrongUse()
    {
        using var folder = Plugins.OfThePage();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var ran = await DagstackProcess.RunAsync(folder.Path, "serve", "fixed", "--contract", "Chunking.Contracts.dll", "--http", port);

        Assert.Equal((2, string.Empty), (ran.ExitCode, ran.Output));
        Assert.Contains($"Port {port} cannot be had: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_OverHttp_IsForThisMachineWhateverTheEnvironmentSays()
    {
        using var folder = new TempFolder();
        using var server = DagstackProcess.Start(folder.Path, ["serve", Plugins.Fixed, "--http", "0"], ("Kestrel__Endpoints__Http__Url", "http://0.0.0.0:0"), ("ASPNETCORE_URLS", "http://0.0.0.0:0"));
        try
        {
            Assert.Matches(@"^http://127\.0\.0\.1:\d+/mcp$", await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Serve_EndOfItsInput_EndsIt()
    {
        using var folder = new TempFolder();
        using var server = DagstackProcess.Start(folder.Path, ["serve", Plugins.Fixed]);
        server.StandardInput.Close();

        await server.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, string.Empty), (server.ExitCode, await server.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("There is no folder 'nowhere'.", "nowhere")]
    [InlineData("'chunker' is no glob over kind:name.", ".", "--export", "chunker")]
    [InlineData("There is no plugin in '.'.", ".")]
    [InlineData("The contract of the kind 'chunker' is not known.", "plugins")]
    [InlineData("70000 is no port.", "fixed", "--contract", "Chunking.Contracts.dll", "--http", "70000")]
    public async Task Serve_WhatCannotBe_IsWrongUse(string expected, params string[] arguments)
    {
        using var folder = Plugins.OfThePage();
        var place = arguments is [".", ..] ? Directory.CreateDirectory(folder.Combine("empty")).FullName : folder.Path;

        var ran = await DagstackProcess.RunAsync(place, ["serve", .. arguments]);

        Assert.Equal((2, string.Empty), (ran.ExitCode, ran.Output));
        Assert.StartsWith(expected, ran.Error, StringComparison.Ordinal);
    }

    private static async Task AssertServesAsync(McpClient client)
    {
        var tool = Assert.Single(await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal("chunker_fixed_chunk", tool.Name);
        var result = await client.CallToolAsync(tool.Name, s_arguments, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["Hel", "lo"], result.StructuredContent!.Value.GetProperty("result").EnumerateArray().Select(static chunk => chunk.GetProperty("text").GetString()));
    }
}
