using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Calls;

/// <summary>What calls of many plugins cost for their spans when nobody wants them.</summary>
[Collection(nameof(Alone))]
public sealed class DispatchSpanCostTests
{
    [Fact]
    public async Task Call_WhileNobodyListens_IsMadeByTheSameDispatcherAndAllocatesNothingForIt()
    {
        await using var provider = await Stages.StartAsync("a b");
        var plugins = Stages.Of(provider);
        var dispatcher = plugins.GetDispatcher(null);
        var (same, before) = (0, GC.GetAllocatedBytesForCurrentThread());
        for (var i = 0; i < 1_000; i++)
        {
            same += plugins.GetDispatcher(null) == dispatcher ? 1 : 0;
        }

        Assert.Equal((0, 1_000), (GC.GetAllocatedBytesForCurrentThread() - before, same));
    }
}
