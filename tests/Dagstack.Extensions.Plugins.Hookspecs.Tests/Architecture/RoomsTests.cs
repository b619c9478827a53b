using Dagstack.Extensions.Tests.Architecture;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Architecture;

public sealed class RoomsTests
{
    /// <summary>Each room may use those before it.</summary>
    private static readonly string[] s_order = ["Shared", "Model", "Comparing", "Reading", "Payloads", "Contracts", "CSharp", "Python", "TypeScript", "Markdown", "Yaml", "Emission", "Hosting"];

    [Fact]
    public void Hookspecs_Rooms_UseOnlyThoseBeforeThem()
    {
        var arrows = RoomArrows.Read(Path.Combine(AppContext.BaseDirectory, "Dagstack.Extensions.Plugins.Hookspecs.dll"));

        Assert.Equal(s_order.Order(), arrows.Rooms.Values.Distinct().Order());
        arrows.AssertOrder(s_order);
    }
}
