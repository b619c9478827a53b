using Dagstack.Extensions.Tests.Architecture;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Architecture;

public sealed class RoomsTests
{
    /// <summary>Each room may use those before it. What is read knows no request, and the page no endpoint.</summary>
    private static readonly string[] s_order = ["Shared", "Diagnostics", "Settings", "Model", "Problems", "Access", "Reading", "Acting", "Events", "Keys", "Html", "Drawing", "Page", "Serving", "Hosting"];

    [Fact]
    public void AspNetCore_Rooms_UseOnlyThoseBeforeThem()
    {
        var arrows = RoomArrows.Read(Path.Combine(AppContext.BaseDirectory, "Dagstack.Extensions.Plugins.AspNetCore.dll"));

        Assert.Equal(s_order.Order(), arrows.Rooms.Values.Distinct().Order());
        arrows.AssertOrder(s_order);
    }
}
