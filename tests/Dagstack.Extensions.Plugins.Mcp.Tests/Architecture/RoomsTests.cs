using Dagstack.Extensions.Tests.Architecture;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Architecture;

public sealed class RoomsTests
{
    /// <summary>Each room may use those before it. Processes know no protocol, the wire knows no plugin, a session knows no calls.</summary>
    private static readonly string[] s_order = ["Shared", "Processes", "Wire", "Settings", "Session", "Worker", "Calls", "Stdio", "Http", "Hosting", "Export"];

    [Fact]
    public void Mcp_Rooms_UseOnlyThoseBeforeThem()
    {
        var arrows = RoomArrows.Read(Path.Combine(AppContext.BaseDirectory, "Dagstack.Extensions.Plugins.Mcp.dll"));

        Assert.Equal(s_order.Order(), arrows.Rooms.Values.Distinct().Order());
        arrows.AssertOrder(s_order);
    }
}
