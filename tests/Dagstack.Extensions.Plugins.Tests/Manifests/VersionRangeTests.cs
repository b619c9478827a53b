using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData(">=0.1.0,<1.0.0", "0.2.0", true)]
    [InlineData(">=0.1.0,<1.0.0", "0.1.0", true)]
    [InlineData(">=0.1.0,<1.0.0", "1.0.0", false)]
    [InlineData(">=0.1.0,<1.0.0", "0.0.9", false)]
    [InlineData(" >= 0.1.0 , < 1.0.0 ", "0.2.0", true)]
    [InlineData(">=0.1.0,", "0.2.0", true)]
    [InlineData("~=0.2", "0.2.0", true)]
    [InlineData("~=0.2", "0.9.1", true)]
    [InlineData("~=0.2", "1.0.0", false)]
    [InlineData("~=0.2.1", "0.2.9", true)]
    [InlineData("~=0.2.1", "0.3.0", false)]
    [InlineData("~=0.2.1", "0.2.0", false)]
    [InlineData("==0.2.*", "0.2.7", true)]
    [InlineData("==0.2.*", "0.3.0", false)]
    [InlineData("==0.2.*", "0.20.0", false)]
    [InlineData("==0.2", "0.2.0", true)]
    [InlineData("==0.2.0", "0.2", true)]
    [InlineData("==0.2.0", "0.2.1", false)]
    [InlineData("==1.0", "1.0.0+build5", true)]
    [InlineData("==1.0+abc", "1.0.0", false)]
    [InlineData("!=0.2.0", "0.2.0", false)]
    [InlineData("!=0.2.0", "0.2.1", true)]
    [InlineData("!=0.2.*", "0.2.5", false)]
    [InlineData("!=0.2.*", "0.3.0", true)]
    [InlineData(">=0.1,!=0.2.0", "0.2.0", false)]
    [InlineData("===0.2.0", "0.2.0", true)]
    [InlineData("===0.2", "0.2.0", false)]
    [InlineData(">0.2", "0.2.1", true)]
    [InlineData(">0.2", "0.2.0", false)]
    [InlineData("<=0.2", "0.2.0", true)]
    [InlineData("<=0.2", "0.2.1", false)]
    [InlineData(">=0.3.0", "0.2.0", false)]
    [InlineData(">=1!0.1", "0.2.0", false)]
    [InlineData("~=0.2", "1!0.2", false)]
    public void Contains_Pep440_FollowsThePep(string range, string version, bool expected) => Check(range, version, expected);

    [Theory]
    [InlineData(">=0.2.0,<1.0.0", "0.2.1rc1", false)]
    [InlineData(">=0.2.0rc1,<1.0.0", "0.2.0rc1", true)]
    [InlineData(">=0.2.0rc1,<1.0.0", "0.2.0b9", false)]
    [InlineData(">=0.2.0-rc.1", "0.2.0-rc.2", true)]
    [InlineData(">=0.2.0-preview.1", "0.2.0-preview.1", true)]
    [InlineData(">=0.2.0-preview.2", "0.2.0-preview.1", false)]
    [InlineData(">=0.1a1,<0.2", "0.2.0rc1", false)]
    [InlineData(">=0.1a1,<0.2rc2", "0.2.0rc1", true)]
    [InlineData("==0.2.0.dev1", "0.2.dev1", true)]
    [InlineData(">=0.2.dev1", "0.2a1", true)]
    [InlineData(">0.2", "0.2.post1", false)]
    [InlineData(">0.2.post1", "0.2.post2", true)]
    [InlineData(">=0.2", "0.2.post1", true)]
    [InlineData("!=0.2.0rc1", "0.2.0rc2", false)]
    public void Contains_Pep440Prerelease_NeedsOneToBeNamed(string range, string version, bool expected) => Check(range, version, expected);

    [Theory]
    [InlineData("^0.2", "0.2.9", true)]
    [InlineData("^0.2", "0.3.0", false)]
    [InlineData("^0.2.3", "0.2.2", false)]
    [InlineData("^0.2.3", "0.2.4", true)]
    [InlineData("^0.0.3", "0.0.4", false)]
    [InlineData("^0.0.3", "0.0.3", true)]
    [InlineData("^0.0", "0.0.9", true)]
    [InlineData("^0.0", "0.1.0", false)]
    [InlineData("^0", "0.9.0", true)]
    [InlineData("^0", "1.0.0", false)]
    [InlineData("^1.2.3", "1.9.0", true)]
    [InlineData("^1.2.3", "2.0.0", false)]
    [InlineData("^1.x", "1.5.0", true)]
    [InlineData("~0.2.1", "0.2.1", true)]
    [InlineData("~0.2.1", "0.2.0", false)]
    [InlineData("~0.2.1", "0.3.0", false)]
    [InlineData("~0.2", "0.2.9", true)]
    [InlineData("~1", "1.9.9", true)]
    [InlineData("~1", "2.0.0", false)]
    [InlineData(">=0.3.0 <1.0.0", "0.2.0", false)]
    [InlineData(">=0.3.0 <1.0.0", "0.3.0", true)]
    [InlineData(">=0.3.0 <1.0.0", "1.0.0", false)]
    [InlineData(">= 0.1.0 < 1.0.0", "0.2.0", true)]
    [InlineData("0.2.x", "0.2.0", true)]
    [InlineData("0.2.X", "0.3.0", false)]
    [InlineData("0.2.*", "0.2.4", true)]
    [InlineData("0.x", "0.9.0", true)]
    [InlineData("0.2", "0.2.5", true)]
    [InlineData("0.2", "0.3.0", false)]
    [InlineData("1", "1.4.0", true)]
    [InlineData("0.2.0", "0.2.0", true)]
    [InlineData("0.2.0", "0.2.1", false)]
    [InlineData("=0.2.0", "0.2.0", true)]
    [InlineData("v0.2.0", "0.2.0", true)]
    [InlineData("*", "7.1.0", true)]
    [InlineData("x", "7.1.0", true)]
    [InlineData("*", "0.2.0-preview.1", true)]
    [InlineData(">0.2.x", "0.2.5", false)]
    [InlineData(">0.2.x", "0.3.0", true)]
    [InlineData("<=0.2.x", "0.2.5", true)]
    [InlineData("<=0.2.x", "0.3.0", false)]
    [InlineData("<0.2.x", "0.2.0", false)]
    [InlineData("<0.2.x", "0.1.9", true)]
    [InlineData(">*", "1.0.0", false)]
    [InlineData("^0.2 || ^0.4", "0.4.1", true)]
    [InlineData("^0.2||^0.4", "0.2.1", true)]
    [InlineData("^0.2 || ^0.4", "0.3.0", false)]
    [InlineData("0.2.0 - 0.4.0", "0.4.0", true)]
    [InlineData("0.2.0 - 0.4.0", "0.4.1", false)]
    [InlineData("0.2 - 0.4", "0.4.9", true)]
    [InlineData("0.2 - 0.4", "0.5.0", false)]
    public void Contains_SemVer_FollowsNpm(string range, string version, bool expected) => Check(range, version, expected);

    [Theory]
    [InlineData("^0.2", "0.2.0-preview.1", false)]
    [InlineData("^0.2", "0.2.5-preview.1", false)]
    [InlineData("^0.2", "0.3.0-preview.1", false)]
    [InlineData(">=0.1.0 <=0.2.0", "0.2.0-preview.1", false)]
    [InlineData("^0.2.0-preview.1", "0.2.0-preview.2", true)]
    [InlineData("^0.2.0-preview.2", "0.2.0-preview.1", false)]
    [InlineData("^0.2.0-preview.2", "0.2.0-preview.10", true)]
    [InlineData("^0.2.0-preview.1", "0.2.1-preview.1", false)]
    [InlineData("^0.2.0-preview.1", "0.2.1", true)]
    [InlineData(">=0.2.0-alpha <0.3.0", "0.2.0-beta", true)]
    [InlineData(">=0.2.0-alpha <0.3.0", "0.2.0-0", false)]
    [InlineData(">=0.2.0-alpha <0.3.0", "0.2.0-alpha.1", true)]
    public void Contains_SemVerPrerelease_NeedsTheSameNumbers(string range, string version, bool expected) => Check(range, version, expected);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   ", "empty")]
    [InlineData(",", "no comparison")]
    [InlineData("latest", "'latest'")]
    [InlineData(">=abc", "'>=abc'")]
    [InlineData(">=abc,<1", "'abc'")]
    [InlineData(">=0.1,0.2", "'==0.2'")]
    [InlineData("^0.2,<1.0", "mixes")]
    [InlineData("^0.2 || ==0.3", "mixes")]
    [InlineData(">=0.2.*,<1", "only '==' and '!='")]
    [InlineData("~=1", "'~=1.0'")]
    [InlineData("^0.2 ||", "'||'")]
    [InlineData("^", "'^'")]
    [InlineData(">>1.0", "'>>1.0'")]
    [InlineData("=>1.0", "'=>1.0'")]
    [InlineData("1.2.3.4.5", "'1.2.3.4.5'")]
    [InlineData("0.x.3", "'0.x.3'")]
    [InlineData("==0.2.0rc1.*", "'0.2.0rc1.*'")]
    [InlineData(">=99999999999999999999.0,<1", "99999999999999999999.0")]
    [InlineData("-1", "'-1'")]
    public void TryParse_Nonsense_SaysWhy(string range, string why)
    {
        Assert.False(VersionRange.TryParse(range, out _, out var error));
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_LongText_IsRefused()
    {
        Assert.False(VersionRange.TryParse(new string('1', 600), out _, out var error));
        Assert.Contains("longer than", error, StringComparison.Ordinal);
    }

    [Fact]
    public void CompareTo_OrderedVersions_KeepsThePepsOrder()
    {
        string[] ordered = ["1.0.dev1", "1.0a1.dev1", "1.0a1", "1.0a2", "1.0b1", "1.0rc1", "1.0", "1.0.post1", "1.0.1", "1!0.1"];

        var sorted = ordered.Reverse().Select(text => PluginVersion.TryParse(text)!).Order().Select(version => version.Text);

        Assert.Equal(ordered, sorted);
    }

    private static void Check(string range, string version, bool expected)
    {
        Assert.True(VersionRange.TryParse(range, out var parsed, out var error), error);
        Assert.Equal(expected, parsed.Contains(PluginVersion.TryParse(version)!));
    }
}
