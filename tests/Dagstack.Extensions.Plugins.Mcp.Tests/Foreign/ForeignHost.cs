using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>A host with MCP servers as its tool plugins, each by a manifest of about eight lines.</summary>
internal sealed class ForeignHost : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly IHost _host;

    private ForeignHost(string runtime, (string Name, string Settings)[] plugins, Action<McpOptions> mcp)
    {
        foreach (var (name, settings) in plugins)
        {
            _folder.Write($"{name}/dagstack.toml", $"""
                [plugin]
                name = "{name}"
                kind = "tool"
                runtime = "{runtime}"
                core_version = ">=0.1.0,<1.0.0"

                [plugin.{runtime}]
                {settings}
                """);
            _folder.Write($"{name}/tools.py", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "tools.py")));
        }

        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(Logs);
        builder.Services.AddDagstackPlugins(o => o.Discover(_folder.Path).UseMcp(mcp));
        _host = builder.Build();
    }

    public LogLines Logs { get; } = new();

    public IServiceProvider Services => _host.Services;

    public ITools Tools => Services.GetRequiredService<ITools>();

    /// <summary>Starts a host, whose plugins all serve.</summary>
    /// <param name="plugins">The name of each, and what its manifest says in <c>[plugin.mcp_stdio]</c>.</param>
    public static Task<ForeignHost> StartAsync(params (string Name, string Stdio)[] plugins) => StartAsync(new ForeignHost("mcp_stdio", plugins, static _ => { }));

    /// <summary>Starts one with a server that is at an address.</summary>
    public static Task<ForeignHost> StartHttpAsync(string name, Uri address) => StartAsync(new ForeignHost("mcp_http", [(name, $"url = \"{address}\"")], static mcp =>
    {
        mcp.Restart.FirstDelay = TimeSpan.FromMilliseconds(10);
        mcp.Restart.MaxDelay = TimeSpan.FromMilliseconds(100);
        mcp.StartPatience = TimeSpan.FromSeconds(25);
    }));
    /// <summary>Starts one with the server <c>tools.py</c> as the plugin <c>py</c>.</summary>
    /// <param name="era">The era of the protocol that it knows, <c>initialize</c> or <c>discovery</c>.</param>
    /// <param name="style">How it names its tools.</param>
    /// <param name="more">More lines of <c>[plugin.mcp_stdio]</c>.</param>
    /// <param name="noisy">Whether it says of each listing that the next one is another.</param>
    public static Task<ForeignHost> StartPythonAsync(string era = "initialize", string style = "foreign", string more = "", bool noisy = false) => StartAsync(("py", $$"""
        command = ["python3", "tools.py"]
        env = { ERA = "{{era}}", STYLE = "{{style}}", NOISY = "{{(noisy ? "1" : "")}}" }
        {{more}}
        """));

    /// <summary>Calls a function with JSON.</summary>
    public async Task<JsonElement> CallAsync(string function, string args = "{}") =>
        await Tools.CallAsync(function, JsonElement.Parse(args), TestContext.Current.CancellationToken).AsTask().WaitAsync(Limits.Patience);

    /// <summary>Calls a function with one text.</summary>
    public Task<JsonElement> SayAsync(string function, string text) => CallAsync(function, new JsonObject { ["text"] = text }.ToJsonString());

    public async Task<IReadOnlyList<ToolFunction>> FunctionsAsync() => await Tools.GetFunctionsAsync(TestContext.Current.CancellationToken);

    /// <summary>Gets the names of all functions, in their order.</summary>
    public async Task<string[]> NamesAsync() => [.. (await FunctionsAsync()).Select(static function => function.CallName)];

    /// <summary>Lists functions until they are as they should be.</summary>
    public async Task<IReadOnlyList<ToolFunction>> UntilAsync(Func<IReadOnlyList<ToolFunction>, bool> condition)
    {
        using var limit = new CancellationTokenSource(Limits.Patience);
        while (true)
        {
            var functions = await FunctionsAsync();
            if (condition(functions) || limit.IsCancellationRequested)
            {
                Assert.True(condition(functions), string.Join(", ", functions));
                return functions;
            }

            await Task.Yield();
        }
    }

    /// <summary>Waits until a plugin serves by another instance than that of a generation.</summary>
    public Task ReadyAfterAsync(string plugin, int generation) => Wait.UntilAsync(() => StatusOf(plugin) is { State: PluginState.Ready } status && status.Generation > generation, "ready again");

    public PluginStatus StatusOf(string plugin) => Services.GetRequiredService<IPluginRegistry>().Find(plugin)!;

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(TestContext.Current.CancellationToken).WaitAsync(Limits.Patience);
        _host.Dispose();
        _folder.Dispose();
    }

    private static async Task<ForeignHost> StartAsync(ForeignHost host)
    {
        await host._host.StartAsync(TestContext.Current.CancellationToken).WaitAsync(Limits.Patience);
        Assert.All(host.Services.GetRequiredService<IPluginRegistry>().Plugins, static status => Assert.True(status.State == PluginState.Ready, status.Reason));
        return host;
    }
}
