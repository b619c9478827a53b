using Dagstack.Extensions.Tests.Architecture;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Architecture;

public sealed class RoomsTests
{
    /// <summary>Each room may use those before it: from a text to a tree, to layers of trees, to values, to versions that replace each other, to what users call.</summary>
    private static readonly string[] s_order =
        ["Shared", "Diagnostics", "Errors", "Interpolation", "Tree", "Files", "Secrets", "Layers", "Reading", "Sections", "Reload", "Hosting", "Toml"];

    [Fact]
    public void Configuration_Rooms_UseOnlyThoseBeforeThem()
    {
        var arrows = RoomArrows.Read(typeof(DagstackConfig).Assembly.Location);

        Assert.Equal(s_order.Order(), arrows.Rooms.Values.Distinct().Order());
        arrows.AssertOrder(s_order);
    }

    [Fact]
    public void Configuration_InternalTypes_HaveTheNamespaceOfTheirRoom() =>
        Assert.All(RoomArrows.Read(typeof(DagstackConfig).Assembly.Location).Rooms, static type =>
        {
            var found = typeof(DagstackConfig).Assembly.GetType(type.Key)!;
            var expected = type.Value == "Shared" ? "Dagstack.Extensions.Shared" : $"Dagstack.Extensions.Configuration.{type.Value}";
            Assert.True(found.IsPublic || found.Namespace == expected, type.Key);
        });
}
