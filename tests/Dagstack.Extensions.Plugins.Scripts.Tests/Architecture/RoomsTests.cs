using Dagstack.Extensions.Tests.Architecture;

namespace Dagstack.Extensions.Plugins.Scripts.Tests.Architecture;

public sealed class RoomsTests
{
    /// <summary>Each room may use those before it. What is kept on disk knows no compiler.</summary>
    private static readonly string[] s_order = ["Shared", "Diagnostics", "Texts", "Caching", "Compiling", "Hosting"];

    [Fact]
    public void Scripts_Rooms_UseOnlyThoseBeforeThem()
    {
        var arrows = RoomArrows.Read(Path.Combine(AppContext.BaseDirectory, "Dagstack.Extensions.Plugins.Scripts.dll"));

        Assert.Equal(s_order.Order(), arrows.Rooms.Values.Distinct().Order());
        arrows.AssertOrder(s_order);
    }
}
