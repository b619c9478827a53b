namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>What a worker cannot carry is the error of its call, and the next call is served.</summary>
public sealed class WorkerBoundsTests
{
    [Fact]
    public async Task Exception_WithAVeryLongMessage_IsCut()
    {
        await using var host = await OddHost.StartAsync();

        var fault = await Assert.ThrowsAsync<PluginCallException>(() => host.DoAsync("throw", new string('m', 34_000_000)).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken));

        Assert.StartsWith("mmm", fault.Message, StringComparison.Ordinal);
        Assert.InRange(fault.Message.Length, 1_000, 64 * 1024);
        Assert.Equal("printed", await host.DoAsync("print", "after"));
    }

    [Fact]
    public async Task Result_ThatIsTooLong_IsASerializationError()
    {
        await using var host = await OddHost.StartAsync();

        var fault = await Assert.ThrowsAsync<PluginSerializationException>(() => host.DoAsync("long", "68000000").WaitAsync(Limits.Patience, TestContext.Current.CancellationToken));

        Assert.Contains("has more bytes than the", fault.Message, StringComparison.Ordinal);
        Assert.Equal(("odd", "DoAsync"), (fault.Kind, fault.Hook));
        Assert.Equal("printed", await host.DoAsync("print", "after"));
    }
}
