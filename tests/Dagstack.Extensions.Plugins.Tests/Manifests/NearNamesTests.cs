using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

public sealed class NearNamesTests
{
    private static readonly string[] Known = ["runtime", "resources", "reload", "name", "kind", "kind_api_version", "depends_on", "url"];

    [Theory]
    [InlineData("runtme", "runtime")]
    [InlineData("rutnime", "runtime")]
    [InlineData("Runtime", "runtime")]
    [InlineData("resource", "resources")]
    [InlineData("nmae", "name")]
    [InlineData("kind-api-version", "kind_api_version")]
    [InlineData("depends", "depends_on")]
    [InlineData("uri", "url")]
    [InlineData("wholly_different", null)]
    [InlineData("zz", null)]
    [InlineData("", null)]
    public void Find_Name_FindsTheNearest(string name, string? expected) => Assert.Equal(expected, NearNames.Find(name, Known));

    [Fact]
    public void Find_VeryLongName_IsNotCompared() => Assert.Null(NearNames.Find(new string('a', 100_000), [new string('a', 100_000)]));
}
