using Dagstack.Extensions.Plugins.AspNetCore.Drawing;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Drawing;

public sealed class GraphLayoutTests
{
    [Fact]
    public void Of_PluginsThatNeedOthers_PutsEachToTheRightOfAllThatItNeeds()
    {
        var columns = GraphLayout.Of([Node("d", "b", "c"), Node("b", "a"), Node("c", "b"), Node("a"), Node("e", "not there")]);

        Assert.Equal(["a e", "b", "c", "d"], columns.Select(static column => string.Join(' ', column.Select(static node => node.Id))));
    }

    [Fact]
    public void Of_PluginsThatNeedEachOtherInACircle_PlacesEachOnce()
    {
        var columns = GraphLayout.Of([Node("a", "c"), Node("b", "a"), Node("c", "b"), Node("d", "d")]);

        Assert.Equal(["a", "b", "c", "d"], columns.SelectMany(static column => column).Select(static node => node.Id).Order(StringComparer.Ordinal));
    }

    private static PluginNode Node(string id, params string[] dependsOn) => new(id, "ready", dependsOn);
}
