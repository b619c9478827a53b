using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Reading;

public sealed class PathTests
{
    private readonly DagstackConfig _config = Configs.Yaml("a:\n  b: {c: 1}\n  list: [x, [y, z], {k: 2}]\n\"a.b\": 3\n\"x[0]\": 4\n\"back\\\\slash\": 5\n\"8080\": 6\ndatabase: {pool_size: 1}\n");

    [Theory]
    [InlineData("a.b.c", 1)]
    [InlineData("a.list[2].k", 2)]
    [InlineData("a\\.b", 3)]
    [InlineData("x\\[0\\]", 4)]
    [InlineData("back\\\\slash", 5)]
    [InlineData("8080", 6)]
    public void Get_Path_FindsTheValue(string path, long expected) => Assert.Equal(expected, _config.Get(path));

    [Theory]
    [InlineData("a.list[1][1]", true)]
    [InlineData("a.list[3]", false)]
    [InlineData("a.list.0", false)]
    [InlineData("a.b[0]", false)]
    [InlineData("a.B", false)]
    [InlineData("a.b.c.d", false)]
    [InlineData("", true)]
    public void Has_Path_TellsWhetherItIsThere(string path, bool expected) => Assert.Equal(expected, _config.Has(path));

    [Theory]
    [InlineData("a..b")]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("a[")]
    [InlineData("a[x]")]
    [InlineData("a[-1]")]
    [InlineData("a[ 1]")]
    [InlineData("a[0]b")]
    [InlineData("a[*")]
    [InlineData("a[*]b")]
    [InlineData("a[**]")]
    [InlineData("a[ *]")]
    [InlineData("a.[*]")]
    [InlineData("a.[0]")]
    [InlineData("a\\x")]
    [InlineData("a\\")]
    [InlineData("a[99999999999]")]
    public void Has_NotAPath_IsAMistakeOfTheProgram(string path) =>
        Assert.Contains("Write paths like database.servers[1].port", Assert.Throws<ArgumentException>(() => _config.Has(path)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("database.pool_sizes", "'database' has no key 'pool_sizes'. Did you mean 'database.pool_size'?")]
    [InlineData("database.pool", "'database' has no key 'pool'. Did you mean 'database.pool_size'?")]
    [InlineData("databse.x", "the configuration has no key 'databse'. Did you mean 'database'?")]
    [InlineData("a.b.other_thing", "'a.b' has no key 'other_thing'. Add it to one of yaml:app.yaml, or ask with a default.")]
    [InlineData("a.list[7]", "'a.list' has 3 items, and the index is 7")]
    [InlineData("a.list.k", "'a.list' is a list, and has no key 'k'. Write an index such as [0].")]
    [InlineData("a.b[0]", "'a.b' is a mapping, and has no index")]
    [InlineData("a.b.c.d", "'a.b.c' is a whole number, and has nothing below it")]
    public void Get_Missing_NamesTheWholePathAndHowFarItGoes(string path, string message)
    {
        var error = Assert.Throws<ConfigException>(() => _config.GetString(path));
        Assert.Equal((ConfigErrorReason.Missing, path), (error.Reason, error.Path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
