using Dagstack.Extensions.Shared;

namespace Dagstack.Tool.Tests;

public sealed class TrustedPublishersTests
{
    [Theory]
    [InlineData("Acme", "acme", true)]
    [InlineData("Other; ACME ,Third", "Acme", true)]
    [InlineData("Acme", "Acme Corporation", false)]
    [InlineData("Acme*", "Acme Corporation", true)]
    [InlineData("*@acme.example>", "Ada <ada@Acme.example>", true)]
    [InlineData("Ada*@*.example", "Ada <ada@acme.example", true)]
    [InlineData("Ada*@*.example", "ada@acme.example.org", false)]
    [InlineData("a*a", "a", false)]
    [InlineData("a*bc*cd", "abcd", false)]
    [InlineData("*", "Anybody", true)]
    [InlineData(" ; ", "Anybody", false)]
    public void Trusts_Maintainer_IsComparedWithEachName(string list, string maintainer, bool expected) =>
        Assert.Equal(expected, TrustedPublishers.Trusts(TrustedPublishers.Parse(list)!, maintainer, []));

    [Fact]
    public void Trusts_OneOfTheAuthors_IsEnough() =>
        Assert.True(TrustedPublishers.Trusts(TrustedPublishers.Parse("Acme")!, "Nobody", ["Somebody", " acme "]));

    [Fact]
    public void Trusts_PluginThatNamesNobody_IsOnNoList() =>
        Assert.False(TrustedPublishers.Trusts(TrustedPublishers.Parse("*")!, null, ["", " "]));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Parse_NoList_IsNull(string? text) => Assert.Null(TrustedPublishers.Parse(text));
}
