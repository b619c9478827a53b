using Dagstack.Extensions.Tests.Architecture;

namespace Dagstack.Extensions.Plugins.Testing.Tests.Architecture;

public sealed class RoomsTests
{
    /// <summary>Each room may use those before it.</summary>
    private static readonly string[] s_order = ["Shared", "Fakes", "Json", "Reports", "Il", "Calls", "Inputs", "Processes", "Runs", "Checks", "Suite"];

    [Fact]
    public void Testing_Rooms_UseOnlyThoseBeforeThem()
    {
        var arrows = RoomArrows.Read(typeof(PluginContractSuite).Assembly.Location);

        Assert.Equal(s_order.Order(), arrows.Rooms.Values.Distinct().Order());
        arrows.AssertOrder(s_order);
    }
}
