using Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>A hook that JSON cannot carry is no tool, and the others are.</summary>
public sealed class NotDescribedTests
{
    [Fact]
    public async Task List_HookThatJsonCannotCarry_IsLeftOutWithAWordAndTheOthersAreThere()
    {
        using var logs = new LogLines();
        await using var export = await WebExport.StartAsync(
            static e => e.Export("hose:*").Export("chunker:fixed.chunk"),
            static o => o.AddKind<IHose>().Add("hose:garden", new Hose()),
            services: services => services.AddSingleton<ILoggerProvider>(logs));
        await using var client = await export.ConnectAsync("2026-07-28");

        var names = (await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Select(static tool => tool.Name);
        var result = await client.CallToolAsync("hose_garden_count", new Dictionary<string, object?> { ["drops"] = 3 }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["chunker_fixed_chunk", "hose_garden_count"], names.Order(StringComparer.Ordinal));
        Assert.Equal(3, result.StructuredContent!.Value.GetProperty("result").GetInt32());
        await logs.WaitForAsync("'hose.garden.drink' is no tool");
    }
}
