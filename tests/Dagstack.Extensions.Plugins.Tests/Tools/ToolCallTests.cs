using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Tools;

/// <summary>Calls of functions: found, checked, made, and what comes back.</summary>
public sealed class ToolCallTests
{
    private const string Forecast = "{'type':'object','properties':{'city':{'type':'string'},'days':{'type':'integer','minimum':1}},'required':['city'],'additionalProperties':false}";

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task CallAsync_FunctionOfOneOfManyPlugins_CallsThatPlugin()
    {
        await using var provider = await ToolHost.StartAsync(
            ("weather", new("weather", ToolPlugin.Function("forecast", Forecast), ToolPlugin.Function("warnings"))),
            ("search", new("search", ToolPlugin.Function("find"))));
        var tools = provider.Tools();
        Assert.Equal("""weather.forecast {"city":"Oslo","days":3}""", (await tools.CallAsync("forecast", JsonElement.Parse("""{"city":"Oslo","days":3}"""), _cancellation)).GetString());
        Assert.Equal("""weather.forecast {"city":"Oslo"}""", (await tools.CallAsync("forecast", new { city = "Oslo" }, _cancellation)).GetString());
        Assert.Equal("""weather.forecast {"city":"Oslo"}""", (await tools.CallAsync("weather.forecast", new Dictionary<string, object> { ["city"] = "Oslo" }, _cancellation)).GetString());
        Assert.Equal("search.find {}", (await tools.CallAsync("find", cancellationToken: _cancellation)).GetString());
    }

    [Fact]
    public async Task CallAsync_ArgumentsThatDoNotFit_AllProblemsAreReportedAndThePluginIsNotCalled()
    {
        var plugin = new ToolPlugin("weather", ToolPlugin.Function("forecast", Forecast));
        await using var provider = await ToolHost.StartAsync(("weather", plugin));
        var fault = await Assert.ThrowsAsync<ToolArgumentsException>(async () => await provider.Tools().CallAsync("forecast", new { ctiy = "Oslo", days = 0 }, _cancellation));
        Assert.Equal((PluginErrorCodes.PluginRegistryError, "tool:weather", "forecast", 3), (fault.Code, fault.Plugin.ToString(), fault.Function, fault.Count));
        Assert.Equal(["/city", "/ctiy", "/days"], fault.Problems.Select(static problem => problem.Path));
        Assert.Equal(
            """
            The arguments of the tool function 'forecast' of the plugin 'tool:weather' do not fit its schema, 3 problems:
              /city: is missing, expected a string.
              /ctiy: there is no such property. Did you mean 'city'? Expected: city or days.
              /days: found 0, expected at least 1.
            """,
            fault.Message,
            ignoreLineEndingDifferences: true);
        Assert.Empty(plugin.Calls);
    }

    [Fact]
    public async Task CallAsync_MoreProblemsThanAreShown_SaysHowManyMore()
    {
        await using var provider = await ToolHost.StartAsync(("a", new("a", ToolPlugin.Function("f", "{'additionalProperties':{'type':'string'}}"))));
        var fault = await Assert.ThrowsAsync<ToolArgumentsException>(async () => await provider.Tools().CallAsync("f", Enumerable.Range(0, 30).ToDictionary(static i => $"p{i}"), _cancellation));
        Assert.Equal((30, 20), (fault.Count, fault.Problems.Count));
        Assert.EndsWith("and 10 more", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallAsync_ArgumentsThatAreNoObject_AreCheckedToo()
    {
        await using var provider = await ToolHost.StartAsync(("a", new("a", ToolPlugin.Function("f"))));
        var fault = await Assert.ThrowsAsync<ToolArgumentsException>(async () => await provider.Tools().CallAsync("f", "{}", _cancellation));
        Assert.Contains("""(all of it): found "{}", expected an object.""", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallAsync_IsError_IsAnException()
    {
        await using var provider = await ToolHost.StartAsync(
            ("a", new("a", ToolPlugin.Function("f")) { OnExecute = static (_, _) => new(ToolResult.Failed("The station is closed.")) }),
            ("b", new("b", ToolPlugin.Function("g")) { OnExecute = static (_, _) => new(new ToolResult { IsError = true }) }),
            ("c", new("c", ToolPlugin.Function("h")) { OnExecute = static (_, _) => new((ToolResult)null!) }));
        var fault = await Assert.ThrowsAsync<ToolCallException>(async () => await provider.Tools().CallAsync("f", cancellationToken: _cancellation));
        Assert.Equal((PluginErrorCodes.PluginCall, "tool:a", "f", "The station is closed."), (fault.Code, fault.Plugin.ToString(), fault.Function, fault.ErrorMessage));
        Assert.Equal("The tool function 'f' of the plugin 'tool:a' failed: The station is closed.", fault.Message);
        Assert.Contains("does not say why", (await Assert.ThrowsAsync<ToolCallException>(async () => await provider.Tools().CallAsync("g", cancellationToken: _cancellation))).Message, StringComparison.Ordinal);
        Assert.Contains("returned null", (await Assert.ThrowsAsync<ToolCallException>(async () => await provider.Tools().CallAsync("h", cancellationToken: _cancellation))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallAsync_NoResult_IsJsonNull()
    {
        await using var provider = await ToolHost.StartAsync(("a", new("a", ToolPlugin.Function("f")) { OnExecute = static (_, _) => new(new ToolResult()) }));
        Assert.Equal(JsonValueKind.Null, (await provider.Tools().CallAsync("f", cancellationToken: _cancellation)).ValueKind);
    }

    [Fact]
    public async Task CallAsync_PluginThrows_ItsOwnExceptionReachesTheCaller()
    {
        var thrown = new InvalidOperationException("no");
        await using var provider = await ToolHost.StartAsync(("a", new("a", ToolPlugin.Function("f")) { OnExecute = (_, _) => throw thrown }));
        Assert.Same(thrown, await Assert.ThrowsAsync<InvalidOperationException>(async () => await provider.Tools().CallAsync("f", cancellationToken: _cancellation)));
    }

    [Fact]
    public async Task CallAsync_SchemaThatCannotBeUsed_IsListedAndRefused()
    {
        var plugin = new ToolPlugin("a", ToolPlugin.Function("f", "{'type':'object','properties':{'x':{'contains':{}}}}"), ToolPlugin.Function("g"));
        await using var provider = await ToolHost.StartAsync(("a", plugin));
        var functions = await provider.Tools().GetFunctionsAsync(_cancellation);
        Assert.Equal(["f", "g"], functions.Select(static function => function.CallName));
        Assert.Equal("/properties/x/contains", Assert.Single(functions[0].Problems).Path);
        Assert.Empty(functions[1].Problems);
        var fault = await Assert.ThrowsAsync<ToolSchemaException>(async () => await provider.Tools().CallAsync("f", cancellationToken: _cancellation));
        Assert.Contains("/properties/x/contains: the keyword 'contains' is not supported here.", fault.Message, StringComparison.Ordinal);
        Assert.Equal((PluginErrorCodes.PluginRegistryError, "tool:a", "f"), (fault.Code, fault.Plugin.ToString(), fault.Function));
        Assert.Empty(plugin.Calls);
    }

    [Fact]
    public async Task CallAsync_UnknownFunction_NamesTheNearestAndTheOthers()
    {
        await using var provider = await ToolHost.StartAsync(("weather", new("weather", ToolPlugin.Function("forecast"), ToolPlugin.Function("warnings"))));
        var fault = await Assert.ThrowsAsync<ToolNotFoundException>(async () => await provider.Tools().CallAsync("forcast", cancellationToken: _cancellation));
        Assert.Equal("There is no tool function 'forcast'. Did you mean 'forecast'? Functions: forecast and warnings.", fault.Message);
        Assert.Equal(("forcast", "forecast"), (fault.Function, fault.Nearest));
        Assert.Equal(["forecast", "warnings"], fault.Known);
    }

    [Fact]
    public async Task CallAsync_MiddlewareAndMetadata_AreAroundTheCallAndNotAroundOneThatIsRefused()
    {
        var seen = new List<string>();
        var plugin = new ToolPlugin("a", ToolPlugin.Function("f", Forecast));
        await using var provider = await TestProvider.StartAsync(o => o.Add("tool:a", plugin).Use(
            async (call, next) =>
            {
                seen.Add($"{call.Plugin} {call.Hook.WireName} {((ToolRequest)call["request"]!).Function} {call.Metadata.GetValueOrDefault("tenant_id")}");
                return await next(call);
            },
            hooks: "execute"));
        var tools = provider.Tools().With(new() { Metadata = new Dictionary<string, object?> { ["tenant_id"] = "t1" } });
        await tools.CallAsync("f", new { city = "Oslo" }, _cancellation);
        await Assert.ThrowsAsync<ToolArgumentsException>(async () => await tools.CallAsync("f", new { }, _cancellation));
        Assert.Equal(["tool:a execute f t1"], seen);
    }

    [Fact]
    public async Task CallAsync_Deadline_IsThatOfTheCaller()
    {
        var time = new FakeTimeProvider();
        var begun = new TaskCompletionSource();
        var plugin = new ToolPlugin("a", ToolPlugin.Function("f"))
        {
            OnExecute = async (_, token) =>
            {
                begun.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return new();
            },
        };
        await using var provider = await TestProvider.StartAsync(o => o.Add("tool:a", plugin), services => services.AddSingleton<TimeProvider>(time));
        var call = provider.Tools().With(new() { Timeout = TimeSpan.FromSeconds(5) }).CallAsync("f", cancellationToken: _cancellation).AsTask();
        await begun.Task.WaitAsync(Limits.Patience, _cancellation);
        time.Advance(TimeSpan.FromSeconds(6));
        await Assert.ThrowsAsync<PluginTimeoutException>(() => call.WaitAsync(Limits.Patience, _cancellation));
    }
}
