using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.InProcess;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

/// <summary>What a search finds while the application goes on.</summary>
[Collection(nameof(Alone))]
public sealed class ReferenceSearchTests
{
    [Fact]
    public void Find_LinksAndAShorterWay_LinksAreFollowedFirst()
    {
        var context = new AssemblyLoadContext("held", isCollectible: true);
        var held = Activator.CreateInstance(context.LoadFromStream(new MemoryStream(Compiler.Compile("held", "public sealed class Held;"))).GetType("Held")!)!;
        var root = new Root(new object[] { new List<object> { held } }, new Link(new Link(new Link(null, held), null), null));
        var hint = Assert.Single(new ReferenceSearch(context).Find([root]));
        Assert.Equal("the host's services → <First>k__BackingField → <Next>k__BackingField → <Next>k__BackingField → <Value>k__BackingField → an object of Held", hint.Place);
        GC.KeepAlive(root);
        context.Unload();
    }

    private sealed record Root(object Near, Link First);

    private sealed record Link(Link? Next, object? Value);
}
