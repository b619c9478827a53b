using Dagstack.Extensions.Tests.Architecture;
using Xunit;

namespace Dagstack.Extensions.Plugins.Abstractions.Tests.Architecture;

public sealed class RoomsTests
{
    /// <summary>Each room may use those before it.</summary>
    private static readonly string[] s_order =
        ["Shared", "Manifests", "Contracts", "Registry", "Errors", "Calls", "CompilerServices", "Dispatch", "Middleware", "Tools", "Resources", "Events", "Lifecycle", "Units"];

    [Fact]
    public void Abstractions_Rooms_UseOnlyThoseBeforeThem()
    {
        var arrows = RoomArrows.Read(typeof(PluginId).Assembly.Location);

        Assert.Equal(s_order.Order(), arrows.Rooms.Values.Distinct().Order());
        arrows.AssertOrder(s_order);
    }
}
