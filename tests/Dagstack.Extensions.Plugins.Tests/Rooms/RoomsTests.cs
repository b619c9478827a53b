using Dagstack.Extensions.Tests.Architecture;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Rooms;

/// <summary>The rooms of the host: stations of the flow, in their order, and what stands beside them. See docs/internals.md.</summary>
public sealed class RoomsTests
{
    /// <summary>What knows none of the line.</summary>
    private static readonly string[] s_tools = ["Shared", "Diagnostics", "Tasks", "Sinks", "Files", "Binding", "Schemas", "Json"];

    private static readonly string[] s_line = ["Manifests", "Kinds", "Discovery", "Runtimes", "Catalog", "Trust", "Dispatch", "Lifecycle", "Reload"];

    /// <summary>What the line knows only by seams, and what each of them uses.</summary>
    private static readonly Dictionary<string, string[]> s_beside = new()
    {
        ["Resources"] = [.. s_tools, "Kinds"],
        ["InProcess"] = [.. s_tools, "Kinds", "Runtimes", "Resources"],
        ["Events"] = [.. s_tools, "Kinds", "Catalog"],
        ["Tools"] = [.. s_tools, "Kinds", "Runtimes", "Catalog", "Dispatch"],
        ["Units"] = [.. s_tools, "Kinds", "Discovery", "Runtimes", "Catalog", "Dispatch"],
        ["Hosting"] = [.. s_tools, .. s_line, "Resources", "InProcess", "Events", "Tools", "Units"],
    };

    [Fact]
    public void Arrows_BetweenRooms_GoOneWay()
    {
        var arrows = RoomArrows.Read(typeof(DagstackPluginOptions).Assembly.Location);
        Assert.True(arrows.All.Count > 300, $"Only {arrows.All.Count} arrows were found.");
        arrows.AssertOrder([.. s_tools, .. s_line], s_beside);
    }
}
