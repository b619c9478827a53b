using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>Functions for language models, of a class in .NET: the same in the host's process, in one of its own, and in several.</summary>
public sealed class ToolWorkerTests
{
    private const string InProcess = "in_process";
    private const string Worker = "mcp_stdio";
    private const string Pool = "mcp_stdio\"\nexecution_model = \"process_cpu_bound";

    public static TheoryData<string> Ways => [InProcess, Worker, Pool];

    public static TheoryData<string> Processes => [Worker, Pool];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Ways))]
    public async Task Functions_AreThoseOfTheClass_WithTheirSchemas(string way)
    {
        using var root = new TempFolder();
        await using var services = await StartAsync(root, way);

        var functions = await services.GetRequiredService<ITools>().GetFunctionsAsync(Token);

        Assert.Equal(["add", "echo", "refuse", "throw", "die", "wait", "context"], functions.Select(static function => function.Name));
        Assert.Equal(("Adds two numbers.", "odd"), (functions[0].Description, functions[0].Plugin.Name));
        Assert.Equal("""{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}},"required":["a","b"],"additionalProperties":false}""", functions[0].Parameters.GetRawText());
        Assert.All(functions, static function => Assert.Empty(function.Problems));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Call_HasItsResult_WhateverJsonItIs(string way)
    {
        using var root = new TempFolder();
        await using var services = await StartAsync(root, way);
        var tools = services.GetRequiredService<ITools>();

        Assert.Equal(5, (await CallAsync(tools, "add", """{"a":2,"b":3}""")).GetInt32());
        const string Any = """{"text":"ж😀\"\n","more":{"list":[1,2.50,null,true,{}],"текст":""}}""";
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Any), await CallAsync(tools, "odd.echo", Any)));
        var large = JsonSerializer.Serialize(new { text = new string('x', 1_000_000) });
        Assert.Equal(1_000_000, (await CallAsync(tools, "echo", large)).GetProperty("text").GetString()!.Length);
        var sums = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => CallAsync(tools, "add", $$"""{"a":{{i}},"b":1}""")));
        Assert.Equal(Enumerable.Range(1, 64), sums.Select(static sum => sum.GetInt32()));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Call_WithArgumentsThatDoNotFit_SaysWhereAndCallsNobody(string way)
    {
        using var root = new TempFolder();
        await using var services = await StartAsync(root, way);
        var tools = services.GetRequiredService<ITools>();

        var fault = await Assert.ThrowsAsync<ToolArgumentsException>(() => CallAsync(tools, "add", """{"a":"two","c":1}"""));

        Assert.Equal(["/a", "/b", "/c"], fault.Problems.Select(static problem => problem.Path).Order());
        var unknown = await Assert.ThrowsAsync<ToolNotFoundException>(() => CallAsync(tools, "ad", "{}"));
        Assert.Contains("'add'", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(5, (await CallAsync(tools, "add", """{"a":2,"b":3}""")).GetInt32());
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Call_ThatIsRefused_HasTheTextOfTheFunction(string way)
    {
        using var root = new TempFolder();
        await using var services = await StartAsync(root, way);

        var fault = await Assert.ThrowsAsync<ToolCallException>(() => CallAsync(services.GetRequiredService<ITools>(), "refuse", """{"text":"not on Sundays"}"""));

        Assert.Equal("not on Sundays", fault.ErrorMessage);
    }

    [Theory, MemberData(nameof(Processes))]
    public async Task Call_ThatThrows_IsTheErrorOfTheFunction(string way)
    {
        using var root = new TempFolder();
        await using var services = await StartAsync(root, way);
        var tools = services.GetRequiredService<ITools>();

        var fault = await Assert.ThrowsAsync<ToolCallException>(() => CallAsync(tools, "throw", """{"text":"it is odd"}"""));

        Assert.Equal("it is odd", fault.ErrorMessage);
        Assert.Equal(5, (await CallAsync(tools, "add", """{"a":2,"b":3}""")).GetInt32());
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Call_KnowsItsOptionsAndWhoCalls(string way)
    {
        using var root = new TempFolder();
        await using var services = await StartAsync(root, way, ("tool:odd:level", "3"));
        using var scope = CallMetadata.Begin(CallMetadata.TenantId, "acme");

        var context = await CallAsync(services.GetRequiredService<ITools>(), "context", "{}");

        Assert.Equal((3, "acme"), (context.GetProperty("level").GetInt32(), context.GetProperty("tenant").GetString()));
        Assert.Equal(way == InProcess, context.GetProperty("process").GetInt32() == Environment.ProcessId);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Call_ThatIsGivenUp_Ends(string way)
    {
        using var root = new TempFolder();
        await using var services = await StartAsync(root, way);
        var tools = services.GetRequiredService<ITools>();
        using var cancel = new CancellationTokenSource();
        var call = tools.CallAsync("wait", default, cancel.Token).AsTask();
        Assert.Equal(5, (await CallAsync(tools, "add", """{"a":2,"b":3}""")).GetInt32());

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Limits.Patience, Token));
        Assert.Equal(5, (await CallAsync(tools, "add", """{"a":2,"b":3}""")).GetInt32());
    }

    [Fact]
    public async Task Process_ThatDies_CostsItsCallAndTheFunctionsComeBack()
    {
        using var root = new TempFolder();
        await using var services = await StartAsync(root, Worker);
        var (tools, registry) = (services.GetRequiredService<ITools>(), services.GetRequiredService<IPluginRegistry>());

        await Assert.ThrowsAsync<PluginUnavailableException>(() => CallAsync(tools, "die", """{"text":"fail_fast"}"""));

        await Wait.UntilAsync(() => registry.Find("tool:odd") is { State: PluginState.Ready, Generation: > 1 }, "another process serves");
        Assert.Equal(7, (await tools.GetFunctionsAsync(Token)).Count);
        Assert.Equal(5, (await CallAsync(tools, "add", """{"a":2,"b":3}""")).GetInt32());
    }

    [Fact]
    public async Task Functions_ThatTheManifestDenies_AreNotThere()
    {
        using var root = new TempFolder();
        await using var services = await StartAsync(root, Worker, more: "[plugin.mcp_stdio]\ntools_deny = [\"d*\", \"throw\"]");
        var tools = services.GetRequiredService<ITools>();

        Assert.Equal(["add", "echo", "refuse", "wait", "context"], (await tools.GetFunctionsAsync(Token)).Select(static function => function.Name));
        await Assert.ThrowsAsync<ToolNotFoundException>(() => CallAsync(tools, "die", """{"text":"exit"}"""));
        var direct = services.GetRequiredKeyedService<ITool>("tool:odd");
        await Assert.ThrowsAsync<ToolNotFoundException>(() => direct.ExecuteAsync(new() { Function = "die", Args = JsonElement.Parse("""{"text":"exit"}""") }, Token).AsTask());
    }

    private static Task<JsonElement> CallAsync(ITools tools, string function, string args) => tools.CallAsync(function, JsonElement.Parse(args), Token).AsTask().WaitAsync(Limits.Patience, Token);

    private static Task<ServiceProvider> StartAsync(TempFolder root, string way, params (string Key, string Value)[] settings) => StartAsync(root, way, string.Empty, settings);

    private static async Task<ServiceProvider> StartAsync(TempFolder root, string way, string more, params (string Key, string Value)[] settings)
    {
        Directory.CreateDirectory(root.Combine("odd"));
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "plugins", "odd")))
        {
            File.Copy(file, root.Combine($"odd/{Path.GetFileName(file)}"));
        }

        root.Write("odd/dagstack.toml", $"""
            [plugin]
            name = "odd"
            kind = "tool"
            core_version = ">=0.1.0,<1.0.0"
            entry_point = "odd:OddTools"
            runtime = "{way}"
            {more}
            """);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static one => KeyValuePair.Create(one.Key, (string?)one.Value))).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration);
        services.AddDagstackPlugins(options => options.Discover(root.Path).UseMcp(static mcp => (mcp.MaxProcesses, mcp.Restart.FirstDelay) = (2, TimeSpan.FromMilliseconds(10))));
        var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        await provider.SetupPluginsAsync(Token).WaitAsync(Limits.Patience, Token);
        var status = provider.GetRequiredService<IPluginRegistry>().Find("tool:odd")!;
        Assert.True(status.State == PluginState.Ready, status.Reason);
        return provider;
    }
}
