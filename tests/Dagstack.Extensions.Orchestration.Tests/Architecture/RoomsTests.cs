using Dagstack.Extensions.Tests.Architecture;

namespace Dagstack.Extensions.Orchestration.Tests.Architecture;

public sealed class RoomsTests
{
    /// <summary>Each room may use those before it. Stores know nobody, a runner knows no plugins, and what is chosen is known by Hosting alone.</summary>
    private static readonly string[] s_order = ["Shared", "Diagnostics", "Stores", "Memory", "Sqlite", "Placement", "Writing", "Running", "Units", "Hosting"];

    [Fact]
    public void Orchestration_Rooms_UseOnlyThoseBeforeThem()
    {
        var arrows = RoomArrows.Read(Path.Combine(AppContext.BaseDirectory, "Dagstack.Extensions.Orchestration.dll"));

        Assert.Equal(s_order.Order(), arrows.Rooms.Values.Distinct().Order());
        arrows.AssertOrder(s_order);
    }
}
