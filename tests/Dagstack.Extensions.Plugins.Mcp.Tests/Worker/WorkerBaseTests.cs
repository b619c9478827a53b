using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>A class in .NET that has a base type of its own.</summary>
public sealed class WorkerBaseTests
{
    [Fact]
    public async Task Constructor_TakesWhatTheBaseRegisters_IsServed()
    {
        await using var host = await OddHost.StartAsync("NeedsWhatItsBaseRegisters", add: static services => services.AddSingleton(TextWriter.Null));

        Assert.Equal("of its base", await host.DoAsync("anything"));
    }
}
