using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Tools;

/// <summary>The kind <c>tool</c> as every kind: its key, broadcasts, the wire, plugins that call tools.</summary>
public sealed class ToolKindTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_PluginsOfOnePriority_IsNoTie()
    {
        await using var provider = await ToolHost.StartAsync(("a", new("a", ToolPlugin.Function("f"))), ("b", new("b", ToolPlugin.Function("g"))));
        Assert.Equal([PluginState.Ready, PluginState.Ready], provider.Registry.OfKind("tool").Select(static status => status.State));
    }

    [Fact]
    public async Task KeyOfTheKind_Execute_GoesToThePluginThatHasTheFunction()
    {
        await using var provider = await ToolHost.StartAsync(
            ("a", new("a", ToolPlugin.Function("f", "{'required':['x']}"))),
            ("b", new("b", ToolPlugin.Function("g")) { OnExecute = static (_, _) => new(ToolResult.Failed("closed")) }));
        var tool = provider.Services.GetRequiredKeyedService<ITool>("tool");
        var result = await tool.ExecuteAsync(new() { Function = "f", Args = JsonElement.Parse("""{"x":1}""") }, _cancellation);
        Assert.Equal("""a.f {"x":1}""", result.Result!.Value.GetString());
        Assert.True((await provider.Services.GetRequiredService<IPlugins<ITool>>().Active.ExecuteAsync(new() { Function = "b.g" }, _cancellation)).IsError);
        await Assert.ThrowsAsync<ToolArgumentsException>(async () => await tool.ExecuteAsync(new() { Function = "f" }, _cancellation));
        Assert.Equal(["f", "g"], (await tool.GetSchemaAsync(_cancellation)).Select(static schema => schema.Name));
    }

    [Fact]
    public async Task KeyOfTheKind_WithOptions_PassesThemOn()
    {
        object? tenant = null;
        await using var provider = await TestProvider.StartAsync(o => o
            .Add("tool:a", new ToolPlugin("a", ToolPlugin.Function("f")))
            .Use((call, next) =>
            {
                tenant = call.Metadata.GetValueOrDefault("tenant_id");
                return next(call);
            }, hooks: "execute"));
        var tool = PluginCalls.With(provider.Services.GetRequiredKeyedService<ITool>("tool"), new() { Metadata = new Dictionary<string, object?> { ["tenant_id"] = "t1" } });
        await tool.ExecuteAsync(new() { Function = "f" }, _cancellation);
        Assert.Equal("t1", tenant);
    }

    [Fact]
    public async Task KeyOfTheKind_ChosenByConfiguration_IsThatPlugin()
    {
        await using var provider = await TestProvider.StartAsync(
            o => o.Add("tool:a", new ToolPlugin("a", ToolPlugin.Function("f"))).Add("tool:b", new ToolPlugin("b", ToolPlugin.Function("f"))),
            configuration: [("dagstack:active:tool", "b")]);
        var result = await provider.Services.GetRequiredKeyedService<ITool>("tool").ExecuteAsync(new() { Function = "f" }, _cancellation);
        Assert.Equal("b.f {}", result.Result!.Value.GetString());
        Assert.Equal("a.f {}", (await provider.Tools().CallAsync("f", cancellationToken: _cancellation)).GetString());
    }

    [Fact]
    public async Task NoToolPlugins_ListIsEmptyAndCallsSaySo()
    {
        await using var provider = await TestProvider.StartAsync(static _ => { });
        Assert.Empty(await provider.Tools().GetFunctionsAsync(_cancellation));
        var fault = await Assert.ThrowsAsync<ToolNotFoundException>(async () => await provider.Tools().CallAsync("f", cancellationToken: _cancellation));
        Assert.Equal("There is no tool function 'f'. Functions: none.", fault.Message);
    }

    [Fact]
    public async Task Broadcast_GetSchema_AnswersPluginByPlugin()
    {
        await using var provider = await ToolHost.StartAsync(("b", new("b", ToolPlugin.Function("f"))), ("a", new("a", ToolPlugin.Function("g"), ToolPlugin.Function("h"))));
        var schemas = await provider.Services.GetRequiredService<IPlugins<ITool>>().GetSchemaAsync(_cancellation);
        Assert.Equal(["tool:a 2", "tool:b 1"], schemas.Plugins.Zip(schemas, static (plugin, functions) => $"{plugin} {functions.Count}"));
    }

    [Fact]
    public async Task Plugin_ThatTakesTools_CallsOtherPlugins()
    {
        await using var provider = await TestProvider.StartAsync(static o => o
            .Add("tool:inner", new ToolPlugin("inner", ToolPlugin.Function("f")))
            .Add("tool:outer", static services =>
            {
                var tools = services.GetRequiredService<ITools>();
                return new ToolPlugin("outer", ToolPlugin.Function("g")) { OnExecute = async (_, token) => ToolResult.Of(await tools.CallAsync("f", cancellationToken: token)) };
            }));
        Assert.Equal("inner.f {}", (await provider.Tools().CallAsync("g", cancellationToken: _cancellation)).GetString());
    }

    [Fact]
    public void Contract_Names_AreThoseOfTheWire()
    {
        var contract = (PluginContract)Activator.CreateInstance(typeof(ITool).Assembly.GetCustomAttributes(typeof(PluginContractAttribute), false).Cast<PluginContractAttribute>()
            .Single(static attribute => attribute.ContractType.Name.Contains("ITool", StringComparison.Ordinal)).ContractType, nonPublic: true)!;
        Assert.Equal(("tool", "1.0.0"), (contract.Kind, contract.ApiVersion));
        Assert.Equal(["get_schema BroadcastCollect", "execute Singleton"], contract.Hooks.Select(static hook => $"{hook.WireName} {hook.DispatchClass}"));
        var options = contract.JsonContext!.Options;
        Assert.Equal("""[{"name":"f","description":"","parameters":{"type":"object"}}]""", JsonSerializer.Serialize<IReadOnlyList<ToolSchema>>([new() { Name = "f" }], options));
        Assert.Equal("""{"function":"f","args":{}}""", JsonSerializer.Serialize(new ToolRequest { Function = "f", Args = default }, options));
        Assert.Equal("""{"result":5}""", JsonSerializer.Serialize(ToolResult.Of(JsonElement.Parse("5")), options));
        Assert.Equal("""{"result":null,"is_error":true,"error_message":"no"}""", JsonSerializer.Serialize(ToolResult.Failed("no"), options));
        var failed = JsonSerializer.Deserialize<ToolResult>("""{"is_error":true,"error_message":"no","more":1}""", options)!;
        Assert.Equal((true, "no", null), (failed.IsError, failed.ErrorMessage, failed.Result));
        Assert.Equal("object", JsonSerializer.Deserialize<ToolSchema>("""{"name":"f"}""", options)!.Parameters.GetProperty("type").GetString());
    }
}
